"""What an organisation says of itself is changed here: each change is audited, and can be taken back."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from colonnade.content.load import bank
from colonnade.core.criteria import Criterion
from colonnade.core.naming import table_name
from colonnade.core.organisation import TableState
from colonnade.records import tables_of_metrics
from colonnade.web.numbers import in_full
from colonnade.web.people import audit
from colonnade.web.people.models import Membership
from colonnade.web.records.models import About, Load

TIERS = ("top_tier", "second_tier", "low_tier")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of records: how much of it is loaded, what rests on it, what the organisation says of it."""

    table: str
    name: str
    rows: int
    criteria: int
    state: str
    by: str
    on: str

    @property
    def is_said(self) -> bool:
        return bool(self.state)


def kinds(load: Load | None, of: About) -> tuple[Kind, ...]:
    """Every canonical table that a criterion is measured from, what is not loaded first."""
    rows = {name: count for name, count, *_ in load.tables} if load else {}
    found = [
        Kind(
            table=table,
            name=table_name(table),
            rows=rows.get(table, 0),
            criteria=count,
            state=of.tables.get(table, {}).get("state", ""),
            by=of.tables.get(table, {}).get("by", ""),
            on=of.tables.get(table, {}).get("on", ""),
        )
        for table, count in _resting().items()
    ]
    return tuple(sorted(found, key=lambda kind: (kind.rows > 0, kind.name)))


def _resting() -> Mapping[str, int]:
    """How many criteria are measured from each table."""
    tables, found = tables_of_metrics(), dict[str, int]()
    for criterion in bank():
        for table in tables.get(criterion.evidence.metric, ()) if criterion.evidence else ():
            found[table] = found.get(table, 0) + 1
    return found


def known_kinds() -> frozenset[str]:
    return frozenset(_resting())


@transaction.atomic
def say_of_kind(me: Membership, table: str, state: TableState | None) -> None:
    """We do not do this, we do it elsewhere, or neither: then the records answer again."""
    of = _locked(me)
    before = of.tables.get(table, {}).get("state")
    if state is None:
        of.tables.pop(table, None)
    else:
        of.tables[table] = {"state": state, "by": me.person.name, "on": timezone.localdate().isoformat()}
    of.save(update_fields=["tables"])
    _record(me, "records.kind_said", table=table, before=before, after=state)


@transaction.atomic
def name_tiers(me: Membership, tiers: Mapping[str, str]) -> None:
    of = _locked(me)
    for name in TIERS:
        setattr(of, name, tiers[name])
    of.save(update_fields=list(TIERS))
    _record(me, "records.tiers_named", **{name: tiers[name] for name in TIERS})


@transaction.atomic
def set_threshold(me: Membership, criterion: str, value: float | None, reason: str) -> None:
    """The organisation's own threshold with who and why; None takes the product's again."""
    of = _locked(me)
    before = of.thresholds.get(criterion, {}).get("value")
    if value is None:
        of.thresholds.pop(criterion, None)
    else:
        of.thresholds[criterion] = {"value": value, "by": me.person.name, "reason": reason}
    of.save(update_fields=["thresholds"])
    said = {"before": _text(before), "after": _text(value)}
    _record(me, "records.threshold_set", criterion=criterion, reason=reason, **said)


def with_rules() -> tuple[Criterion, ...]:
    """The criteria that records can answer."""
    return tuple(criterion for criterion in bank() if criterion.evidence)


def groups_of(load: Load | None, column: str, measured: Iterable[Any]) -> tuple[str, ...]:
    """The names that a column's groups have, to choose from."""
    found = {slice_.key for each in measured for slice_ in getattr(each, "by", {}).get(column, ())}
    return tuple(sorted(key for key in found if not key.startswith("("))) if load else ()


def _locked(me: Membership) -> About:
    About.objects.get_or_create(organisation_id=me.organisation_id)
    return About.objects.select_for_update().get(pk=me.organisation_id)


def _text(value: float | None) -> str | None:
    return None if value is None else in_full(value)


def _record(me: Membership, act: str, **details: audit.Detail) -> None:
    audit.record(audit.of_organisation(me.organisation_id), me.person, act, **details)
