"""What an organisation's records say of the criteria, together with what people answered."""

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
from colonnade.web.records.models import About, Load


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
    return found_in(standing(id_).speaking, about(id_), today, model=model, observations=observations)


def found_in(
    load: Load | None,
    of: About,
    today: date,
    *,
    model: Model | None = None,
    observations: Sequence[Observation] = (),
) -> Found:
    measured = measurements_of(load) if load else Measurements(today)
    if load is None and not observations:
        return Found(measured)
    return weigh(measured, observations, model or shipped_model(shipped_ids()[0]), said_by(of), as_of=today)


def about(organisation: UUID) -> About:
    return About.objects.filter(pk=organisation).first() or About(organisation_id=organisation)


def said_by(of: About) -> Said:
    """What the organisation says of itself, as the core reads it."""
    return Said(
        top_tier=of.top_tier or None,
        low_tier=of.low_tier or None,
        second_tier=of.second_tier or None,
        tables={table: said["state"] for table, said in of.tables.items()},
        thresholds={
            criterion: Threshold(said["value"], said["by"], said["reason"])
            for criterion, said in of.thresholds.items()
        },
    )
