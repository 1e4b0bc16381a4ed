"""Scorecards: reviewers' stages in long form, one or many files, to claims."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from colonnade.core.claims import CONSENSUS, Claims, Confidence, Consensus, Score
from colonnade.core.errors import BadScorecard, Problem, UnreadableFile
from colonnade.core.model import Model
from colonnade.core.reading import DISPUTE_SPREAD
from colonnade.sheets.table import Row, Table, read_tables
from colonnade.sheets.wording import did_you_mean, joined, name_fault, quoted, same_name

COLUMNS = ("reviewer", "dimension", "stage", "confidence", "note")
NEEDED = COLUMNS[:3]
_CONFIDENCES: Mapping[str, Confidence] = {word: word for word in get_args(Confidence)}
_WHOLE = re.compile(r"([0-9]{1,3})(?:\.0*)?")


def read_rows(paths: Iterable[Path]) -> tuple[Table, ...]:
    """A table for each file; raises UnreadableFile with the problems of all of them."""
    tables, problems = read_tables(paths, NEEDED)
    if problems:
        raise UnreadableFile(problems)
    return tuple(tables)


def dimension_ids(tables: Iterable[Table]) -> set[str]:
    """Every dimension named, scored or skipped: what tells which model was scored."""
    return {row.cells["dimension"] for table in tables for row in table.rows} - {""}


def to_claims(tables: Sequence[Table], model: Model, outsiders: frozenset[str] = frozenset()) -> Claims:
    """All scores of a round; raises BadScorecard with every problem of every file.

    A row without a stage is a dimension skipped. Names that differ in case or spacing only are one reviewer,
    spelt as first met.
    """
    problems: list[Problem] = []
    entries: list[_Entry] = []
    for table in tables:
        for row in table.rows:
            faults = list(_faults(table.name, row, model))
            problems.extend(faults)
            if not faults and (entry := _entry(table.name, row, model)):
                entries.append(entry)
    problems.extend(_repeated(entries))
    outside = {same_name(name) for name in outsiders}
    problems.extend(_without_reason(entries, outside))
    problems.extend(_never_scored(entries, outsiders))
    if not entries and not problems:
        problems = [Problem("no row holds a stage, so nothing is scored", table.name) for table in tables]
    if problems:
        raise BadScorecard(joined(problems))
    return _claims(entries, outside)


@dataclass(frozen=True, slots=True)
class _Entry:
    """A row that holds a stage and no fault of its own."""

    file: str
    line: int
    reviewer: str
    dimension: str
    stage: int
    confidence: Confidence | None
    note: str

    @property
    def is_consensus(self) -> bool:
        return same_name(self.reviewer) == CONSENSUS

    def problem(self, message: str) -> Problem:
        return Problem(message, self.file, self.line)


# --- one row --------------------------------------------------------------------------------------------------


def _entry(file: str, row: Row, model: Model) -> _Entry | None:
    """What a row without faults says; None when it skips its dimension."""
    stage = _stage(row.cells["stage"], model)
    if stage is None:
        return None
    return _Entry(
        file=file,
        line=row.line,
        reviewer=row.cells["reviewer"],
        dimension=row.cells["dimension"],
        stage=stage,
        confidence=_CONFIDENCES.get(row.cells.get("confidence", "").lower()),
        note=row.cells.get("note", ""),
    )


def _faults(file: str, row: Row, model: Model) -> Iterator[Problem]:
    cells = row.cells
    checks = (
        _dimension_fault(cells["dimension"], model),
        _stage_fault(cells["stage"], model),
        _reviewer_fault(cells["reviewer"], is_scored=bool(cells["stage"])),
        _confidence_fault(cells.get("confidence", "")),
    )
    return (Problem(message, file, row.line) for message in checks if message)


def _dimension_fault(found: str, model: Model) -> str | None:
    if found in model.by_id:
        return None
    by_name = {dimension.name.casefold(): dimension.id for dimension in model.dimensions}
    if same := by_name.get(found.casefold()):
        return f"dimension {quoted(found)} is a name; write its id '{same}'"
    if not found:
        return "the dimension is empty"
    return f"{model.id} has no dimension {quoted(found)}" + (
        did_you_mean(found, model.by_id) or f"; it has {', '.join(model.by_id)}"
    )


def _stage(found: str, model: Model) -> int | None:
    """A stage by its number, name or id; 3.0 is 3, as a spreadsheet may write it."""
    if whole := _WHOLE.fullmatch(found):
        number = int(whole[1])
        return number if 1 <= number <= model.top else None
    words = {word.casefold(): stage.number for stage in model.stages for word in (stage.id, stage.name)}
    return words.get(found.casefold())


def _stage_fault(found: str, model: Model) -> str | None:
    if not found or _stage(found, model) is not None:
        return None
    names = ", ".join(stage.name for stage in model.stages)
    return f"stage {quoted(found)} is none of 1 to {model.top} ({names}); leave it empty to skip the dimension"


def _reviewer_fault(found: str, *, is_scored: bool) -> str | None:
    if not found:
        return "the reviewer is empty; write the name of who scored" if is_scored else None
    return name_fault("reviewer", found)


def _confidence_fault(found: str) -> str | None:
    if not found or found.lower() in _CONFIDENCES:
        return None
    return f"confidence {quoted(found)} is none of {', '.join(_CONFIDENCES)}; it may be empty"


# --- all rows -------------------------------------------------------------------------------------------------


def _repeated(entries: Iterable[_Entry]) -> Iterator[Problem]:
    first: dict[tuple[str, str], _Entry] = {}
    for entry in entries:
        earlier = first.setdefault((same_name(entry.reviewer), entry.dimension), entry)
        if earlier is entry:
            continue
        where = f"line {earlier.line}" if earlier.file == entry.file else f"{earlier.file}:{earlier.line}"
        if entry.is_consensus:
            yield entry.problem(f"the consensus on '{entry.dimension}' stands twice, here and in {where}")
        else:
            who = quoted(entry.reviewer)
            yield entry.problem(f"{who} scores '{entry.dimension}' twice, here and in {where}; keep one")


def _without_reason(entries: Sequence[_Entry], outside: set[str]) -> Iterator[Problem]:
    stages: dict[str, list[int]] = {}
    for entry in entries:
        if not entry.is_consensus and same_name(entry.reviewer) not in outside:
            stages.setdefault(entry.dimension, []).append(entry.stage)
    for entry in entries:
        if entry.is_consensus and not entry.note and (given := stages.get(entry.dimension)):
            low, high = min(given), max(given)
            if high - low >= DISPUTE_SPREAD:
                yield entry.problem(
                    f"the consensus on '{entry.dimension}' needs its reason in 'note': "
                    f"the reviewers gave {low} to {high}"
                )


def _never_scored(entries: Sequence[_Entry], outsiders: Iterable[str]) -> Iterator[Problem]:
    names = {same_name(entry.reviewer): entry.reviewer for entry in entries if not entry.is_consensus}
    for outsider in sorted(outsiders):
        if same_name(outsider) not in names:
            who = ", ".join(quoted(name) for name in names.values()) or "nobody"
            yield Problem(f"outsider {quoted(outsider)} scored nothing; those who did: {who}")


def _claims(entries: Sequence[_Entry], outside: set[str]) -> Claims:
    spelt: dict[str, str] = {}
    scores, agreed = [], []
    for entry in entries:
        if entry.is_consensus:
            agreed.append(Consensus(entry.dimension, entry.stage, entry.note))
        else:
            who = spelt.setdefault(same_name(entry.reviewer), entry.reviewer)
            scores.append(Score(who, entry.dimension, entry.stage, entry.confidence, entry.note))
    external = frozenset(name for key, name in spelt.items() if key in outside)
    return Claims(tuple(scores), tuple(agreed), external)
