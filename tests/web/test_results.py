"""Results: claims beside evidence, one dimension's page, and what of it each reader may see."""

import re
from html import unescape

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from colonnade.content.load import shipped_model
from colonnade.core.support import criteria_of
from colonnade.web.assessments import answering, rounds
from colonnade.web.assessments import results as reading
from colonnade.web.assessments.answering import Given
from colonnade.web.assessments.models import Assessment
from colonnade.web.people.models import Membership
from colonnade.web.records.models import Load
from web.casting import STAGES, Cast, new_round, score_all, seat_of, signed_in

CSMI = shipped_model("csmi")
DATA = "data_intelligence"
MOST_QUERIES = 15


@pytest.fixture
def deep(cast: Cast, round_: Assessment, recorded: Load) -> Assessment:
    """A revealed deep round: everybody claims Data at 3; what stage 2 asks is met, what stage 3 asks is not."""
    Assessment.objects.filter(pk=round_.pk).update(is_deep=True)
    round_.refresh_from_db()
    claimed = tuple(3 if d.id == DATA else stage for d, stage in zip(CSMI.dimensions, STAGES, strict=True))
    for member in (cast.rita, cast.sam, cast.owner):
        score_all(seat_of(round_, member), claimed, hands_in=False)
    asked = [(c, c.maps[CSMI.id].stage) for c in criteria_of(CSMI, DATA)]
    given = {
        c.id: Given(
            "met" if stage == 2 else "not_met", note="seen by Rita alone", link="https://example.org/shown"
        )
        for c, stage in asked
        if stage in (2, 3)
    }
    answering.save(seat_of(round_, cast.rita), given)
    for member in (cast.rita, cast.sam, cast.owner):
        seat = seat_of(round_, member)
        score_all(seat, claimed)
    rounds.reveal(cast.facilitator, round_)
    round_.refresh_from_db()
    return round_


def page_of(member: Membership, assessment: Assessment, path: str = "") -> str:
    answer = signed_in(member).get(f"/o/{member.organisation_id}/assessments/{assessment.pk}/results/{path}")
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def test_each_pillar_of_the_picture_leads_to_its_dimension(cast: Cast, revealed: Assessment) -> None:
    page = page_of(cast.rita, revealed)
    (wide,) = re.findall(r'<svg[^>]*class="colonnade wide".*?</svg>', page, re.DOTALL)
    led_to = re.findall(r'<a[^>]* href="([^"]+)"', wide)
    base = f"/o/{cast.harbour.pk}/assessments/{revealed.pk}/results"
    assert led_to == [f"{base}/{d.id}/" for d in CSMI.dimensions]
    assert "<desc>" in wide


def test_without_evidence_the_page_says_that_these_are_claims(cast: Cast, revealed: Assessment) -> None:
    page = page_of(cast.rita, revealed)
    assert "nothing says how far they hold" in page
    assert f'href="/o/{cast.harbour.pk}/records/"' in page


def test_a_claim_that_evidence_contradicts_leads_with_what_is_not_there(cast: Cast, deep: Assessment) -> None:
    page = page_of(cast.rita, deep)
    contradicted = page[page.index("Contradicted: ") : page.index("The others")]
    assert CSMI.by_id[DATA].name in contradicted
    assert "is claimed at 3; the evidence supports 2." in contradicted
    wanting = [c for c in criteria_of(CSMI, DATA) if c.maps[CSMI.id].stage == 3]
    assert sum(c.statement in contradicted for c in wanting) >= 3


def test_the_other_models_read_the_same_answers_and_the_page_says_that_this_proves_nothing(
    cast: Cast, deep: Assessment
) -> None:
    page = page_of(cast.rita, deep)
    assert "The readings share their answers: that they agree proves nothing." in page
    for name in (
        "Distilled CS Maturity Model",
        "ESG Customer Success Maturity Model",
        "Practical five-stage model",
    ):
        assert name in page


def test_what_is_not_known_is_a_list_of_its_own(cast: Cast, deep: Assessment) -> None:
    page = page_of(cast.facilitator, deep)
    assert "What is not known yet" in page
    assert f'href="/o/{cast.harbour.pk}/records/kinds/"' in page


def test_a_dimension_shows_every_stage_its_criteria_and_who_found_what(cast: Cast, deep: Assessment) -> None:
    page = page_of(cast.sam, deep, f"{DATA}/")
    for cell in CSMI.by_id[DATA].cells:
        assert CSMI.stage(cell.stage).name in page
    assert page.count('<li class="met">') + page.count('<li class="not_met">') >= 8
    assert "met, documented by Rita on" in page
    assert "seen by Rita alone" in page
    assert 'href="https://example.org/shown"' in page
    assert "Rita 3, Sam 3" in page or "Olive 3, Rita 3, Sam 3" in page


def test_measured_answers_and_figures_lead_to_the_metric(cast: Cast, deep: Assessment) -> None:
    page = page_of(cast.sam, deep, f"{DATA}/")
    led_to = set(re.findall(r"/records/metrics/([a-z0-9_]+)/", page))
    assert led_to >= {"health_score_coverage", "score_drop_response_48h"}
    assert "What the records show" in page


def test_a_dimension_of_no_model_in_the_round_does_not_exist(cast: Cast, revealed: Assessment) -> None:
    base = f"/o/{cast.harbour.pk}/assessments/{revealed.pk}/results"
    for other in ("no_such", "technology"):
        assert signed_in(cast.rita).get(f"{base}/{other}/").status_code == 404


def test_a_round_over_two_models_has_a_reading_of_each(cast: Cast) -> None:
    assessment = new_round(cast.facilitator, cast.rita, cast.sam)
    Assessment.objects.filter(pk=assessment.pk).update(further_models=["five_stage"])
    assessment.refresh_from_db()
    for member in (cast.rita, cast.sam):
        seat = seat_of(assessment, member)
        _score_both(seat.assessment, member)
    rounds.reveal(cast.facilitator, assessment)
    assert "Practical five-stage model" in page_of(cast.rita, assessment)
    page = page_of(cast.rita, assessment, "?model=five_stage")
    assert "Technology" in page
    assert "stage" in page_of(cast.rita, assessment, "technology/")
    assert page_of(cast.rita, assessment, "?model=nonsense").count(CSMI.by_id[DATA].name)


def _score_both(assessment: Assessment, member: Membership) -> None:
    from colonnade.web.assessments import scoring
    from web.casting import said

    seat = seat_of(assessment, member)
    for step in assessment.steps:
        scoring.save(seat, step.dimension.id, said(2))
    scoring.hand_in(seat)


# --- who sees what ------------------------------------------------------------------------------------------


def test_a_mere_viewer_reads_findings_but_no_reviewers_name_or_words(cast: Cast, deep: Assessment) -> None:
    for path in ("", f"{DATA}/"):
        page = page_of(cast.viewer, deep, path)
        assert "the evidence supports" in page or "Supported by evidence" in page
        for told in ("Rita", "Sam", "seen by Rita alone", "example.org/shown"):
            assert told not in page


def test_who_has_a_round_to_score_sees_the_claims_of_another_and_nothing_the_records_show(
    cast: Cast, deep: Assessment
) -> None:
    assert "Supported by evidence" in page_of(cast.rita, deep, f"{DATA}/")
    later = new_round(cast.facilitator, cast.rita, cast.sam)
    for path in ("", f"{DATA}/"):
        page = page_of(cast.rita, deep, path)
        assert "You still have a round to score" in page
        for told in (
            "Supported by evidence",
            "evidence supports",
            "met, measured on",
            "/records/metrics/",
            "not met,",
            "filed as evidence yet",
        ):
            assert told not in page
    assert "Supported by evidence" in page_of(cast.facilitator, deep, f"{DATA}/")
    score_all(seat_of(later, cast.rita))
    assert "Supported by evidence" in page_of(cast.rita, deep, f"{DATA}/")


def test_answers_of_people_count_in_the_reading_whoever_asks(cast: Cast, deep: Assessment) -> None:
    today = timezone.localdate()
    whole = reading.diagnosis(deep, today)
    seen = reading.seen_by(cast.viewer, deep, today, CSMI)
    assert whole is not None
    assert seen is not None
    assert [d.supported for d in seen.read.dimensions] == [d.supported for d in whole.dimensions]
    assert not {by for a in seen.read.evidence.answers.values() for by in a.by} & {"Rita", "Sam", "Olive"}


@pytest.mark.parametrize("who", ["owner", "rita", "viewer"])
@pytest.mark.parametrize("path", ["", f"{DATA}/"])
def test_results_of_a_deep_round_with_records_ask_the_database_fifteen_times_at_most(
    cast: Cast, deep: Assessment, who: str, path: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    member = getattr(cast, who)
    client = signed_in(member)
    address = f"/o/{cast.harbour.pk}/assessments/{deep.pk}/results/{path}"
    client.get("/you/")
    with django_assert_max_num_queries(MOST_QUERIES):
        assert client.get(address).status_code == 200


def test_a_lever_says_which_facts_it_brings_about_and_what_it_leads_to(cast: Cast, revealed: Assessment) -> None:
    """On the results, the dimension's page and the proposal of a plan; without evidence nothing counts as met."""
    client, base = signed_in(cast.viewer), f"/o/{cast.harbour.pk}/assessments/{revealed.pk}"
    model = revealed.model
    read = reading.diagnosis(revealed, timezone.localdate())
    assert read is not None
    priority = read.priorities[0]
    lever = model.levers[priority.levers[0].id]
    statements = {c.id: c.statement for c in model.criteria}
    facts = [statements[id] for id in priority.unmet if id in lever.turns]
    assert facts
    for path in ("results/", f"results/{priority.dimension}/", "plan/"):
        page = unescape(client.get(f"{base}/{path}").content.decode())
        assert all(fact in page for fact in facts), path
        assert f"It leads to stage {lever.leads_to}, {model.stage(lever.leads_to).name}" in page
        assert "unmet criteri" not in page
