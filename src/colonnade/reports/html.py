"""A diagnosis as one page that stands alone: for a screen of any width, light or dark, and for paper."""

from colonnade.core.diagnosis import Diagnosis
from colonnade.reports import reading_words, wording
from colonnade.reports.html_dimensions import dimensions
from colonnade.reports.html_first import first_screen
from colonnade.reports.html_method import method
from colonnade.reports.html_parts import items
from colonnade.reports.html_plan import plan
from colonnade.reports.html_readings import readings
from colonnade.reports.html_records import metrics
from colonnade.reports.html_reviewers import reviewers
from colonnade.reports.html_roadmaps import roadmaps
from colonnade.reports.html_style import style
from colonnade.reports.html_why import not_known, patterns, why
from colonnade.reports.markup import Markup, element, join
from colonnade.reports.wording import sentence_case


def diagnosis_html(diagnosis: Diagnosis) -> str:
    model = diagnosis.model
    parts = {
        "Why": why(diagnosis),
        "The plan": plan(diagnosis),
        "Roadmaps": roadmaps(diagnosis),
        "Not known": not_known(diagnosis),
        "Patterns": patterns(diagnosis),
        "Dimensions": dimensions(diagnosis),
        "Reviewers": reviewers(diagnosis),
        "Metrics": metrics(diagnosis),
        "Other models": readings(diagnosis),
        "Method": method(diagnosis),
    }
    ids = (
        "why",
        "plan",
        "roadmaps",
        "not-known",
        "patterns",
        "dimensions",
        "reviewers",
        "metrics",
        "readings",
        "method",
    )
    shown = [(id, name, part) for id, (name, part) in zip(ids, parts.items(), strict=True) if part]
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="color-scheme", content="light dark"),
        element("title", f"{model.name}, {diagnosis.as_of}: {diagnosis.status} diagnosis"),
        element("style", Markup(style(" · ".join(reading_words.marks(diagnosis))))),
    )
    body = element(
        "body",
        element("a", "To the diagnosis", class_="skip", href="#main"),
        _header(diagnosis),
        element(
            "main",
            _banners(diagnosis),
            first_screen(diagnosis),
            _contents([(id, name) for id, name, _ in shown]),
            [part for _, _, part in shown],
            id="main",
        ),
        element(
            "footer",
            f"Colonnade · {model.name} {model.version} · {wording.day(diagnosis.as_of)} · {diagnosis.status}",
        ),
    )
    return f"<!DOCTYPE html>\n{element('html', head, body, lang='en')}\n"


def _header(diagnosis: Diagnosis) -> Markup:
    return element(
        "header",
        element("span", _logo(), "Colonnade", class_="brand"),
        element("span", _status(diagnosis), class_="status"),
        class_="top",
    )


def _status(diagnosis: Diagnosis) -> list[object]:
    """Agreed or provisional, and what keeps it so."""
    mark = element("strong", diagnosis.status.capitalize(), class_=f"state {diagnosis.status}")
    return [mark, " ", reading_words.why_provisional(diagnosis)] if diagnosis.status == "provisional" else [mark]


def _logo() -> Markup:
    drums = [(1, 9), (1, 5), (6, 9), (6, 5), (6, 1), (11, 9)]
    bars = [element("rect", x=x, y=y, width=4, height=3) for x, y in drums]
    base = element("rect", x=0, y=13, width=16, height=2)
    return element("svg", bars, base, viewBox="0 0 16 16", width=18, height=18, aria_hidden="true", class_="logo")


def _banners(diagnosis: Diagnosis) -> Markup:
    """What a reader must mind before anything else; one line for each."""
    minded = items([sentence_case(warning.because) for warning in diagnosis.warnings], "plain")
    return join(
        [
            element("p", reading_words.SYNTHETIC, class_="banner synthetic") if diagnosis.synthetic else None,
            element("div", minded, class_="banner", role="note") if minded else None,
        ]
    )


def _contents(entries: list[tuple[str, str]]) -> Markup:
    links = [element("li", element("a", name, href=f"#{id}")) for id, name in entries]
    return element("nav", element("ul", links), aria_label="On this page")
