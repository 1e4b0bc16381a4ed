"""What the page says of evidence: quoted where it contradicts, listed where it is wanting, never zero."""

import pytest
from diagnosed import DAY
from test_html_page import Page

from colonnade.content.load import shipped_ids, shipped_model
from colonnade.core.claims import Claims, Score
from colonnade.core.diagnosis import Diagnosis, Options, diagnose
from colonnade.core.findings import Evidence
from colonnade.core.observations import Answer, Finding, Unanswered
from colonnade.reports.html import diagnosis_html

CSMI = shipped_model("csmi")
OF_DATA = {c.id: c.maps["csmi"].stage for c in CSMI.criteria if c.maps["csmi"].dimension == "data_intelligence"}
AT_3 = [id for id, stage in OF_DATA.items() if stage == 3]


def said_by_the_page(*further: Finding) -> str:
    answers: dict[str, Finding] = {
        id: Answer(id, "met" if stage <= 2 else "not_met", "said", DAY, ("mia",)) for id, stage in OF_DATA.items()
    }
    answers[AT_3[-1]] = Answer(AT_3[-1], "not_met", "measured", DAY, ("records",), "health_score_coverage 0.8")
    answers |= {finding.criterion: finding for finding in further}
    return Page(diagnosis_html(read(Evidence(answers)))).said


def read(evidence: Evidence) -> Diagnosis:
    scores = tuple(Score(who, d.id, 3) for who in ("ana", "ben") for d in CSMI.dimensions)
    models = [shipped_model(id) for id in shipped_ids()]
    return diagnose(CSMI, Claims(scores), Options(DAY, DAY), evidence=evidence, models=models)


def test_a_contradicted_claim_quotes_the_criteria_that_are_not_met_measured_ones_first() -> None:
    why = said_by_the_page().split("Claims that evidence contradicts")[1].split("What would change")[0]
    first = next(c.statement for c in CSMI.criteria if c.id == AT_3[-1])
    assert why.strip().startswith(
        f"Data & Intelligence is claimed at 3; the evidence supports 2. {first} "
        "not met, measured on 22 Nov 2026: health_score_coverage 0.8"
    )
    assert f"And {len(AT_3) - 4} criteria more, under the dimension." in why


def test_evidence_to_get_is_a_list_of_its_own() -> None:
    unknown = said_by_the_page().split("What is not known yet")[1].split("Ways of getting stuck")[0]
    assert "Evidence to get next" in unknown and "nobody has answered it yet" in unknown


@pytest.mark.parametrize("doubt", ["disputed", "expired", "challenged"])
def test_answers_that_people_can_settle_are_named_with_their_doubt(doubt: str) -> None:
    criterion = CSMI.criteria[0]
    said = said_by_the_page(Unanswered(criterion.id, doubt, "ana says met, ben says not met"))  # type: ignore[arg-type]
    assert f"{criterion.statement} {doubt.capitalize()}: ana says met, ben says not met." in said


def test_criteria_that_wait_for_records_are_only_counted() -> None:
    waiting = [Unanswered(c.id, "unavailable", "no rows") for c in CSMI.criteria[:3] if c.id not in OF_DATA]
    said = said_by_the_page(*waiting)
    assert f"Records could not answer {len(waiting)} criteria: too few rows, or not there." in said


def test_the_same_answers_are_read_in_the_other_models_with_a_word_of_caution() -> None:
    said = said_by_the_page().split("The same answers in other models")[1]
    others = [shipped_model(id) for id in shipped_ids() if id != "csmi"]
    assert all(f"{model.name} {model.version}" in said for model in others)
    assert "that they agree proves nothing" in said


def test_without_evidence_the_page_says_that_every_stage_is_a_claim() -> None:
    said = Page(diagnosis_html(read(Evidence()))).said
    assert "Nothing is filed as evidence yet: every stage here is a claim." in said
    assert "The same answers in other models" not in said
