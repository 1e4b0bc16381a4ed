"""What a picture of the colonnade shows, before it is drawn: a pillar of drums for each dimension."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from colonnade.core.diagnosis import Diagnosis
from colonnade.core.reading import DimensionReading
from colonnade.core.speech import gettext, ngettext
from colonnade.reports.wording import SHORT, all_level, joined

Fill = Literal["supported", "claimed", "unproven", "unknown"]
"""`supported` is solid, `claimed` an outline; `unproven` and `unknown` are dashed: too little or nothing filed."""


@dataclass(frozen=True, slots=True)
class Drum:
    """One stage of a pillar; the top drum of each kind carries its number and a word."""

    stage: int
    fill: Fill
    figure: str = ""
    word: str = ""


@dataclass(frozen=True, slots=True)
class ScoreRange:
    """The stages reviewers gave while they are not agreed; `given` holds each that somebody gave."""

    low: int
    high: int
    given: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Pillar:
    """`tag` marks a constraint, `rests_on` names the constraints below it where the model has an edge."""

    id: str
    name: str
    drums: tuple[Drum, ...]
    scores: ScoreRange | None
    target: int | None
    is_constraint: bool
    is_primary: bool
    tag: str
    rests_on: str
    note: str
    summary: str

    @property
    def height(self) -> int:
        """The highest stage anything of it is drawn at."""
        return max(len(self.drums), self.scores.high if self.scores else 0)


def pillars(diagnosis: Diagnosis) -> tuple[Pillar, ...]:
    """The pillars in the model's order, which no picture changes."""
    return tuple(_pillar(diagnosis, dimension) for dimension in diagnosis.dimensions)


def shows_evidence(diagnosis: Diagnosis) -> bool:
    """Some dimension has enough evidence for a supported stage."""
    return any(d.supported is not None and d.supported.stage is not None for d in diagnosis.dimensions)


def wanting(diagnosis: Diagnosis, *, hides_evidence: bool = False) -> str:
    """What the legend says where no dimension has a supported stage: what is hidden is not said to be wanting."""
    if shows_evidence(diagnosis):
        return ""
    if hides_evidence:
        return gettext("evidence: not shown to you yet")
    if diagnosis.has_evidence:
        return gettext("too little filed as evidence yet")
    return gettext("nothing filed as evidence yet")


def sentence(diagnosis: Diagnosis) -> str:
    """The short sentence that stands in the picture beside the primary constraint."""
    model, primary = diagnosis.model, diagnosis.profile.primary_constraint
    name = model.by_id[primary].short
    resting = [model.by_id[edge.dimension].short for edge in model.edges if edge.rests_on == primary]
    if resting:
        said = ngettext("{dimensions} rests on {name}", "{dimensions} rest on {name}", len(resting))
        return said.format(dimensions=joined(resting), name=name)
    said = gettext("Start with {name}") if diagnosis.profile.even else gettext("{name} is the constraint")
    return said.format(name=name)


def _pillar(diagnosis: Diagnosis, dimension: DimensionReading) -> Pillar:
    profile, model = diagnosis.profile, diagnosis.model
    scores = None
    if dimension.is_shown_as_range:
        given = tuple(sorted(set(dimension.scores.values())))
        scores = ScoreRange(given[0], given[-1], given)
    is_primary = dimension.id == profile.primary_constraint
    return Pillar(
        id=dimension.id,
        name=model.by_id[dimension.id].short,
        drums=_drums(diagnosis, dimension),
        scores=scores,
        target=dimension.target if dimension.target != dimension.stage else None,
        is_constraint=dimension.id in profile.constraints,
        is_primary=is_primary,
        tag=_tag(diagnosis, dimension.id),
        rests_on=_rests_on(diagnosis, dimension.id),
        note=_note(diagnosis, dimension),
        summary=_summary(diagnosis, dimension),
    )


def _tag(diagnosis: Diagnosis, id: str) -> str:
    profile = diagnosis.profile
    if id not in profile.constraints:
        return ""
    if profile.even:
        if id == profile.primary_constraint:
            return gettext("Start here")
        return "" if all_level(diagnosis) else gettext("Lowest too")
    return gettext("The constraint") if id == profile.primary_constraint else gettext("Joint constraint")


def _rests_on(diagnosis: Diagnosis, id: str) -> str:
    """The primary constraint, and joint ones, that this dimension rests on."""
    model, profile = diagnosis.model, diagnosis.profile
    shown = (profile.primary_constraint,) if profile.even else profile.constraints
    below = [edge.rests_on for edge in model.by_id[id].rests_on if edge.rests_on in shown]
    if not below:
        return ""
    return gettext("rests on {others}").format(others=joined(model.by_id[other].short for other in below))


# --- drums --------------------------------------------------------------------------------------------------


def _drums(diagnosis: Diagnosis, dimension: DimensionReading) -> tuple[Drum, ...]:
    support = dimension.supported
    supported = support.stage if support else None
    claimed = dimension.stage or 0
    if not claimed and not supported:
        return (Drum(1, "unknown", "?", gettext("not scored")),)
    beyond = _fill_of_claim(diagnosis, dimension)
    return tuple(
        _labelled(Drum(stage, "supported" if stage <= (supported or 0) else beyond), dimension)
        for stage in range(1, max(claimed, supported or 0) + 1)
    )


def _fill_of_claim(diagnosis: Diagnosis, dimension: DimensionReading) -> Fill:
    """How the claim beyond the evidence is drawn.

    Dashes and a question mark say that evidence is wanting here while other dimensions have it. Where no
    dimension has enough, every pillar would be dashed and the dashes would say nothing: claims then stand as
    plain outlines, and the legend says once what is wanting. Solid always means supported.
    """
    if not shows_evidence(diagnosis):
        return "claimed"
    if dimension.supported is None or dimension.supported.stage is None:
        return "unknown"
    return "claimed" if dimension.claim_state == "contradicted" else "unproven"


def _labelled(drum: Drum, dimension: DimensionReading) -> Drum:
    support = dimension.supported
    supported = support.stage if support else None
    if drum.stage == supported:
        return Drum(drum.stage, drum.fill, str(supported), gettext("supported"))
    if drum.stage == dimension.stage:
        return Drum(drum.stage, drum.fill, str(dimension.stage), gettext("claimed"))
    if drum.fill == "unknown" and drum.stage == 1:
        return Drum(drum.stage, drum.fill, "?")
    return drum


# --- words --------------------------------------------------------------------------------------------------


def _note(diagnosis: Diagnosis, dimension: DimensionReading) -> str:
    """A word or two under the name: the range of scores, else what the evidence makes of the claim."""
    if dimension.stage is None:
        return gettext("not scored")
    if dimension.is_shown_as_range:
        return gettext("scored {low}–{high}").format(
            low=min(dimension.scores.values()), high=max(dimension.scores.values())
        )
    if dimension.supported is None or not shows_evidence(diagnosis):
        return ""
    if dimension.claim_state is None:
        return gettext("too little filed") if dimension.supported.answered else gettext("no evidence")
    return SHORT[dimension.claim_state]


def _summary(diagnosis: Diagnosis, dimension: DimensionReading) -> str:
    """The pillar in words, for those who do not see it."""
    name = diagnosis.model.by_id[dimension.id].name
    claimed = gettext("claimed {stage}").format(stage=dimension.stage)
    parts = [claimed if dimension.stage is not None else gettext("not scored")]
    if dimension.is_shown_as_range:
        given = gettext("provisional, reviewers gave {stages}")
        parts.append(given.format(stages=joined(map(str, _each(dimension)))))
    if dimension.supported is not None:
        stage = dimension.supported.stage
        supported = gettext("supported {stage}").format(stage=stage)
        parts.append(supported if stage is not None else gettext("too little evidence to support a stage"))
    if dimension.target != dimension.stage:
        parts.append(gettext("target {stage}").format(stage=dimension.target))
    return gettext("{name}: {said}.").format(name=name, said=", ".join(parts))


def _each(dimension: DimensionReading) -> Sequence[int]:
    return sorted(dimension.scores.values())
