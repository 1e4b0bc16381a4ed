"""Plan files: proposed levers out, owners and choices back."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import get_args

from colonnade.core.errors import BadPlan, Problem
from colonnade.core.model import Model
from colonnade.core.plan import Choice, PlanItem, Status
from colonnade.sheets.table import Row, read_table
from colonnade.sheets.text import Value, csv_text
from colonnade.sheets.wording import did_you_mean, joined, name_fault, quoted

COLUMNS = (
    "lever", "dimension", "action", "owner", "sponsor", "status", "done_when", "milestone", "checkpoints",
    "due_on", "reason", "starts_on",
)  # fmt: skip
NEEDED = ("lever", "status")
STATUSES: Mapping[str, Status] = {status: status for status in get_args(Status)}
_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


# --- out ------------------------------------------------------------------------------------------------------


def plan_csv(items: Iterable[PlanItem], model: Model, starts_on: date) -> str:
    return csv_text(COLUMNS, plan_rows(items, model, starts_on))


def plan_rows(items: Iterable[PlanItem], model: Model, starts_on: date) -> list[tuple[Value, ...]]:
    """A row a lever, in the order of COLUMNS; each holds the plan's first day, by which a plan is known again."""
    return [_cells(item, model, starts_on) for item in items]


def _cells(item: PlanItem, model: Model, starts_on: date) -> tuple[Value, ...]:
    checkpoints = " ".join(day.isoformat() for day in item.checkpoints)
    return (
        item.lever, item.dimension, model.levers[item.lever].text, item.owner, item.sponsor, item.status,
        item.done_when, item.milestone, checkpoints, item.due_on, item.reason, starts_on,
    )  # fmt: skip


# --- back -----------------------------------------------------------------------------------------------------


def read_plan(path: Path, model: Model) -> tuple[Choice, ...]:
    """What people decided, in the file's order; raises BadPlan with every problem.

    The texts of the action, the sponsor and the checkpoints are not read back: they follow from the lever
    and the dates.
    """
    return read_plan_file(path, model).choices


@dataclass(frozen=True, slots=True)
class PlanFile:
    """What people decided, and the plan's first day where the file holds it."""

    choices: tuple[Choice, ...] = ()
    starts_on: date | None = None


def read_plan_file(path: Path, model: Model) -> PlanFile:
    table = read_table(path, NEEDED)
    rows = [Row(row.line, {_column(name): cell for name, cell in row.cells.items()}) for row in table.rows]
    problems = [Problem(message, table.name, row.line) for row in rows for message in _faults(row, model)]
    problems.extend(_repeated(table.name, rows))
    problems.extend(_other_starts(table.name, rows))
    if problems:
        raise BadPlan(joined(problems))
    starts = [start for row in rows if (start := _day(row.cells.get("starts_on", "")))]
    return PlanFile(tuple(_choice(row, model) for row in rows), starts[0] if starts else None)


def _column(head: str) -> str:
    """A column by its head, which the workbook writes for people: "Done when"."""
    return head.replace(" ", "_")


def _choice(row: Row, model: Model) -> Choice:
    cells = row.cells
    return Choice(
        lever=cells["lever"],
        dimension=model.levers[cells["lever"]].dimension,
        owner=cells.get("owner") or None,
        status=STATUSES[cells["status"].lower()],
        done_when=cells.get("done_when", ""),
        milestone=cells.get("milestone", ""),
        due_on=_day(cells.get("due_on", "")),
        reason=cells.get("reason", ""),
    )


def _faults(row: Row, model: Model) -> Iterator[str]:
    cells = row.cells
    yield from _lever_faults(cells["lever"], cells.get("dimension", ""), model)
    if fault := name_fault("owner", cells.get("owner", "")):
        yield fault
    if cells["status"].lower() not in STATUSES:
        yield f"status {quoted(cells['status'])} is none of {', '.join(STATUSES)}"
    if cells["status"].lower() == "not_now" and not cells.get("reason"):
        yield "'not_now' needs its reason in 'reason'"
    for column in ("due_on", "starts_on"):
        if (found := cells.get(column)) and _day(found) is None:
            yield f"{column} {quoted(found)} is no day; write it as year-month-day, such as 2027-02-20"


def _lever_faults(found: str, dimension: str, model: Model) -> Iterator[str]:
    lever = model.levers.get(found)
    if lever is None:
        yield f"{model.id} has no lever {quoted(found)}{did_you_mean(found, model.levers)}"
    elif dimension not in ("", lever.dimension):
        yield f"lever '{lever.id}' belongs to '{lever.dimension}', not to {quoted(dimension)}"


def _day(found: str) -> date | None:
    if not _ISO_DATE.fullmatch(found):
        return None
    try:
        return date.fromisoformat(found)
    except ValueError:
        return None


def _repeated(name: str, rows: Iterable[Row]) -> Iterator[Problem]:
    first: dict[str, int] = {}
    for row in rows:
        lever = row.cells["lever"]
        earlier = first.setdefault(lever, row.line)
        if earlier != row.line and lever:
            yield Problem(f"lever {quoted(lever)} stands twice, here and in line {earlier}", name, row.line)


def _other_starts(name: str, rows: Iterable[Row]) -> Iterator[Problem]:
    (first, kept), *others = [(row.line, day) for row in rows if (day := row.cells.get("starts_on"))] or [(0, "")]
    for line, day in others:
        if day != kept:
            found = f"starts_on {quoted(day)} differs from {quoted(kept)} in line {first}"
            yield Problem(f"{found}; a plan has one first day", name, line)
