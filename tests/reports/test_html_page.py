"""The page of a diagnosis: whole, self-contained, safe, and the same in words as in the picture."""

import re
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise

from diagnosed import DAY, YEAR, definition, diagnosed, measured, model_of, movement, unavailable
from hypothesis import HealthCheck, given, settings
from shapes import diagnoses

from colonnade.content.load import shipped_model
from colonnade.core.claims import SCORING_RULE
from colonnade.core.diagnosis import Diagnosis
from colonnade.core.measurement import Slice
from colonnade.core.model import KeyMetric
from colonnade.core.plan import Choice
from colonnade.reports import wording
from colonnade.reports.html import diagnosis_html
from colonnade.reports.reading_words import SYNTHETIC

VOID = frozenset({"meta", "br", "col", "hr"})
LANDMARKS = frozenset({"header", "main", "nav", "footer"})


class Page(HTMLParser):
    """What a browser finds: elements with their attributes, text by element, and tags left open."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.source = source
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.misnested: list[str] = []
        self.texts: list[tuple[str, str]] = []
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.misnested.append(tag)

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] != "style":
            self.texts.append((self.open[-1], data))

    @property
    def said(self) -> str:
        return " ".join(" ".join(text for _, text in self.texts).split())

    def tags(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]

    def inside(self, tag: str) -> list[str]:
        return [text for name, text in self.texts if name == tag]


def usual(**changes: object) -> Diagnosis:
    model = model_of(
        4, 4, rests_on={"d2": ["d1"]}, metrics=[KeyMetric("Churn", ("churn",), ("s1",), speaks_to=("d1",))]
    )
    read = diagnosed(
        model,
        {"ana": [1, 3, 2, None], "ben": [1, 3, 4, None], "out": [2, 2, 2, 2]},
        outsiders=["out"],
        supported={"d1": (1, "not_met"), "d2": (1, "not_met")},
        measurements=[measured(by={"plan": (Slice("pro", 0.5, 10),)}), unavailable()],
        movements=[movement(1)],
    )
    return replace(read, **changes)  # type: ignore[arg-type]


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(diagnoses())
def test_every_page_is_well_nested_with_unique_ids_and_headings_in_order(diagnosis: Diagnosis) -> None:
    page = Page(diagnosis_html(diagnosis))
    assert page.misnested == [] and page.open == []
    ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    levels = [int(tag[1]) for tag, _ in page.elements if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels))


def test_every_link_leads_somewhere_on_the_page() -> None:
    page = Page(diagnosis_html(usual()))
    ids = {f"#{attributes['id']}" for _, attributes in page.elements if "id" in attributes}
    links = {a["href"] for a in page.tags("a")}
    assert links and links <= ids


def test_the_page_asks_the_network_for_nothing_and_runs_nothing() -> None:
    source = diagnosis_html(usual())
    page = Page(source)
    assert not {"script", "link", "img", "iframe", "object", "embed", "base", "form"} & {
        t for t, _ in page.elements
    }
    assert not [a for _, a in page.elements if {"src", "srcset", "style", "action"} & a.keys()]
    assert not [n for _, a in page.elements for n in a if n.startswith("on")]
    assert "url(" not in source and "@import" not in source
    assert set(re.findall(r"https?://[^\s\"]+", source)) == {"http://www.w3.org/2000/svg"}


def test_what_users_wrote_stays_text() -> None:
    hostile = "<img src=x onerror=alert(1)>\"'&</style><script>alert(2)</script>\x1b[31m\x00"
    model = replace(
        model_of(2, names=[hostile, "b"], stage_names=[hostile, "two"], about=hostile),
        name=hostile,
        version=hostile,
    )
    choice = Choice("d1.1.do", "d1", hostile, "not_now", hostile, hostile, None, hostile)
    read = diagnosed(model, {hostile: [1, 2], "ben": [2, 2]}, agreed={"d1": 1}, reason=hostile, choices=[choice])
    source = diagnosis_html(read)
    page = Page(source)
    assert not {"script", "img"} & {tag for tag, _ in page.elements}
    assert len(page.tags("style")) == 1 + 2
    assert not [n for _, a in page.elements for n in a if n.startswith("on")]
    assert page.said.count("<img src=x onerror=alert(1)>") > 10
    assert "\x00" not in source and "\x1b" not in source


def test_the_first_screen_is_one_sentence_one_decision_and_the_picture_in_both_forms() -> None:
    page = Page(diagnosis_html(usual()))
    order = [tag for tag, a in page.elements if tag in ("h1", "figure", "table") or a.get("class") == "decision"]
    assert order[:4] == ["h1", "p", "figure", "table"]
    assert page.inside("h1") == [wording.headline(usual())]
    assert wording.decision(usual()) in page.said
    pictures = [a["class"] for a in page.tags("svg") if a.get("role")]
    assert pictures == ["colonnade wide", "colonnade narrow"]


def test_every_pillar_of_both_pictures_leads_to_its_dimension() -> None:
    read = usual()
    page = Page(diagnosis_html(read))
    headings = [a["id"] for a in page.tags("h3") if "id" in a]
    links = [(a["href"], a["aria-label"]) for a in page.tags("a") if "aria-label" in a]
    assert [href for href, _ in links] == [f"#{id}" for id in headings] * 2
    assert all(
        (label or "").startswith(d.name) for (_, label), d in zip(links, read.model.dimensions * 2, strict=True)
    )
    assert {a["role"] for a in page.tags("svg") if a.get("role")} == {"group"}


def test_the_page_has_a_language_a_title_landmarks_and_a_way_past_the_header() -> None:
    page = Page(diagnosis_html(usual()))
    assert page.tags("html")[0]["lang"] == "en"
    assert page.inside("title")[0] == f"Made up, {DAY}: provisional diagnosis"
    assert {tag for tag, _ in page.elements} >= LANDMARKS
    assert page.tags("a")[0] == {"class": "skip", "href": "#main"}
    assert all(a["role"] == "region" and a["aria-label"] for a in page.tags("div") if a.get("class") == "scroll")
    assert len(page.tags("caption")) == len(page.tags("table"))
    assert all(a.get("scope") in ("col", "row") for a in page.tags("th"))


def test_provisional_stands_on_the_page_and_on_every_printed_sheet_while_it_is() -> None:
    provisional = diagnosis_html(usual())
    agreed = diagnosis_html(diagnosed(model_of(2), {"ana": [1, 2], "ben": [1, 2]}))
    assert '@top-left{content:"Provisional"' in provisional
    assert "Not agreed yet: Pillar 3." in Page(provisional).said
    assert "@top-left" not in agreed and "rovisional" not in Page(agreed).said.split("How this was read")[0]


def test_made_up_data_is_marked_on_the_page_and_on_every_printed_sheet() -> None:
    assert SYNTHETIC not in diagnosis_html(usual())
    marked = diagnosis_html(replace(usual(), synthetic=True))
    assert SYNTHETIC in Page(marked).said
    assert f'content:"Provisional · {SYNTHETIC}"' in marked


def test_a_dimension_shows_scores_range_gap_both_cells_levers_and_measurements() -> None:
    said = Page(diagnosis_html(usual())).said
    own = said.split("Dimension by dimension")[1].split("The reviewers, and how far they agree")[0]
    first = own.split("Pillar 2 in full")[0]
    assert "ana 1, ben 1; outsiders out 2" in first
    assert "Now: stage 1, Step 1 Pillar 1 at 1 looks so." in first
    assert "One stage better: stage 2, Step 2 Pillar 1 at 2 looks so." in first
    assert "Priority: from stage 1 to 2" in first and "Do the work of Pillar 1 1." in first
    assert "12.3 % Churn 23 Nov 2025 to 22 Nov 2026 , 1,234 rows" in first


def test_a_provisional_range_and_a_missing_dimension_are_said_in_words() -> None:
    said = Page(diagnosis_html(usual())).said
    assert "Pillar 3 in full 2 to 4 provisionally 2" in said
    assert "Pillar 4 in full not scored" in said
    assert "Nobody scored Pillar 4 in full." in said


def test_a_contradicted_claim_is_a_finding_of_its_own() -> None:
    said = Page(diagnosis_html(usual())).said
    assert "Pillar 2 in full is claimed at 3; the evidence supports 1." in said


def test_metrics_stand_with_definition_period_rows_and_what_is_missing() -> None:
    said = Page(diagnosis_html(usual())).said.split("Metrics, with their definitions")[1]
    assert "12.3 % those who left / those who were there" in said
    assert f"1,234 rows, {YEAR.start.day} Nov 2025 to {YEAR.end.day} Nov 2026" in said
    assert "Churn by plan" in said and "Pro 50.0 % 10" in said
    assert "Net promoter score survey responses (score)" in said
    assert "2026-01 1,000 201 30 0 −10 −20 0 1,200" in said


def test_without_records_there_is_no_section_of_metrics() -> None:
    page = Page(diagnosis_html(usual(measurements=(), movements=())))
    assert "Metrics, with their definitions" not in page.said
    assert "#metrics" not in {a.get("href") for a in page.tags("a")}


def test_the_plan_names_owner_dates_checkpoints_and_what_is_deliberately_left() -> None:
    model = model_of(2)
    choices = [
        Choice("d1.1.do", "d1", "Mia Chen", "chosen", "It is done", "Churn under 5 %", None, ""),
        Choice("d2.2.do", "d2", None, "not_now", "", "", None, "Waits for the new CRM"),
    ]
    said = Page(diagnosis_html(diagnosed(model, {"ana": [1, 2], "ben": [1, 2]}, choices=choices))).said
    assert "Mia Chen It is done Churn under 5 % 22 Dec 2026 21 Jan 2027 20 Feb 2027" in said
    assert "Deliberately not now Do the work of Pillar 2 2. Waits for the new CRM." in said


def test_the_page_says_how_it_was_read_with_the_scoring_rule_and_the_models_version() -> None:
    said = Page(diagnosis_html(usual())).said
    assert SCORING_RULE in said
    assert "Read with Made up 1.2.3 (made) by ana, ben and out (outsider), as of 22 Nov 2026." in said


def test_agreement_says_what_each_of_its_figures_means() -> None:
    said = Page(diagnosis_html(usual())).said
    assert "Same stage in 2 of 3 dimensions, within one stage in 2." in said
    assert "Alpha is 1 where reviewers agree wholly" in said
    assert "ana: −0.67 stages against the others" in said
    assert "Disputes Pillar 3 in full : ana 2 and ben 4. Not agreed yet: 2, the lower median" in said


def test_the_shipped_index_reads_whole_with_its_patterns_and_remedies() -> None:
    csmi = shipped_model("csmi")
    row = [4, 2, 4, 2, 1, 2, 3]
    read = diagnosed(csmi, {"ana": row, "ben": row})
    page = Page(diagnosis_html(read))
    suspected = [pattern for pattern in read.patterns if pattern.state == "suspected"]
    assert suspected
    assert all(pattern.name in page.said and pattern.remedy.rstrip(".") in page.said for pattern in suspected)
    assert all(f"{dimension.name}" in page.said for dimension in csmi.dimensions)


def test_a_definition_of_one_metric_stands_once_however_many_pillars_it_speaks_to() -> None:
    everywhere = KeyMetric("Churn", ("churn",), ("s1",), speaks_to=("d1", "d2", "d3"))
    rows = {"ana": [1, 2, 3], "ben": [1, 2, 3]}
    read = diagnosed(model_of(3, metrics=[everywhere]), rows, measurements=[measured()])
    page = Page(diagnosis_html(read))
    assert page.said.count(definition().formula) == 1
    assert [a["href"] for a in page.tags("a")].count("#metric-churn") == 3
