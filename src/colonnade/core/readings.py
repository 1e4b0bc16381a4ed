"""One answer sheet read in every model: supported stages, families behind, caps, and where models differ."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from colonnade.core.capabilities import CapabilitiesReading, read_capabilities
from colonnade.core.criteria import Criterion
from colonnade.core.model import Model
from colonnade.core.observations import Answer
from colonnade.core.reading import Profile, Stages, profile
from colonnade.core.speech import gettext, gettext_noop, ngettext
from colonnade.core.support import Support, criteria_of, support

LEAST_SUPPORTED = 0.5
"""Below this share of dimensions with a supported stage no profile of supported stages is given."""

SAME_ANSWERS = gettext_noop("The readings share their answers: that they agree proves nothing.")


@dataclass(frozen=True, slots=True)
class Cap:
    """The dominant stage is held at `stage`, because of what a test of the model showed."""

    id: str
    stage: int
    because: str


@dataclass(frozen=True, slots=True)
class FamilyReading:
    """A family of characteristics whose own criteria support a lower stage than the whole."""

    id: str
    name: str
    stage: int


@dataclass(frozen=True, slots=True)
class ModelReading:
    """What a model says of the answers. `profile` is None where too few dimensions are supported."""

    model_id: str
    model_name: str
    model_version: str
    supported: Mapping[str, Support]
    profile: Profile | None
    dominant: int | None
    """The dominant supported stage after caps."""
    caps: tuple[Cap, ...] = ()
    families_behind: tuple[FamilyReading, ...] = ()
    capabilities: CapabilitiesReading | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """Two models that place the same organisation differently, and the answers that part them."""

    higher: str
    lower: str
    words: str
    criteria: tuple[str, ...]


def read_model(
    model: Model, answers: Mapping[str, Answer], caps: Sequence[Cap] = (), note: str = ""
) -> ModelReading:
    """The reading of one model from answers."""
    if not model.stages:
        capabilities = read_capabilities(model, answers)
        return ModelReading(
            model.id, model.name, model.version, {}, None, None, capabilities=capabilities, note=note
        )
    supported = {d.id: support(model, criteria_of(model, d.id), answers) for d in model.dimensions}
    whole = supported_profile(model, supported)
    dominant = whole.dominant.stage if whole else None
    holding = tuple(cap for cap in caps if dominant is not None and cap.stage < dominant)
    return ModelReading(
        model_id=model.id,
        model_name=model.name,
        model_version=model.version,
        supported=supported,
        profile=whole,
        dominant=min([dominant, *(cap.stage for cap in holding)]) if dominant is not None else None,
        caps=holding,
        families_behind=_families_behind(model, supported, answers),
        note=note,
    )


def supported_profile(
    model: Model, supported: Mapping[str, Support], contradicted: Stages | None = None
) -> Profile | None:
    """The profile of the supported stages; None when under half of the dimensions have one."""
    stages = {id: s.stage for id, s in supported.items() if s.stage is not None}
    if len(stages) < LEAST_SUPPORTED * len(model.dimensions) or not stages:
        return None
    return profile(model, stages, contradicted)


def _families_behind(
    model: Model, supported: Mapping[str, Support], answers: Mapping[str, Answer]
) -> tuple[FamilyReading, ...]:
    """Families that stand below the one dimension they all belong to; unknown families are not behind."""
    if not model.families or len(model.dimensions) != 1:
        return ()
    whole = supported[model.dimensions[0].id].stage
    family_of = {c.id: c.family for c in model.characteristics}
    behind = []
    for family in model.families:
        own = [c for c in model.criteria if family_of.get(c.maps[model.id].characteristic or "") == family.id]
        stage = support(model, own, answers).stage
        if whole is not None and stage is not None and stage < whole:
            behind.append(FamilyReading(family.id, family.name, stage))
    return tuple(behind)


def differences(
    models: Sequence[Model], readings: Mapping[str, ModelReading], answers: Mapping[str, Answer]
) -> tuple[Difference, ...]:
    """Pairs of models whose dominant stages lie at different parts of their ladders, and why.

    The answers that part them are the criteria not met at the lower one's next stage that the higher one does
    not ask up to its own.
    """
    placed = [(m, d) for m in models if m.stages and (d := readings[m.id].dominant) is not None]
    found = []
    for number, (one, stage) in enumerate(placed):
        for other, other_stage in placed[number + 1 :]:
            if _part(one, stage) != _part(other, other_stage):
                high, low = sorted([(one, stage), (other, other_stage)], key=lambda p: -_part(*p))
                found.append(_difference(*high, *low, answers))
    return tuple(found)


def _part(model: Model, stage: int) -> float:
    """How far up its ladder a stage stands, from 0 to 1."""
    return (stage - 1) / (model.top - 1)


def _difference(
    high: Model, high_stage: int, low: Model, low_stage: int, answers: Mapping[str, Answer]
) -> Difference:
    asked = [c for c in low.criteria if c.maps[low.id].stage == low_stage + 1]
    holding = [c for c in asked if _is_unmet(c, answers)]
    unanswered = sum(c.id not in answers for c in asked)
    parting = [c for c in holding if high.id not in c.maps or c.maps[high.id].stage > high_stage]
    said = gettext(
        "{first} reads stage {high} of {first_top} ({high_name}), "
        "{second} stage {low} of {second_top} ({low_name}): {why}"
    )
    words = said.format(
        first=high.name,
        high=high_stage,
        first_top=high.top,
        high_name=high.stage(high_stage).name,
        second=low.name,
        low=low_stage,
        second_top=low.top,
        low_name=low.stage(low_stage).name,
        why=_why(len(parting), unanswered),
    )
    return Difference(high.id, low.id, words, tuple(c.id for c in parting))


def _why(parting: int, unanswered: int) -> str:
    if parting:
        return ngettext(
            "{n} criterion of the second's next stage is not met that the first does not ask yet",
            "{n} criteria of the second's next stage are not met that the first does not ask yet",
            parting,
        ).format(n=parting)
    if unanswered:
        return ngettext(
            "{n} criterion of the second's next stage is not answered",
            "{n} criteria of the second's next stage are not answered",
            unanswered,
        ).format(n=unanswered)
    return gettext("they ask the same facts, and divide their ladders differently")


def _is_unmet(criterion: Criterion, answers: Mapping[str, Answer]) -> bool:
    return criterion.id in answers and answers[criterion.id].value in ("not_met", "partly")
