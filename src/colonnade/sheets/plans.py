"""Plan files: proposed levers out, owners and choices back."""

import re
from collections.abc import Iterable, Iterator, Mapping
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
    "due_on", "reason",
)  # fmt: skip
NEEDED = ("lever", "status")
STATUSES: Mapping[str, Status] = {status: status for status in get_args(Status)}
_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


# --- out ------------------------------------------------------------------------------------------------------


def plan_csv(items: Iterable[PlanItem], model: Model) -> str:
    return csv_text(COLUMNS, plan_rows(items, model))


def plan_rows(items: Iterable[PlanItem], model: Model) -> list[tuple[Value, ...]]:
    """A row a lever, in the order of COLUMNS."""
    return [_cells(item, model) for item in items]


def _cells(item: PlanItem, model: Model) -> tuple[Value, ...]:
    checkpoints = " ".join(day.isoformat() for day in item.checkpoints)
    return (
        item.lever, item.dimension, model.levers[item.lever].text, item.owner, item.sponsor, item.status,
        item.done_when, item.milestone, checkpoints, item.due_on, item.reason,
    )  # fmt: skip


# --- back -----------------------------------------------------------------------------------------------------


def read_plan(path: Path, model: Model) -> tuple[Choice, ...]:
    """What people decided, in the file's order; raises BadPlan with every problem.

    The texts of the action, the sponsor and the checkpoints are not read back: they follow from the lever
    and the dates.
    """
    table = read_table(path, NEEDED)
    problems = [Problem(message, table.name, row.line) for row in table.rows for message in _faults(row, model)]
    problems.extend(_repeated(table.name, table.rows))
    if problems:
        raise BadPlan(joined(problems))
    return tuple(_choice(row, model) for row in table.rows)


def _choice(row: Row, model: Model) -> Choice:
    cells = row.cells
    return Choice(
        lever=cells["lever"],
        dimension=model.levers[cells["lever"]].dimension,
        owner=cells.get("owner") or None,
        status=STATUSES[cells["status"].lower()],
        done_when=cells.get("done_when", ""),
        milestone=cells.get("milestone", ""),
        due_on=_due_on(cells.get("due_on", "")),
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
    if (due_on := cells.get("due_on")) and _due_on(due_on) is None:
        yield f"due_on {quoted(due_on)} is no day; write it as year-month-day, such as 2027-02-20"


def _lever_faults(found: str, dimension: str, model: Model) -> Iterator[str]:
    lever = model.levers.get(found)
    if lever is None:
        yield f"{model.id} has no lever {quoted(found)}{did_you_mean(found, model.levers)}"
    elif dimension not in ("", lever.dimension):
        yield f"lever '{lever.id}' belongs to '{lever.dimension}', not to {quoted(dimension)}"


def _due_on(found: str) -> date | None:
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
