"""Who scored, how far they agree, and what they do not: each figure with its meaning."""

from collections.abc import Iterable

from colonnade.core.diagnosis import Diagnosis
from colonnade.reports import dimension_words, reading_words, wording
from colonnade.reports.html_parts import block, items, paragraph, section, table
from colonnade.reports.markup import Markup, element


def reviewers(diagnosis: Diagnosis) -> Markup:
    """What each gave, how far they agree, and what each figure means."""
    agreement = diagnosis.agreement
    counts, *small_print = wording.agreement_words(diagnosis)
    return section(
        "reviewers",
        "The reviewers, and how far they agree",
        _scores(diagnosis),
        paragraph(counts),
        paragraph(" ".join([*small_print, reading_words.ALPHA_MEANS]), class_="small")
        if agreement.units
        else None,
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
    told = [reading_words.leniency(r) for r in diagnosis.reviewers if r.leniency is not None]
    if not told:
        return Markup()
    return items(told, "plain")


def _disputes(diagnosis: Diagnosis) -> Iterable[object]:
    for dimension in diagnosis.dimensions:
        if dimension.dispute:
            scores = wording.joined(f"{who} {stage}" for who, stage in dimension.scores.items())
            name = diagnosis.model.by_id[dimension.id].name
            yield [element("strong", name), f": {scores}. {dimension_words.settled(dimension)}"]
