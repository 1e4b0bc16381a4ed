"""Answer sheets as they come back: rows of one or many files to observations."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import get_args

from colonnade.core.claims import CONSENSUS
from colonnade.core.criteria import Criterion
from colonnade.core.errors import BadAnswers, Problem
from colonnade.core.observations import UNNAMED, Observation, Tier, Value
from colonnade.sheets.links import is_link
from colonnade.sheets.table import Row, Table, read_tables
from colonnade.sheets.wording import did_you_mean, joined, name_fault, quoted, same_name

COLUMNS = ("criterion", "value", "tier", "link", "note", "by", "on")
NEEDED = COLUMNS[:2]
CHALLENGE = "challenge"
"""The value of a row that disputes a measured answer."""
VALUES: Mapping[str, Value] = {value: value for value in get_args(Value)}
TIERS: Mapping[str, Tier] = {"said": "said", "documented": "documented"}
"""The tiers that a person may write; only records measure."""
_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def read_answers(
    paths: Iterable[Path], criteria: Sequence[Criterion], *, as_of: date, extra_ids: Collection[str] = ()
) -> tuple[tuple[Observation, ...], tuple[str, ...]]:
    """Observations in the order of the files, and warnings; raises BadAnswers with every problem of every file.

    A row without a value is not answered. `extra_ids` may be answered though they are no criteria. Names that
    differ in case or spacing only are one person, spelt as first met.
    """
    tables, problems = read_tables(paths, NEEDED)
    ids = {*(criterion.id for criterion in criteria), *extra_ids}
    given: list[_Given] = []
    warnings: list[Problem] = []
    spelt = {CONSENSUS: CONSENSUS, UNNAMED: UNNAMED}
    for table in tables:
        answered = [row for row in table.rows if row.cells["value"]]
        warnings.extend(_unanswered(table, answered))
        for row in answered:
            faults = [Problem(message, table.name, row.line) for message in _faults(row.cells, ids, as_of)]
            problems.extend(faults)
            if not faults:
                warnings.extend(Problem(message, table.name, row.line) for message in _doubts(row.cells))
                given.append(_Given(table.name, row.line, _observation(row.cells, as_of, spelt)))
    problems.extend(_repeated(given))
    if problems:
        raise BadAnswers(joined(problems))
    warnings.extend(_replaced(given))
    return tuple(each.observation for each in given), tuple(str(warning) for warning in joined(warnings))


@dataclass(frozen=True, slots=True)
class _Given:
    """A row without a fault of its own."""

    file: str
    line: int
    observation: Observation

    @property
    def of(self) -> tuple[str, str, date]:
        """What one person answers only once."""
        return self.observation.by, self.observation.criterion, self.observation.on

    @property
    def says(self) -> tuple[Value, bool]:
        return self.observation.value, self.observation.challenges

    def problem(self, message: str) -> Problem:
        return Problem(message, self.file, self.line)


# --- one row --------------------------------------------------------------------------------------------------


def _observation(cells: Mapping[str, str], as_of: date, spelt: dict[str, str]) -> Observation:
    """What a row without faults says; `spelt` remembers how each person was first spelt."""
    value, by, link = _value(cells["value"]), cells.get("by", ""), cells.get("link", "")
    return Observation(
        criterion=cells["criterion"],
        value=VALUES.get(value, "unknown"),
        tier=_tier(cells) if link else "said",
        on=_day(cells.get("on", "")) or as_of,
        by=spelt.setdefault(same_name(by), by) if by else UNNAMED,
        link=link,
        note=cells.get("note", ""),
        challenges=value == CHALLENGE,
    )


def _faults(cells: Mapping[str, str], ids: Collection[str], as_of: date) -> Iterator[str]:
    checks = (
        _criterion_fault(cells["criterion"], ids),
        _value_fault(cells["value"]),
        _tier_fault(cells.get("tier", "")),
        _link_fault(cells.get("link", "")),
        name_fault("by", cells.get("by", "")),
        _day_fault(cells.get("on", ""), as_of),
        _reason_fault(cells),
    )
    return (message for message in checks if message)


def _criterion_fault(found: str, ids: Collection[str]) -> str | None:
    if found in ids:
        return None
    if not found:
        return "holds a value but no criterion; write the criterion's id"
    return f"there is no criterion {quoted(found)}{did_you_mean(found, ids)}"


def _value(found: str) -> str:
    """A value as it is kept: `Not met` is not_met."""
    return "_".join(found.casefold().split())


def _value_fault(found: str) -> str | None:
    if _value(found) in (*VALUES, CHALLENGE):
        return None
    return f"value {quoted(found)} is none of {', '.join(VALUES)}, {CHALLENGE}; leave it empty to answer nothing"


def _tier(cells: Mapping[str, str]) -> Tier:
    return TIERS.get(cells.get("tier", "").casefold(), "said")


def _tier_fault(found: str) -> str | None:
    if not found or found.casefold() in TIERS:
        return None
    if found.casefold() == "measured":
        return "tier 'measured' is only for what records show; write documented, with a link, or said"
    return f"tier {quoted(found)} is none of {', '.join(TIERS)}; empty is said"


def _link_fault(found: str) -> str | None:
    if not found or is_link(found):
        return None
    return f"link {quoted(found)} is neither an address that begins with https:// or http:// nor a relative path"


def _day(found: str) -> date | None:
    if not _ISO_DATE.fullmatch(found):
        return None
    try:
        return date.fromisoformat(found)
    except ValueError:
        return None


def _day_fault(found: str, as_of: date) -> str | None:
    if not found:
        return None
    day = _day(found)
    if day is None:
        return f"on {quoted(found)} is no day; write it as year-month-day, such as 2027-02-20"
    if day > as_of:
        return f"on {day} lies after {as_of}, the day that is looked at; --as-of {day} looks at a later one"
    return None


def _reason_fault(cells: Mapping[str, str]) -> str | None:
    value = _value(cells["value"])
    if same_name(cells.get("by", "")) == CONSENSUS:
        if value in (CHALLENGE, "unknown"):
            return f"a consensus settles a criterion; it cannot be {quoted(cells['value'])}"
        return None if cells.get("note") else "a consensus needs its reason in 'note'"
    if value == CHALLENGE and not cells.get("note"):
        return "a challenge needs its reason in 'note'"
    return None


def _doubts(cells: Mapping[str, str]) -> Iterator[str]:
    if _tier(cells) == "documented" and not cells.get("link"):
        yield "'documented' without a link counts as said"
    if cells.get("link") and not cells.get("tier"):
        yield "a link without a tier counts as said; write documented if the link shows it"


def _unanswered(table: Table, answered: Sequence[Row]) -> Iterator[Problem]:
    if not answered:
        yield Problem("no row holds a value, so nothing is answered", table.name)
    for row in table.rows:
        if not row.cells["value"] and any(row.cells.get(column) for column in ("tier", "link", "note")):
            yield Problem("holds no value, so it is not counted", table.name, row.line)


# --- all rows -------------------------------------------------------------------------------------------------


def _repeated(given: Iterable[_Given]) -> Iterator[Problem]:
    """The same person twice in one file: nothing there says which answer is the later."""
    first: dict[tuple[object, ...], _Given] = {}
    for each in given:
        earlier = first.setdefault((each.file, *each.of), each)
        if earlier is not each:
            seen = each.observation
            yield each.problem(
                f"{_who(seen)} answers '{seen.criterion}' twice, here and in line {earlier.line}; "
                "keep one, or give each its day in 'on'"
            )


def _replaced(given: Iterable[_Given]) -> Iterator[Problem]:
    """The same person in two files, differently on one day: the file given last counts."""
    last: dict[tuple[str, str, date], _Given] = {}
    for each in given:
        earlier, seen = last.get(each.of), each.observation
        if earlier and earlier.says != each.says:
            yield each.problem(
                f"{_who(seen)} answers '{seen.criterion}' otherwise in {earlier.file}:{earlier.line}, of the same "
                "day; this one counts"
            )
        last[each.of] = each


def _who(observation: Observation) -> str:
    if observation.by == CONSENSUS:
        return "the consensus"
    return "somebody without a name in 'by'" if observation.by == UNNAMED else quoted(observation.by)
