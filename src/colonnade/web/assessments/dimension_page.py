"""What one dimension's page shows: its stages, criteria with answers, figures from the records, levers."""

from collections.abc import Mapping
from dataclasses import dataclass

from colonnade.core.criteria import Criterion
from colonnade.core.diagnosis import Diagnosis
from colonnade.core.levers import candidates
from colonnade.core.measurement import Unavailable
from colonnade.core.model import Lever
from colonnade.core.observations import Answer
from colonnade.core.reading import DimensionReading
from colonnade.core.support import criteria_of
from colonnade.reports import dimension_words
from colonnade.reports.answer_words import found_words
from colonnade.reports.telling import telling_measurements
from colonnade.web.assessments.models import Assessment, EvidenceFile
from colonnade.web.assessments.visibility import Viewer
from colonnade.web.people.models import SCORES, Membership
from colonnade.web.records.figures import Figure, figure_of


@dataclass(frozen=True, slots=True)
class Fact:
    """A criterion and what was found about it; `metric` is the measurement that its rule reads."""

    id: str
    statement: str
    words: str
    value: str
    is_open: bool
    link: str
    metric: str
    files: tuple[EvidenceFile, ...]


@dataclass(frozen=True, slots=True)
class Rung:
    """A stage of the dimension: what it looks like, and its criteria."""

    number: int
    name: str
    looks_like: str
    is_claimed: bool
    is_supported: bool
    is_target: bool
    facts: tuple[Fact, ...]

    @property
    def met(self) -> int:
        return sum(fact.value == "met" for fact in self.facts)

    @property
    def is_looked_at(self) -> bool:
        return self.is_claimed or self.is_supported or self.is_target


Filed = Mapping[str, tuple[EvidenceFile, ...]]
"""Evidence files by what they were filed for: a criterion or the dimension itself."""


def filed(me: Membership, assessment: Assessment) -> Filed:
    """The files that this reader may open."""
    if me.role not in SCORES:
        return {}
    found: dict[str, tuple[EvidenceFile, ...]] = {}
    for file in EvidenceFile.files.seen_by(Viewer.of(me), assessment).order_by("filed_at"):
        found[file.about] = (*found.get(file.about, ()), file)
    return found


def rungs(read: Diagnosis, reading: DimensionReading, files: Filed) -> tuple[Rung, ...]:
    """The dimension's stages, first to last."""
    model = read.model
    asked = list(criteria_of(model, reading.id))
    supported = reading.supported.stage if reading.supported else None
    return tuple(
        Rung(
            number=cell.stage,
            name=model.stage(cell.stage).name,
            looks_like=cell.looks_like,
            is_claimed=cell.stage == reading.stage,
            is_supported=cell.stage == supported,
            is_target=cell.stage == reading.target and cell.stage != reading.stage,
            facts=tuple(_fact(read, c, files) for c in asked if c.maps[model.id].stage == cell.stage),
        )
        for cell in model.by_id[reading.id].cells
    )


def _fact(read: Diagnosis, criterion: Criterion, files: Filed) -> Fact:
    finding = read.evidence.findings.get(criterion.id)
    return Fact(
        id=criterion.id,
        statement=criterion.statement,
        words=found_words(read, criterion),
        value=finding.value if isinstance(finding, Answer) else "",
        is_open=not isinstance(finding, Answer),
        link=finding.link if isinstance(finding, Answer) else "",
        metric=_metric(read, criterion),
        files=files.get(criterion.id, ()),
    )


def _metric(read: Diagnosis, criterion: Criterion) -> str:
    """The metric that answers a criterion, or that would; a person's answer leads to none."""
    finding = read.evidence.findings.get(criterion.id)
    is_asked = isinstance(finding, Answer) and finding.tier != "measured"
    return criterion.evidence.metric if criterion.evidence and read.measurements and not is_asked else ""


def figures(read: Diagnosis, reading: DimensionReading) -> tuple[Figure, ...]:
    """What was measured and speaks to the dimension, what tells most first."""
    return tuple(figure_of(measured) for measured in telling_measurements(read, reading))


def missing_figures(read: Diagnosis, reading: DimensionReading) -> tuple[Figure, ...]:
    speaks_to = read.model.speaks_to
    return tuple(
        figure_of(m)
        for m in read.measurements
        if isinstance(m, Unavailable) and reading.id in speaks_to.get(m.definition.id, ())
    )


@dataclass(frozen=True, slots=True)
class Offered:
    """A lever that would take the dimension on; `because` where it is among the priorities."""

    lever: Lever
    because: str


def levers(read: Diagnosis, reading: DimensionReading) -> tuple[Offered, ...]:
    """Those proposed as part of the plan first, then the rest."""
    if reading.stage is None:
        return ()
    priority = next((p for p in read.priorities if p.dimension == reading.id), None)
    because = {r.id: "; ".join(r.because) for r in priority.levers} if priority else {}
    found = {lever.id: lever for lever in candidates(read.model, reading.id, reading.stage, frozenset())}
    others = [id for id in found if id not in because]
    return tuple(Offered(read.model.levers[id], because.get(id, "")) for id in (*because, *others))


def shown(read: Diagnosis, reading: DimensionReading) -> tuple[str, ...]:
    """How much of it is answered, what limits the supported stage, how well it is shown, what is owed."""
    support = reading.supported
    if support is None:
        return ()
    words = (
        dimension_words.counted(support),
        dimension_words.limit(support),
        dimension_words.grade(support),
        dimension_words.owed(read, support),
    )
    return tuple(said for said in words if said)
