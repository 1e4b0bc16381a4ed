"""Why the reading says so, what is not known, and what people's agreement and the patterns show."""

from collections.abc import Iterable

from colonnade.core.diagnosis import Diagnosis, ReviewerReading
from colonnade.core.observations import Answer, Unanswered
from colonnade.core.reading import DimensionReading, Lead
from colonnade.reports import wording
from colonnade.reports.html_parts import (
    block,
    criteria,
    facts,
    items,
    paragraph,
    plural,
    section,
    sentence_case,
    small,
    table,
)
from colonnade.reports.markup import Markup, element

MOST_CONTRADICTED = 3
MOST_TO_GET = 12
PEOPLES_DOUBTS = ("expired", "disputed", "challenged")
"""Doubts that people can lift one by one; the others wait for records."""


def why(diagnosis: Diagnosis) -> Markup:
    return section(
        "why",
        "Why",
        _distribution(diagnosis),
        facts(
            [
                ("Dominant stage", sentence_case(wording.dominant_words(diagnosis))),
                ("Constraint", sentence_case(wording.sureness_words(diagnosis))),
                ("Average", _average(diagnosis)),
            ]
        ),
        block("Claims that evidence contradicts", items(_contradicted(diagnosis), "spaced")),
        block("What stands too far ahead", items(_leads(diagnosis), "spaced")),
        block(
            "What would change the verdict",
            paragraph(diagnosis.would_change.constraint),
            paragraph(diagnosis.would_change.dominant),
        ),
    )


def _distribution(diagnosis: Diagnosis) -> Markup:
    """Where the dimensions stand, the last stage on top as in the picture."""
    model = diagnosis.model
    at = {
        n: [model.by_id[id].short for id, stage in diagnosis.stages.items() if stage == n]
        for n in _down(diagnosis)
    }
    rows = [
        [
            [f"{n} ", element("span", model.stage(n).name, class_="stage-name")],
            str(len(at[n])),
            wording.joined(at[n]),
        ]
        for n in _down(diagnosis)
    ]
    return table("How the dimensions spread over the stages", ["Stage", "How many", "Which"], rows)


def _down(diagnosis: Diagnosis) -> range:
    return range(diagnosis.model.top, 0, -1)


def _average(diagnosis: Diagnosis) -> str:
    profile = diagnosis.profile
    words = wording.average(profile.average)
    if profile.average_range:
        low, high = map(wording.average, profile.average_range)
        words += f"; {low} to {high} with each reviewer left out in turn and each alone"
    return sentence_case(f"{words}. It only points a direction: the spread above tells more")


def _contradicted(diagnosis: Diagnosis) -> Iterable[object]:
    """The largest gaps, each with the evidence that was looked at and is not there."""
    found = [d for d in diagnosis.dimensions if d.claim_state == "contradicted" and d.supported is not None]
    for dimension in sorted(found, key=lambda d: -(d.claim_gap or 0))[:MOST_CONTRADICTED]:
        assert dimension.supported is not None
        name = diagnosis.model.by_id[dimension.id].name
        yield [
            element("strong", name),
            f" is claimed at {dimension.stage}; the evidence supports {dimension.supported.stage}.",
            items(_not_there(diagnosis, dimension), "evidence"),
        ]


def _not_there(diagnosis: Diagnosis, dimension: DimensionReading) -> Iterable[object]:
    """The criteria of the next stage that were answered and are not met."""
    model, answers = diagnosis.model, diagnosis.evidence.answers
    support = dimension.supported
    for criterion in model.criteria:
        at, answer = criterion.maps[model.id], answers.get(criterion.id)
        is_next = support is not None and (at.dimension, at.stage) == (dimension.id, support.next_stage)
        if is_next and answer and answer.value in ("not_met", "partly"):
            yield [f"{criterion.statement} ", small(answer_words(answer))]


def answer_words(answer: Answer) -> str:
    """What an answer is worth: value, tier, who, when, and the measured value or the reason."""
    by = f" by {wording.joined(answer.by)}" if answer.tier != "measured" else ""
    said = f"{answer.value.replace('_', ' ')}, {answer.tier}{by} on {wording.day(answer.on)}"
    return f"{said}: {answer.note}" if answer.note else said


def _leads(diagnosis: Diagnosis) -> Iterable[object]:
    kinds = (
        ("Stalls", diagnosis.stalls),
        ("Is under strain", diagnosis.strains),
        ("Lies idle", diagnosis.idle),
    )
    for label, leads in kinds:
        for lead in leads:
            yield [element("strong", f"{label}: "), _lead(diagnosis, lead)]


def _lead(diagnosis: Diagnosis, lead: Lead) -> str:
    stages, by_id = diagnosis.stages, diagnosis.model.by_id
    ahead, behind = by_id[lead.dimension].name, by_id[lead.other].name
    first = f"{ahead} stands at {stages[lead.dimension]} and {behind} at {stages[lead.other]}"
    return f"{first}. {sentence_case(lead.because)}"


# --- what is not known --------------------------------------------------------------------------------------


def not_known(diagnosis: Diagnosis) -> Markup:
    """Missing evidence is a list of its own and never counts as a low stage."""
    model = diagnosis.model
    unscored = [model.by_id[d.id].name for d in diagnosis.dimensions if d.stage is None]
    doubts = [f for f in diagnosis.evidence.findings.values() if isinstance(f, Unanswered)]
    open_ = [f for f in doubts if f.doubt in PEOPLES_DOUBTS]
    waiting = len(doubts) - len(open_)
    statements = {criterion.id: criterion.statement for criterion in model.criteria}
    wanted = diagnosis.evidence_to_get
    more = len(wanted) - MOST_TO_GET
    nothing = "" if diagnosis.has_evidence else "Nothing is filed as evidence yet: every stage here is a claim."
    return section(
        "not-known",
        "What is not known yet",
        paragraph(nothing) if nothing else None,
        paragraph(f"Nobody scored {wording.joined(unscored)}.") if unscored else None,
        block(
            "Evidence to get next",
            items(
                [
                    [
                        f"{statements[e.criterion]} ",
                        small(f"{model.by_id[e.dimension].short}, stage {e.stage}: {e.because}"),
                    ]
                    for e in wanted[:MOST_TO_GET]
                ],
                "spaced",
            ),
            paragraph(f"And {more} more; the JSON file lists all.", class_="small") if more > 0 else None,
        ),
        block(
            "Answers that do not count",
            items([[f"{statements.get(f.criterion, f.criterion)} ", small(_doubt(f))] for f in open_], "spaced"),
            paragraph(f"Records could not answer {criteria(waiting)}: too few rows, or not there.")
            if waiting
            else None,
        ),
    )


def _doubt(finding: Unanswered) -> str:
    return sentence_case(f"{finding.doubt}: {finding.because}")


# --- reviewers ----------------------------------------------------------------------------------------------


def reviewers(diagnosis: Diagnosis) -> Markup:
    """What each gave, how far they agree, and what each figure means."""
    agreement = diagnosis.agreement
    counts, *small_print = wording.agreement_words(diagnosis)
    meaning = (
        "Alpha is 1 where reviewers agree wholly and 0 where they agree as chance would have it; the ordinal form "
        "counts two stages apart as worse than one."
    )
    return section(
        "reviewers",
        "The reviewers, and how far they agree",
        _scores(diagnosis),
        paragraph(counts),
        paragraph(" ".join([*small_print, meaning]), class_="small") if agreement.units else None,
        block("Leniency", _leniency(diagnosis)),
        block("Disputes", items(_disputes(diagnosis), "spaced")),
    )


def _scores(diagnosis: Diagnosis) -> Markup:
    model = diagnosis.model
    heads = [f"{r.id} (outsider)" if r.outsider else r.id for r in diagnosis.reviewers]
    rows = [
        [
            model.by_id[d.id].name,
            *(str((d.outsiders if r.outsider else d.scores).get(r.id, "–")) for r in diagnosis.reviewers),
            str(d.spread) if d.scores else "–",
            "–" if d.stage is None else f"{d.stage} {d.state}",
        ]
        for d in diagnosis.dimensions
    ]
    return table(
        "What each reviewer gave, before they saw the others' scores",
        ["Dimension", *heads, "Spread", "Stage"],
        rows,
    )


def _leniency(diagnosis: Diagnosis) -> Markup:
    told = [_lenient(r) for r in diagnosis.reviewers if r.leniency is not None]
    if not told:
        return Markup()
    return items(told, "plain")


def _lenient(reviewer: ReviewerReading) -> str:
    assert reviewer.leniency is not None
    figure = wording.signed(reviewer.leniency)
    if wording.half_up(reviewer.leniency, 2) == 0:
        return f"{reviewer.id}: {figure}, on average as high as the others on the dimensions they share."
    way = "higher" if reviewer.leniency > 0 else "lower"
    return (
        f"{reviewer.id}: {figure}, on average so many stages {way} than the others on the dimensions they share."
    )


def _disputes(diagnosis: Diagnosis) -> Iterable[object]:
    for dimension in diagnosis.dimensions:
        if dimension.dispute:
            scores = wording.joined(f"{who} {stage}" for who, stage in dimension.scores.items())
            name = diagnosis.model.by_id[dimension.id].name
            yield [element("strong", name), f": {scores}. {_settled(dimension)}"]


def _settled(dimension: DimensionReading) -> str:
    if dimension.reason:
        return f"Agreed at {dimension.stage}: {sentence_case(dimension.reason)}"
    return f"Not agreed yet: {dimension.stage}, the lower median, stands until it is."


# --- patterns -----------------------------------------------------------------------------------------------


def patterns(diagnosis: Diagnosis) -> Markup:
    """Failure patterns that are suspected or confirmed, each with its remedy; the others in one line."""
    shown = [p for p in diagnosis.patterns if p.state in ("confirmed", "suspected")]
    others = [p for p in diagnosis.patterns if p not in shown]
    levers = diagnosis.model.levers
    return section(
        "patterns",
        "Ways of getting stuck",
        [
            element(
                "article",
                element("h3", pattern.name, " ", element("span", pattern.state, class_=f"state {pattern.state}")),
                facts(
                    [
                        ("Because", items(map(sentence_case, pattern.because), "plain")),
                        ("How sure", sentence_case(wording.pattern_words(pattern))),
                        ("Remedy", sentence_case(pattern.remedy)),
                        ("Levers", items([levers[id].text for id in pattern.levers if id in levers], "plain")),
                    ]
                ),
                class_="card",
            )
            for pattern in shown
        ],
        paragraph(
            f"{plural(len(others), 'other pattern')} of this model: "
            + wording.joined(f"{p.name} ({wording.PATTERN_WORDS[p.state]})" for p in others)
            + ".",
            class_="small",
        )
        if others
        else None,
    )
