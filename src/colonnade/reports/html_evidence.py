"""What the evidence says of one dimension: how well it is shown, what the next stage asks, what to get first."""

from collections.abc import Iterable, Sequence

from colonnade.core.asking import would_raise
from colonnade.core.criteria import Criterion
from colonnade.core.diagnosis import Diagnosis
from colonnade.core.observations import Answer
from colonnade.core.reading import DimensionReading
from colonnade.core.support import Support, criteria_of
from colonnade.reports import dimension_words
from colonnade.reports.answer_words import found_words
from colonnade.reports.html_parts import block, facts, paragraph, small, table
from colonnade.reports.markup import Markup, element
from colonnade.reports.wording import criteria

MOST_RAISING = 4
MOST_TO_GET = 3


def evidence(diagnosis: Diagnosis, reading: DimensionReading) -> Markup:
    """Nothing where no dimension has anything filed."""
    support = reading.supported
    if support is None:
        return Markup()
    return block(
        "What the evidence shows",
        facts(
            [
                ("Counted", dimension_words.counted(support)),
                ("Limit", dimension_words.limit(support)),
                ("How well shown", dimension_words.grade(support)),
                ("Owed", dimension_words.owed(diagnosis, support)),
            ]
        ),
        _raising(diagnosis, reading, support),
        _to_get(diagnosis, reading),
        _asked_next(diagnosis, reading, support),
        _answered_before(diagnosis, reading, support),
    )


def _raising(diagnosis: Diagnosis, reading: DimensionReading, support: Support) -> Markup:
    """The criteria that would raise the supported stage next, heaviest and easiest first."""
    ids = would_raise(diagnosis.model, reading.id, support, diagnosis.evidence.answers)
    if not ids or support.next_stage is None:
        return Markup()
    by_id = {criterion.id: criterion for criterion in diagnosis.model.criteria}
    more = len(ids) - MOST_RAISING
    return element(
        "div",
        element("h4", f"What would raise it to stage {support.next_stage}"),
        element("ol", [element("li", _line(diagnosis, by_id[id])) for id in ids[:MOST_RAISING]], class_="spaced"),
        paragraph(f"And {criteria(more)} more, below.", class_="small") if more > 0 else None,
    )


def _to_get(diagnosis: Diagnosis, reading: DimensionReading) -> Markup:
    wanted = [e for e in diagnosis.evidence_to_get if e.dimension == reading.id]
    if not wanted:
        return Markup()
    statements = {criterion.id: criterion.statement for criterion in diagnosis.model.criteria}
    return element(
        "div",
        element("h4", "Which evidence to get first"),
        element(
            "ol",
            [
                element("li", statements[e.criterion], " ", small(dimension_words.why_get(e)))
                for e in wanted[:MOST_TO_GET]
            ],
            class_="spaced",
        ),
    )


def _line(diagnosis: Diagnosis, criterion: Criterion) -> list[object]:
    return [criterion.statement, " ", small(found_words(diagnosis, criterion))]


def _asked_next(diagnosis: Diagnosis, reading: DimensionReading, support: Support) -> Markup:
    """Every criterion of the next stage that has any, with what was found: what is open first."""
    asked = [
        c
        for c in _criteria(diagnosis, reading.id)
        if _stage(diagnosis, c) == next_stage(diagnosis, reading, support)
    ]
    asked.sort(key=lambda c: _is_met(diagnosis, c))
    if not asked:
        return Markup()
    met = sum(_is_met(diagnosis, criterion) for criterion in asked)
    stage = _stage(diagnosis, asked[0])
    return _folded(diagnosis, f"What stage {stage} asks: {met} met of {criteria(len(asked))}", asked)


def next_stage(diagnosis: Diagnosis, reading: DimensionReading, support: Support) -> int | None:
    """The stage to be supported next; while none is known, the first that asks anything."""
    if support.stage is not None:
        return support.next_stage
    return min(
        (stage for c in _criteria(diagnosis, reading.id) if (stage := _stage(diagnosis, c)) > 1), default=None
    )


def _answered_before(diagnosis: Diagnosis, reading: DimensionReading, support: Support) -> Markup:
    """The answers that the supported stage rests on."""
    answers = diagnosis.evidence.answers
    below = [
        c
        for c in _criteria(diagnosis, reading.id)
        if c.id in answers and _stage(diagnosis, c) <= (support.stage or 0)
    ]
    below.sort(key=lambda c: -_stage(diagnosis, c))
    if not below:
        return Markup()
    return _folded(diagnosis, f"What stage {support.stage} rests on: {criteria(len(below))} answered", below)


def _folded(diagnosis: Diagnosis, summary: str, shown: Sequence[Criterion]) -> Markup:
    rows = [[c.statement, str(_stage(diagnosis, c)), _found(diagnosis, c)] for c in shown]
    grid = table("Criteria and what was found", ["Criterion", "Stage", "Found"], rows)
    return element("details", element("summary", summary), grid)


def _found(diagnosis: Diagnosis, criterion: Criterion) -> list[object]:
    finding = diagnosis.evidence.findings.get(criterion.id)
    words = found_words(diagnosis, criterion)
    if not isinstance(finding, Answer):
        return [element("span", words, class_="open")]
    value, rest = finding.value.replace("_", " "), words[len(finding.value) :]
    return [element("strong", value), rest, _link(finding.link)]


def _link(link: str) -> Markup | None:
    """Where a document stands, as text: what a user filed is not made into a way out of the page."""
    return small(f" {link}") if link else None


def _criteria(diagnosis: Diagnosis, dimension: str) -> Iterable[Criterion]:
    return criteria_of(diagnosis.model, dimension)


def _stage(diagnosis: Diagnosis, criterion: Criterion) -> int:
    return criterion.maps[diagnosis.model.id].stage


def _is_met(diagnosis: Diagnosis, criterion: Criterion) -> bool:
    answer = diagnosis.evidence.answers.get(criterion.id)
    return answer is not None and answer.value in ("met", "not_applicable")
