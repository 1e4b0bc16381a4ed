"""Reading a model of capabilities without stages: bands by share met, the distribution by group, readiness."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from colonnade.core.criteria import Criterion
from colonnade.core.model import Model
from colonnade.core.observations import Answer
from colonnade.core.support import as_written, value_of

BAND_UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class CapabilityReading:
    """`band` is unknown under the model's share of answered weight; `share` is over what is answered."""

    id: str
    group: str | None
    band: str
    share: float | None
    answered: int
    applicable: int
    unmet: tuple[str, ...]
    """Criteria not known to be met, by effort: what a plan for this capability would do."""


@dataclass(frozen=True, slots=True)
class Readiness:
    """A capability that wants a met criterion in every other one first; `missing` have none."""

    dimension: str
    ready: bool
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CapabilitiesReading:
    capabilities: tuple[CapabilityReading, ...]
    by_group: Mapping[str, Mapping[str, int]]
    """How many capabilities of each group stand in each band."""
    coverage: float
    readiness: Readiness | None


def read_capabilities(model: Model, answers: Mapping[str, Answer]) -> CapabilitiesReading:
    """Every capability's band; shares count partly as the model's answers say."""
    read = tuple(_read(model, dimension.id, answers) for dimension in model.dimensions)
    groups = {group.id: Counter(c.band for c in read if c.group == group.id) for group in model.groups}
    bands = [*(band.id for band in model.bands), BAND_UNKNOWN]
    return CapabilitiesReading(
        capabilities=read,
        by_group={group: {band: counts[band] for band in bands} for group, counts in groups.items()},
        coverage=sum(c.band != BAND_UNKNOWN for c in read) / len(read),
        readiness=_readiness(model, answers),
    )


def _read(model: Model, id: str, answers: Mapping[str, Answer]) -> CapabilityReading:
    dimension = model.by_id[id]
    mapped = [c for c in model.criteria if c.capability == id]
    applicable = [c for c in mapped if c.id not in answers or answers[c.id].value != "not_applicable"]
    found = [(c, answers[c.id]) for c in applicable if c.id in answers]
    weight, answered = _weight(applicable), _weight([c for c, _ in found])
    enough = weight > 0 and answered >= Fraction(model.gate.answered_share).limit_denominator(1000) * weight
    value = sum((_weight([c]) * value_of(model, a) for c, a in found), Fraction())
    share = value / answered if answered else None
    proved = all(_is_shown(needed, answers) for needed in (dimension.repeatable, dimension.measured))
    unmet = sorted((c for c in applicable if not _is_met(c.id, answers)), key=lambda c: c.effort)
    return CapabilityReading(
        id=id,
        group=dimension.group,
        band=_band(model, share, proved) if enough and share is not None else BAND_UNKNOWN,
        share=None if share is None else float(share),
        answered=len(found),
        applicable=len(applicable),
        unmet=tuple(c.id for c in unmet),
    )


def _band(model: Model, share: Fraction, proved: bool) -> str:
    """The highest band whose bound the share reaches; the last one also wants its two criteria met."""
    reached = [band for band in model.bands if share >= as_written(band.low)]
    if reached[-1] is model.bands[-1] and not proved and len(reached) > 1:
        return reached[-2].id
    return reached[-1].id


def _readiness(model: Model, answers: Mapping[str, Answer]) -> Readiness | None:
    if model.readiness is None:
        return None
    others = [dimension.id for dimension in model.dimensions if dimension.id != model.readiness]
    met = {c.capability for c in model.criteria if _is_met(c.id, answers)}
    missing = tuple(id for id in others if id not in met)
    return Readiness(model.readiness, not missing, missing)


def _is_met(id: str, answers: Mapping[str, Answer]) -> bool:
    return id in answers and answers[id].value == "met"


def _is_shown(id: str | None, answers: Mapping[str, Answer]) -> bool:
    """Met, or not held against the capability: none is named, or it does not apply."""
    return id is None or (id in answers and answers[id].value in ("met", "not_applicable"))


def _weight(criteria: Sequence[Criterion]) -> Fraction:
    return sum((as_written(c.weight) for c in criteria), Fraction())
