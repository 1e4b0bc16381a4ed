"""Why the reading says so, what is not known, and what people's agreement and the patterns show."""

from collections.abc import Iterable, Mapping

from colonnade.core.diagnosis import Diagnosis
from colonnade.core.observations import DOUBT_WORDS, Unanswered
from colonnade.core.patterns import PatternReading
from colonnade.core.reading import DimensionReading
from colonnade.core.speech import gettext, ngettext
from colonnade.reports import reading_words, wording
from colonnade.reports.answer_words import not_there_words
from colonnade.reports.html_parts import and_more, block, facts, items, paragraph, section, small, table
from colonnade.reports.markup import Markup, element
from colonnade.reports.wording import criteria, sentence_case

MOST_CONTRADICTED = 3
MOST_QUOTED = 4
MOST_TO_GET = 12
PEOPLES_DOUBTS = ("expired", "disputed", "challenged")
"""Doubts that people can lift one by one; the others wait for records."""


def why(diagnosis: Diagnosis) -> Markup:
    return section(
        "why",
        "Why",
        block("Claims that evidence contradicts", items(_contradicted(diagnosis), "spaced")),
        block("What it holds back", items(_holding_back(diagnosis), "spaced")),
        block(
            "What would change the verdict",
            paragraph(diagnosis.would_change.constraint),
            paragraph(diagnosis.would_change.dominant),
        ),
        block("How the dimensions spread", _distribution(diagnosis), _profile(diagnosis)),
    )


def _profile(diagnosis: Diagnosis) -> Markup:
    return facts(
        [
            ("Dominant stage", sentence_case(wording.dominant_words(diagnosis))),
            ("By evidence", reading_words.by_evidence(diagnosis)),
            ("Constraint", sentence_case(wording.sureness_words(diagnosis))),
            ("Average", reading_words.average(diagnosis)),
        ]
    )


def _holding_back(diagnosis: Diagnosis) -> Iterable[object]:
    for name, said in reading_words.resting(diagnosis):
        yield [element("strong", name), f" {said}"]
    for label, said in reading_words.leads(diagnosis):
        yield [element("strong", f"{label}: "), said]


def _distribution(diagnosis: Diagnosis) -> Markup:
    """Where the dimensions stand, the last stage on top as in the picture."""
    claimed = diagnosis.stages
    supported = {
        d.id: d.supported.stage
        for d in diagnosis.dimensions
        if d.supported is not None and d.supported.stage is not None
    }
    readings = [claimed, supported] if diagnosis.has_evidence else [claimed]
    return table(
        "Dimensions at each stage",
        ["Stage", "Claimed", "Supported"][: len(readings) + 1],
        [
            [
                [f"{n} ", element("span", diagnosis.model.stage(n).name, class_="stage-name")],
                *(_standing_at(diagnosis, stages, n) for stages in readings),
            ]
            for n in _down(diagnosis)
        ],
    )


def _standing_at(diagnosis: Diagnosis, stages: Mapping[str, int], number: int) -> list[object]:
    here = [diagnosis.model.by_id[id].short for id, stage in stages.items() if stage == number]
    return [element("strong", str(len(here))), small(f" {wording.joined(here)}") if here else None]


def _down(diagnosis: Diagnosis) -> range:
    return range(diagnosis.model.top, 0, -1)


def _contradicted(diagnosis: Diagnosis) -> Iterable[object]:
    """The largest gaps, each with the evidence that was looked at and is not there."""
    found = [d for d in diagnosis.dimensions if d.claim_state == "contradicted" and d.supported is not None]
    for dimension in sorted(found, key=lambda d: -(d.claim_gap or 0))[:MOST_CONTRADICTED]:
        assert dimension.supported is not None
        name = diagnosis.model.by_id[dimension.id].name
        wanting = _not_there(diagnosis, dimension)
        more = len(wanting) - MOST_QUOTED
        yield [
            element("strong", name),
            f" is claimed at {dimension.stage}; the evidence supports {dimension.supported.stage}.",
            items(wanting[:MOST_QUOTED], "evidence"),
            small(f"And {criteria(more)} more, under the dimension.") if more > 0 else None,
        ]


def _not_there(diagnosis: Diagnosis, dimension: DimensionReading) -> list[object]:
    return [[f"{statement} ", small(said)] for statement, said in not_there_words(diagnosis, dimension)]


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
    nothing = gettext("Nothing is filed as evidence yet: every stage here is a claim.")
    about, waits = (
        gettext("{dimension}, stage {stage}: {because}"),
        ngettext(
            "Records could not answer {n} criterion: too few rows, or not there.",
            "Records could not answer {n} criteria: too few rows, or not there.",
            waiting,
        ),
    )
    return section(
        "not-known",
        gettext("What is not known yet"),
        None if diagnosis.has_evidence else paragraph(nothing),
        paragraph(gettext("Nobody scored {dimensions}.").format(dimensions=wording.joined(unscored)))
        if unscored
        else None,
        block(
            gettext("Evidence to get next"),
            items(
                [
                    [
                        f"{statements[e.criterion]} ",
                        small(
                            about.format(
                                dimension=model.by_id[e.dimension].short, stage=e.stage, because=e.because
                            )
                        ),
                    ]
                    for e in wanted[:MOST_TO_GET]
                ],
                "spaced",
            ),
            paragraph(and_more(more), class_="small") if more > 0 else None,
        ),
        block(
            gettext("Answers that do not count"),
            items([[f"{statements.get(f.criterion, f.criterion)} ", small(_doubt(f))] for f in open_], "spaced"),
            paragraph(waits.format(n=waiting)) if waiting else None,
        ),
    )


def _doubt(finding: Unanswered) -> str:
    return sentence_case(f"{DOUBT_WORDS[finding.doubt]}: {finding.because}")


# --- patterns -----------------------------------------------------------------------------------------------


def patterns(diagnosis: Diagnosis) -> Markup:
    """Failure patterns that are suspected or confirmed, each with its remedy; the others in one line."""
    shown = [p for p in diagnosis.patterns if p.state in ("confirmed", "suspected")]
    others = tuple(p for p in diagnosis.patterns if p not in shown)
    levers = diagnosis.model.levers
    return section(
        "patterns",
        gettext("Ways of getting stuck"),
        [
            element(
                "article",
                _named(pattern),
                facts(
                    [
                        (gettext("Because"), items(map(sentence_case, pattern.because), "plain")),
                        (gettext("How sure"), _how_sure(pattern)),
                        (gettext("Remedy"), sentence_case(pattern.remedy)),
                        (
                            gettext("Levers"),
                            items([levers[id].text for id in pattern.levers if id in levers], "plain"),
                        ),
                    ]
                ),
                class_="card",
            )
            for pattern in shown
        ],
        paragraph(reading_words.other_patterns(others), class_="small") if others else None,
    )


def _named(pattern: PatternReading) -> Markup:
    state = element("span", wording.SHORT[pattern.state], class_=f"state {pattern.state}")
    return element("h3", pattern.name, " ", state)


def _how_sure(pattern: PatternReading) -> str:
    """A suspicion says how many ordinary profiles would raise it; that one is confirmed stands beside its name."""
    return sentence_case(wording.pattern_words(pattern)) if pattern.state == "suspected" else ""
