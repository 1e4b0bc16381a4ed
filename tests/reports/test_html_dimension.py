"""Each dimension on the page: its scores drawn, its evidence in words, and what is folded away."""

from dataclasses import replace
from xml.etree import ElementTree

import pytest
from diagnosed import DAY, YEAR, definition, diagnosed, model_of
from test_html_evidence import CSMI, OF_DATA, read
from test_html_page import Page

from colonnade.core.asking import would_raise
from colonnade.core.criteria import Criterion, EvidenceRule
from colonnade.core.diagnosis import Diagnosis
from colonnade.core.evidence import Wanted
from colonnade.core.findings import Evidence
from colonnade.core.measurement import Measured, Slice, Unit
from colonnade.core.observations import Answer, Finding, Unanswered
from colonnade.core.organisation import Organisation, Threshold
from colonnade.core.top_accounts import AccountAnswers, TopAccountsResult
from colonnade.reports.answer_words import answer_words
from colonnade.reports.html import diagnosis_html
from colonnade.reports.score_plot import score_plot

ABOUT_DATA = {c.id: c for c in CSMI.criteria if c.id in OF_DATA}
AT_3 = [c for c in ABOUT_DATA.values() if OF_DATA[c.id] == 3]


def data_at_2() -> Diagnosis:
    """Stage 2 of data is met as documented; of stage 3 one is disputed and the rest are not met."""
    findings: dict[str, Finding] = {
        id: Answer(id, "met", "documented", DAY, ("mia",), "charter")
        for id, stage in OF_DATA.items()
        if stage == 2
    }
    findings |= {c.id: Answer(c.id, "not_met", "said", DAY, ("mia",)) for c in AT_3}
    findings[AT_3[0].id] = Unanswered(AT_3[0].id, "disputed", "ana says met, ben says not met")
    return read(Evidence(findings))


def part_of_data(diagnosis: Diagnosis) -> str:
    own, after = (CSMI.by_id[id].about[:30] for id in ("data_intelligence", "playbooks_execution"))
    return Page(diagnosis_html(diagnosis)).said.split(own)[1].split(after)[0]


def test_evidence_says_how_much_was_counted_its_limit_and_how_well_it_is_shown() -> None:
    said = part_of_data(data_at_2())
    support = next(d.supported for d in data_at_2().dimensions if d.id == "data_intelligence")
    assert support is not None and support.stage == 2
    assert f"{support.met} met of {support.answered} answered, of {support.applicable} criteria." in said
    assert "The next stage was answered and does not hold." in said
    assert f"({support.grade}" in said


def test_what_would_raise_the_stage_stands_in_its_order_with_what_was_found() -> None:
    diagnosis = data_at_2()
    support = next(d.supported for d in diagnosis.dimensions if d.id == "data_intelligence")
    assert support is not None
    ids = would_raise(CSMI, "data_intelligence", support, diagnosis.evidence.answers)
    said = part_of_data(diagnosis).split("What would raise it to stage 3")[1].split("more, below")[0]
    places = [said.index(ABOUT_DATA[id].statement) for id in ids[:4]]
    assert places == sorted(places)
    assert said.count("not met, said by mia on 22 Nov 2026") >= 3


def test_every_criterion_of_the_next_stage_is_listed_answered_or_not() -> None:
    said = part_of_data(data_at_2()).split("What stage 3 asks: 0 met of")[1].split("What stage 2 rests on")[0]
    assert all(criterion.statement in said for criterion in AT_3)
    assert f"{AT_3[0].statement} 3 disputed: ana says met, ben says not met" in said
    assert f"{AT_3[1].statement} 3 not met , said by mia on 22 Nov 2026" in said


def test_an_answer_a_stage_rests_on_stands_with_tier_person_day_and_note() -> None:
    said = part_of_data(data_at_2()).split("What stage 2 rests on")[1]
    assert "met , documented by mia on 22 Nov 2026: charter" in said


def test_a_stage_that_is_owed_is_named() -> None:
    diagnosis = data_at_2()
    owing = tuple(
        replace(d, supported=replace(d.supported, owed=(2,))) if d.supported else d for d in diagnosis.dimensions
    )
    assert "Stage 2 (Emerging): met enough to pass over" in part_of_data(replace(diagnosis, dimensions=owing))


def test_what_nobody_answered_is_open_and_never_not_met() -> None:
    diagnosis = read(Evidence({c.id: Answer(c.id, "not_met", "said", DAY, ("mia",)) for c in AT_3}))
    said = part_of_data(diagnosis)
    assert "Too little is answered to support a stage." in said
    assert "not answered yet" in said.split("What stage 2 asks")[1]
    assert "Which evidence to get first" in said


def test_a_dimension_with_nothing_to_decide_is_folded_and_the_others_stand_open() -> None:
    agreed = [1, 3, 3, 3]
    page = Page(diagnosis_html(diagnosed(model_of(4), {"ana": agreed, "ben": [1, 3, 3, 1]}, agreed={"d4": 3})))
    start = [n for n, (tag, _) in enumerate(page.elements) if tag == "article"]
    folds = [next("open" in a for tag, a in page.elements[n:] if tag == "details") for n in start]
    # The constraint, the second priority, one to hold, and a dispute.
    assert folds == [True, True, False, True]


# --- drawn --------------------------------------------------------------------------------------------------


def test_the_dot_plot_has_a_dot_for_each_reviewer_and_a_ring_for_each_outsider() -> None:
    scored = {"ana": [2], "ben": [2], "cy": [4], "out": [1]}
    reading = diagnosed(model_of(1), scored, outsiders=["out"]).dimensions[0]
    drawn = ElementTree.fromstring(score_plot(reading, 4))
    dots = [(e.attrib["class"], float(e.attrib["cx"]), float(e.attrib["cy"])) for e in drawn.iter("circle")]
    assert [kind for kind, _, _ in dots] == ["reviewer"] * 3 + ["outsider"]
    assert len({(x, y) for _, x, y in dots}) == 4
    (_, x1, y1), (_, x2, y2), (_, x3, _), (_, x4, _) = dots
    assert x1 == x2 and y1 > y2 and x4 < x1 < x3
    _, _, width, height = map(float, drawn.attrib["viewBox"].split())
    assert all(6 <= x <= width - 6 and 6 <= y <= height - 6 for _, x, y in dots)
    assert [e.text for e in drawn.iter("text") if "bold" in e.attrib["class"]] == ["2"]


def test_nothing_is_drawn_of_a_dimension_that_nobody_scored() -> None:
    reading = diagnosed(model_of(2), {"ana": [1, None], "ben": [1, None]}).dimensions[1]
    assert score_plot(reading, 4) == ""


# --- measured answers ---------------------------------------------------------------------------------------


def said_of(rule: EvidenceRule, measured: Measured, organisation: Organisation | None = None) -> str:
    criterion = Criterion("c", "any", "It is so.", 1.0, 1, "leading", {}, rule)
    answer = Answer("c", "not_met", "measured", DAY, ("records",), "raw note")
    evidence = Evidence(
        {"c": answer}, {Wanted(rule.metric, rule.by, rule.window_days): measured}, organisation or Organisation()
    )
    diagnosis = replace(diagnosed(model_of(1), {"ana": [1]}), evidence=evidence)
    return answer_words(diagnosis, criterion, answer)


def a_measurement(value: float, unit: Unit, **by: tuple[Slice, ...]) -> Measured:
    return Measured(definition("churn", unit), value, 60, YEAR, by)


@pytest.mark.parametrize(
    ("rule", "measured", "words"),
    [
        (
            EvidenceRule("churn", "<=", 0.1, 1),
            a_measurement(0.25, "share"),
            "Churn 25.0 % over 60 rows, asked at most 10.0 %",
        ),
        (
            EvidenceRule("churn", "<=", 7, 1),
            a_measurement(29.5, "days"),
            "Churn 29.5 days over 60 rows, asked at most 7 days",
        ),
        (
            EvidenceRule("churn", ">=", 0.8, 1, by="segment", reading="min"),
            a_measurement(0.9, "share", segment=(Slice("a", 0.9, 40), Slice("b", 0.6, 20))),
            "Churn, lowest segment 60.0 % over 20 rows, asked at least 80.0 %",
        ),
        (
            EvidenceRule("churn", "<=", 3, 1, by="segment", reading="max_over_min"),
            a_measurement(5, "currency", segment=(Slice("a", 800, 40), Slice("b", 200, 20))),
            "Churn by segment 4 over 20 rows, asked at most 3",
        ),
        (
            EvidenceRule("churn", ">=", 1, 0, by="csm_id", reading="share50"),
            a_measurement(5, "count", csm_id=(Slice("a", 2, 4), Slice("b", 0, 2), Slice("c", 0, 2))),
            "Churn by CSM 33.3 % of the groups over 2 rows, asked at least 1 in 50.0 % of them",
        ),
    ],
)
def test_a_measured_answer_is_said_in_the_unit_of_its_metric(
    rule: EvidenceRule, measured: Measured, words: str
) -> None:
    assert said_of(rule, measured) == f"not met, measured on 22 Nov 2026: {words}"


def test_a_threshold_of_ones_own_stands_with_who_set_it_and_why() -> None:
    own = Organisation(thresholds={"c": Threshold(0.3, "Mia", "we sell by the month")})
    said = said_of(EvidenceRule("churn", "<=", 0.1, 1), a_measurement(0.25, "share"), own)
    assert said.endswith("asked at most 30.0 % (set by Mia: we sell by the month)")


def test_a_measured_answer_without_its_measurement_keeps_its_own_note() -> None:
    other = EvidenceRule("churn", "<=", 0.1, 1, field="median")
    assert said_of(other, a_measurement(0.25, "share")).endswith(": raw note")


# --- the other models and the largest accounts --------------------------------------------------------------


def test_models_that_differ_name_the_criteria_that_part_them() -> None:
    answers: dict[str, Finding] = {
        c.id: Answer(c.id, "met" if c.maps["csmi"].stage <= 2 else "not_met", "said", DAY, ("mia",))
        for c in CSMI.criteria
        if "csmi" in c.maps
    }
    diagnosis = read(Evidence(answers))
    parted = [d for d in diagnosis.differences if d.criteria and d.lower == "csmi"]
    assert parted, "the answers are chosen so that models differ"
    statements = {c.id: c.statement for c in CSMI.criteria}
    said = Page(diagnosis_html(diagnosis)).said.split("Where they differ, and why")[1]
    assert statements[parted[0].criteria[0]] in said


@pytest.mark.parametrize(
    ("passed", "words"),
    [
        (True, "Passed. Nine of ten."),
        (False, "Failed: the dominant stage is held at 2. Nine of ten."),
        (None, "Neither passed nor failed, so it holds no stage back. Nine of ten. Records alone can pass it"),
    ],
)
def test_the_test_of_the_largest_accounts_says_its_verdict_and_each_account(
    passed: bool | None, words: str
) -> None:
    accounts = (AccountAnswers("Indigo <Wharf>", ("yes", "no", "unknown")),)
    result = TopAccountsResult(passed, 9, 10, "nine of ten", accounts)
    said = Page(diagnosis_html(replace(read(Evidence()), top_accounts=result))).said
    assert words in said
    assert "Indigo <Wharf> known not known records do not say" in said


def test_an_undecided_test_of_the_largest_accounts_tells_what_people_said_of_it_as_a_fact() -> None:
    of_test = "proactive_planning.07"
    undecided = TopAccountsResult(None, 9, 10, "nine of ten", ())
    for finding, words in (
        (Answer(of_test, "not_met", "said", DAY, ("mia",)), "asked as a fact: not met, said by mia on"),
        (Unanswered(of_test, "disputed", "ana says met, ben says not met"), "asked as a fact, and people differ"),
    ):
        said = Page(diagnosis_html(replace(read(Evidence({of_test: finding})), top_accounts=undecided))).said
        shown = said.split("The test of the largest accounts")[1]
        assert words in shown and "ask the team" not in shown


def test_a_reader_may_choose_the_theme_on_a_screen_and_paper_is_always_light() -> None:
    source = diagnosis_html(data_at_2())
    assert "[data-theme=dark] .colonnade{" in source and ":root[data-theme=dark]" in source
    dark = [part for part in source.split("@media ")[1:] if "--bg:#14181c" in part.split("@media")[0]]
    assert dark and all(part.startswith("screen") for part in dark)
