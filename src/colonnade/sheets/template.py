"""Empty scorecards to send to a reviewer, as CSV or as a workbook that guides and checks what is entered."""

from pathlib import Path

from colonnade.core.errors import BadOption, Problem
from colonnade.core.model import Model
from colonnade.sheets.scorecards import COLUMNS
from colonnade.sheets.text import write_csv


def write_template(model: Model, path: Path, *, reviewer: str | None = None) -> None:
    """A scorecard for every dimension of the model, filled in with nothing but the reviewer's name."""
    if not model.stages:
        raise BadOption(Problem(f"model '{model.id}' has no stages to score; it is read from answers only"))
    ending = path.suffix.casefold()
    if ending == ".csv":
        write_csv(path, COLUMNS, ((reviewer, dimension.id, None, None, None) for dimension in model.dimensions))
    elif ending == ".xlsx":
        from colonnade.sheets.template_xlsx import write_workbook

        write_workbook(model, path, reviewer or "")
    else:
        raise BadOption(Problem("a scorecard is .csv or .xlsx", str(path)))
