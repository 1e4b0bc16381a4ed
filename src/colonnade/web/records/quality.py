"""What became of the exports: how much was taken, how fresh it is, what found its account, what would help."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from colonnade.content.load import bank
from colonnade.core.measurement import Measured, Measurement
from colonnade.core.naming import table_name
from colonnade.records.tables import TABLES
from colonnade.reports import wording
from colonnade.web.records.loads import measurements_of
from colonnade.web.records.models import About, Load

if TYPE_CHECKING:
    from colonnade.records import DataCheck

Json = dict[str, Any]
EVENTS = "usage_events"
MOST_LINES, MOST_HELP = 3, 3


def to_json(check: "DataCheck") -> Json:
    """What is kept of a check: counts and words, and no cell of a row that was refused."""
    return {
        "read": sum(file.read for file in check.files),
        "accepted": sum(file.accepted for file in check.files),
        "files": [
            {"name": f.name, "table": f.table, "why": f.why, "rows": f.accepted, "unknown": list(f.unknown)}
            for f in check.files
        ],
        "tables": [
            {
                "name": table.name,
                "rows": table.rows,
                "first": table.first.isoformat() if table.first else None,
                "last": table.last.isoformat() if table.last else None,
                "days_old": table.days_old,
                "found": table.found,
                "orphans": table.orphans,
                "duplicates": table.duplicates,
                "impossible": table.impossible,
                "gaps": {name: share for name, share in table.filled.items() if share < 1},
            }
            for table in check.tables
        ],
        "rejects": [
            {
                "file": r.file,
                "reason": r.reason,
                "count": r.count,
                "lines": [row.line for row in r.sample][:MOST_LINES],
            }
            for r in check.rejects
        ],
        "questions": [[question.file, question.text] for question in check.questions],
        "notes": list(check.notes),
    }


@dataclass(frozen=True, slots=True)
class KindLoaded:
    """A table of the records. `found`: how many of its rows have an account of ours; None where that is not asked.

    `gaps` are the columns that not every row fills, with the share that does.
    """

    name: str
    rows: int
    first: date | None
    last: date | None
    days_old: int | None
    found: str
    duplicates: int
    impossible: int
    gaps: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Help:
    """An export that would help: how many metrics and criteria wait for it."""

    table: str
    name: str
    metrics: int
    criteria: int


@dataclass(frozen=True, slots=True)
class Quality:
    """Of one load. `read` is `accepted` and `refused` together; None where the load is older than the count.

    `loaded_at` is when the exports came; `events_found` the share of usage events that
    have an account of ours.
    """

    loaded_at: datetime | None
    rows: int
    read: int | None
    accepted: int
    files: tuple[Json, ...]
    unread: tuple[Json, ...]
    kinds: tuple[KindLoaded, ...]
    events: int
    events_found: str
    rejects: tuple[Json, ...]
    questions: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
    helps: tuple[Help, ...]

    @property
    def refused(self) -> int:
        return (self.read or 0) - self.accepted


def quality_of(load: Load, about: About) -> Quality:
    """What is said not to be done, or to be done elsewhere, is not asked for."""
    kept, known = load.quality, measurements_of(load.pk)
    files = kept.get("files", [])
    tables = {table["name"]: table for table in kept.get("tables", [])}
    events = tables.get(EVENTS, {})
    return Quality(
        loaded_at=known.load.loaded_at if known.load else None,
        rows=sum(rows for _name, rows, *_ in load.tables),
        read=kept.get("read"),
        accepted=kept.get("accepted", 0),
        files=tuple(file for file in files if file["table"]),
        unread=tuple(file for file in files if not file["table"]),
        kinds=tuple(_kind(row, tables.get(row[0], {})) for row in load.tables),
        events=events.get("rows", 0),
        events_found=_found(events),
        rejects=tuple(kept.get("rejects", [])),
        questions=tuple((file, text) for file, text in kept.get("questions", [])),
        notes=tuple(kept.get("notes", [])),
        helps=tuple(_helps(known.all, frozenset(about.tables)))[:MOST_HELP],
    )


def _kind(row: list[Any], table: Json) -> KindLoaded:
    name, rows, first, last = row
    return KindLoaded(
        name=table_name(name),
        rows=rows,
        first=_day(first),
        last=_day(last),
        days_old=table.get("days_old"),
        found=_found(table),
        duplicates=table.get("duplicates", 0),
        impossible=table.get("impossible", 0),
        gaps=tuple((column, wording.figure(share, "share")) for column, share in table.get("gaps", {}).items()),
    )


def _found(table: Json) -> str:
    """By the search, where rows name their account otherwise than by its id; else by the ids in accounts."""
    share = table.get("found")
    if share is None and table.get("orphans") is not None and table["rows"]:
        share = 1 - table["orphans"] / table["rows"]
    return "" if share is None else wording.figure(share, "share")


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def _helps(measurements: Iterable[Measurement], said: frozenset[str]) -> list[Help]:
    """The tables that most metrics and criteria wait for."""
    waiting = {
        m.definition.id: {need.partition(".")[0] for need in m.needs} & TABLES.keys() - said
        for m in measurements
        if not isinstance(m, Measured)
    }
    metrics = Counter(table for tables in waiting.values() for table in tables)
    criteria = _criteria_waiting(waiting)
    found = [Help(table, table_name(table), count, criteria[table]) for table, count in metrics.items()]
    return sorted(found, key=lambda each: (-each.metrics - each.criteria, each.name))


def _criteria_waiting(waiting: Mapping[str, set[str]]) -> Counter[str]:
    rules = (criterion.evidence for criterion in bank() if criterion.evidence)
    return Counter(table for rule in rules for table in waiting.get(rule.metric, ()))
