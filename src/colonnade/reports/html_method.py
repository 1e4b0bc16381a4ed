"""How the page came about, in short: the scoring rule and what each word on it means."""

from colonnade.core.diagnosis import Diagnosis
from colonnade.reports import reading_words
from colonnade.reports.html_parts import facts, items, paragraph, section, table
from colonnade.reports.markup import Markup
from colonnade.reports.method_words import MEANINGS


def method(diagnosis: Diagnosis) -> Markup:
    model = diagnosis.model
    edges = reading_words.edges(model)
    return section(
        "method",
        "How this was read",
        facts(MEANINGS),
        table(
            f"The stages of {model.name}",
            ["Stage", "What it is"],
            [[f"{stage.number} {stage.name}", stage.tagline or stage.summary] for stage in model.stages],
        ),
        [
            paragraph("What rests on what, and who says so:"),
            items(edges, "plain"),
        ]
        if edges
        else None,
        paragraph(reading_words.read_by(diagnosis), class_="small"),
    )
