"""Interview sheets: what to ask about each area, with room for what is heard and shown, as text or workbook."""

import re
from collections.abc import Iterator
from pathlib import Path

from colonnade.core.claims import SCORING_RULE
from colonnade.core.errors import BadOption, Problem
from colonnade.core.model import Interview, Model
from colonnade.sheets.files import write_whole

_MARKED = re.compile(r"([\\`*_\[\]<>#|~])")
"""What Markdown would take for a mark."""
BLANK = "_" * 20


def write_interview(model: Model, path: Path) -> None:
    """A sheet for each area that the model has questions about."""
    if not model.interviews:
        raise BadOption(Problem(f"model '{model.id}' has no interview sheets"))
    ending = path.suffix.casefold()
    if ending == ".md":
        write_whole(path, "\n".join(_lines(model)).encode("utf-8"))
    elif ending == ".xlsx":
        from colonnade.sheets.interview_xlsx import write_workbook

        write_workbook(model, path)
    else:
        raise BadOption(Problem("interview sheets are .md or .xlsx", str(path)))


def _lines(model: Model) -> Iterator[str]:
    yield f"# {_plain(model.name)}: interview sheets\n"
    yield f"{SCORING_RULE}\n"
    for interview in model.interviews:
        yield from _area(model, interview)


def _area(model: Model, interview: Interview) -> Iterator[str]:
    dimension = model.by_id[interview.dimension]
    yield f"## {_plain(dimension.name)} ({_plain(interview.minutes)} minutes)\n"
    yield f"Asked: {BLANK} By: {BLANK} On: {BLANK}\n"
    for number, question in enumerate(interview.questions, 1):
        yield f"{number}. {_plain(question)}\n"
        yield "    Notes:\n"
        yield "    Evidence seen:\n"
    if model.stages:
        yield f"Stage (1 to {model.top}): {BLANK}\n"
        for stage, picture in model.pictures(dimension):
            yield f"- {stage.number}  {_plain(stage.name)}: {_plain(picture)}"
        yield ""


def _plain(text: str) -> str:
    return _MARKED.sub(r"\\\1", text)
