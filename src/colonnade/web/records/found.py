"""What an organisation's records say of the criteria, together with what people answered."""

import json
from collections.abc import Sequence
from datetime import date
from uuid import UUID

from colonnade.app.evidence import Found, Measurements, weigh
from colonnade.content.load import shipped_ids, shipped_model
from colonnade.core.model import Model
from colonnade.core.observations import Observation
from colonnade.core.organisation import Organisation as Said
from colonnade.core.organisation import Threshold
from colonnade.web.people.models import Organisation
from colonnade.web.records.loads import measurements_of, standing
from colonnade.web.records.models import About


def found_for(
    organisation: Organisation | UUID,
    today: date,
    *,
    model: Model | None = None,
    observations: Sequence[Observation] = (),
) -> Found:
    """What `find_evidence` gives, from measurements made before; empty where nothing was measured or answered.

    Whoever shows it asks `visibility.may_see_records` first.
    """
    id_ = organisation.pk if isinstance(organisation, Organisation) else organisation
    load = standing(id_).speaking
    return found_in(load.pk if load else None, as_key(about(id_)), today, model=model, observations=observations)


def found_in(
    load: UUID | None,
    said: str,
    today: date,
    *,
    model: Model | None = None,
    observations: Sequence[Observation] = (),
) -> Found:
    """The same of one load, with what the organisation says of itself as `as_key` writes it."""
    measured = measurements_of(load) if load else Measurements(today)
    if load is None and not observations:
        return Found(measured)
    return weigh(measured, observations, model or shipped_model(shipped_ids()[0]), said_by(said), as_of=today)


def about(organisation: UUID) -> About:
    return About.objects.filter(pk=organisation).first() or About(organisation_id=organisation)


def as_key(of: About) -> str:
    """All that counts of what the organisation says of itself, as text: two that say the same are the same."""
    tables = {table: said["state"] for table, said in of.tables.items()}
    return json.dumps([of.top_tier, of.low_tier, of.second_tier, tables, of.thresholds], sort_keys=True)


def said_by(key: str) -> Said:
    """What the organisation says of itself, as the core reads it."""
    top, low, second, tables, thresholds = json.loads(key)
    return Said(
        top_tier=top or None,
        low_tier=low or None,
        second_tier=second or None,
        tables=tables,
        thresholds={id: Threshold(said["value"], said["by"], said["reason"]) for id, said in thresholds.items()},
    )
