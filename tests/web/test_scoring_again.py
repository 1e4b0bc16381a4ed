"""Scoring again: the baseline stays closed until one has handed in, and what moved is told without a cause."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from colonnade.web.assessments import reconciling, results, rounds, scoring, visibility
from colonnade.web.assessments.models import Assessment
from colonnade.web.assessments.visibility import Viewer
from colonnade.web.people.models import AuditEntry, Person
from colonnade.web.plans import history, planning, rescoring
from colonnade.web.plans.models import Move, Plan, Rescore, Status
from web.casting import STAGES, Cast, new_round, score_all, seat_of, signed_in
from web.planning import START, again, moves_of, new_plan, scored_again
from web.worlds import everything, reading_paths, undone

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
UUIDS = re.compile(rb"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
HIGHER = (3, 3, 4, 2, 3, 3, 2)


@pytest.fixture
def plan(cast: Cast, revealed: Assessment) -> Plan:
    return new_plan(cast.facilitator, revealed)


# --- begun --------------------------------------------------------------------------------------------------


def path_to(cast: Cast, plan: Plan) -> str:
    return f"/o/{cast.harbour.pk}/assessments/{plan.assessment_id}/plan/again/"


def test_the_reviewers_of_the_baseline_are_proposed(cast: Cast, plan: Plan) -> None:
    page = signed_in(cast.facilitator).get(path_to(cast, plan)).content.decode()
    found = re.findall(r'value="([0-9a-f-]{36})" checked', page)
    assert set(found) == {str(m.person_id) for m in (cast.rita, cast.sam, cast.owner)}


def test_somebody_who_owns_no_lever_has_to_be_among_them(cast: Cast, plan: Plan) -> None:
    """By account or by a name that was typed; what was put off counts for nobody."""
    first, second, third, *_ = moves_of(plan)
    Move.objects.filter(pk=first.pk).update(owner=cast.rita.person)
    Move.objects.filter(pk=second.pk).update(owner_name=" sam ")
    Move.objects.filter(pk=third.pk).update(owner=cast.owner.person, status=Status.NOT_NOW)
    client = signed_in(cast.facilitator)
    typed: dict[str, Any] = {"name": "Spring", "reviewers": [cast.rita.person_id, cast.sam.person_id]}
    answer = client.post(path_to(cast, plan), typed)
    assert answer.status_code == 422
    assert "Ask one more who owns none" in answer.content.decode()
    typed["reviewers"].append(cast.owner.person_id)
    assert client.post(path_to(cast, plan), typed).status_code == 302


def test_beginning_leaves_one_line_in_the_log(cast: Cast, plan: Plan) -> None:
    entries = AuditEntry.objects.count()
    again(cast, plan, cast.rita, cast.sam)
    assert AuditEntry.objects.count() == entries + 1


def test_the_baseline_is_kept_as_it_stood(cast: Cast, plan: Plan) -> None:
    made = again(cast, plan, cast.rita, cast.sam)
    reconciling.agree(
        cast.facilitator, plan.assessment, "commercial_motion", version=0, stage=1, reason="later", dissent=""
    )
    scored_again(cast, made, STAGES, cast.rita, cast.sam)
    read = results.diagnosis(made, START)
    assert read is not None
    compared = rescoring.compare(Rescore.objects.get(), read, with_names=True)
    commercial = next(d for d in compared.dimensions if d.id == "commercial_motion")
    assert commercial.from_stage == 4


def test_the_kept_baseline_names_nobody(cast: Cast, plan: Plan) -> None:
    again(cast, plan, cast.rita, cast.sam)
    kept = str(Rescore.objects.get().baseline)
    assert not [name for name in ("Rita", "Sam", "Olive") if name in kept]


# --- closed until handed in ---------------------------------------------------------------------------------


def baseline_world(cast: Cast, round_: Assessment, stages: tuple[int | None, ...]) -> Assessment:
    """A baseline with these stages, agreed and planned for, and its re-score, which all three sit in."""
    for member in (cast.rita, cast.sam, cast.owner):
        score_all(seat_of(round_, member), stages)
    rounds.reveal(cast.facilitator, round_)
    round_.refresh_from_db()
    reconciling.agree(
        cast.facilitator,
        round_,
        "data_intelligence",
        version=0,
        stage=stages[3],
        reason=f"all say {stages[3]}",
        dissent="",
    )
    plan = new_plan(cast.facilitator, round_)
    move = moves_of(plan)[0]
    planning.change(cast.facilitator, move, {"status": Status.DOING}, version=1)
    return again(cast, plan, cast.rita, cast.sam, cast.owner)


def told_apart(cast: Cast, round_: Assessment, who: str, then: Callable[[Assessment], None]) -> set[str]:
    """Surfaces that differ between two worlds, alike but for the baseline."""
    seen = []
    for stages in (STAGES, (2, 4, 1, 3, 2, 5, 3)):
        with undone():
            made = baseline_world(cast, round_, stages)
            then(made)
            found: dict[str, bytes] = {}
            for which, assessment in (("baseline", round_), ("again", made)):
                shown = everything(cast, who, reading_paths(cast, assessment))
                found |= {f"{which} {k}": UUIDS.sub(b"[id]", body) for k, body in shown.items()}
            seen.append(found)
        round_.refresh_from_db()
        round_._state.fields_cache.clear()
    return {surface for surface in seen[0] if seen[0][surface] != seen[1].get(surface)}


def nothing(_: Assessment) -> None:
    pass


@pytest.mark.slow
@pytest.mark.parametrize("who", ["rita", "owner", "stranger"])
def test_who_scores_again_cannot_tell_one_baseline_from_another_on_any_page(
    cast: Cast, round_: Assessment, who: str
) -> None:
    """Their own earlier scores, the plan, its files, the history and the activity among them."""
    address_of_others(cast, round_)
    assert told_apart(cast, round_, who, nothing) == set()


@pytest.mark.slow
def test_the_same_comparison_finds_the_baseline_once_it_may_be_read(cast: Cast, round_: Assessment) -> None:
    """After handing in, and for who does not score again: otherwise the test above could see nothing."""
    address_of_others(cast, round_)

    def hands_in(made: Assessment) -> None:
        seat = seat_of(made, cast.rita)
        score_all(seat, (2,) * 7)

    wanted = {"baseline results", "baseline plan", "baseline review", "baseline history", "baseline plan_table"}
    assert wanted <= told_apart(cast, round_, "rita", hands_in)
    assert wanted - {"baseline review"} <= told_apart(cast, round_, "facilitator", nothing)


@pytest.mark.slow
@pytest.mark.parametrize("guard", ["may_read", "scoring_again"])
def test_a_planted_hole_is_found(
    cast: Cast, round_: Assessment, monkeypatch: pytest.MonkeyPatch, guard: str
) -> None:
    from colonnade.web.assessments import access

    address_of_others(cast, round_)
    if guard == "may_read":
        monkeypatch.setattr(access, "may_read", lambda *_: True)
    else:
        monkeypatch.setattr(history, "scoring_again", lambda *_: frozenset())
        monkeypatch.setattr(visibility, "scoring_again", lambda *_: frozenset())
    assert told_apart(cast, round_, "owner", nothing)


def address_of_others(cast: Cast, round_: Assessment) -> None:
    """What both worlds share: the invitation that an address leads to."""
    from web.routes import address

    address("withdraw_invitation", cast, round_)


def test_the_page_says_why_it_is_closed_and_opens_after_handing_in(cast: Cast, plan: Plan) -> None:
    client, results_path = signed_in(cast.rita), f"/o/{cast.harbour.pk}/assessments/{plan.assessment_id}/results/"
    assert client.get(results_path).status_code == 200
    made = again(cast, plan, cast.rita, cast.sam)
    answer = client.get(results_path)
    assert answer.status_code == 403
    assert "Hand in first" in answer.content.decode()
    score_all(seat_of(made, cast.rita))
    assert client.get(results_path).status_code == 200


def test_handing_in_again_is_final(cast: Cast, plan: Plan) -> None:
    """Else one could hand in, read the baseline, take it back and fill in what was left out."""
    made = again(cast, plan, cast.rita, cast.sam)
    score_all(seat_of(made, cast.rita))
    with pytest.raises(rounds.OutOfTurn):
        scoring.take_back(seat_of(made, cast.rita))
    path = f"/o/{cast.harbour.pk}/assessments/{made.pk}/review/"
    assert "Take back" not in signed_in(cast.rita).get(path).content.decode()


def test_a_round_of_another_model_stays_open_to_read(cast: Cast, plan: Plan) -> None:
    from colonnade.content.load import shipped_model

    other = rounds.make(
        cast.facilitator,
        name="Other",
        model=shipped_model("five_stage"),
        due_on=None,
        reviewers=[cast.rita.person, cast.sam.person],
    )
    again(cast, plan, cast.rita, cast.sam)
    Assessment.objects.filter(pk=other.pk).update(state="closed")
    other.refresh_from_db()
    assert visibility.may_read(Viewer.of(cast.rita), other)
    assert not visibility.may_read(Viewer.of(cast.rita), plan.assessment)


# --- what moved ---------------------------------------------------------------------------------------------


@pytest.fixture
def rescored(cast: Cast, plan: Plan) -> Assessment:
    """Coverage and data are a stage higher by all who scored again; the first lever of data is done."""
    move = next(m for m in moves_of(plan) if m.dimension == "data_intelligence")
    planning.change(cast.facilitator, move, {"status": Status.DONE}, version=1)
    made = again(cast, plan, cast.rita, cast.sam)
    scored_again(cast, made, HIGHER, cast.rita, cast.sam)
    return made


def comparison(cast: Cast, made: Assessment, who: str) -> str:
    path = f"/o/{cast.harbour.pk}/assessments/{made.pk}/comparison/"
    return re.sub(r"\s+", " ", signed_in(getattr(cast, who)).get(path).content.decode())


def test_what_moved_is_told_by_dimension_and_by_whom_it_was_scored_twice(cast: Cast, rescored: Assessment) -> None:
    page = comparison(cast, rescored, "rita")
    row = page[page.index("Data &amp; Intelligence</th>") :][:400]
    assert "1 → 2" in row
    assert "moved up" in row
    assert "scored in both rounds by Rita, Sam" in row


def test_levers_are_told_done_or_not_and_never_as_the_cause(cast: Cast, rescored: Assessment) -> None:
    page = comparison(cast, rescored, "facilitator")
    assert "Done.</strong> Data &amp; Intelligence: moved up, 1 → 2" in page
    assert "Not done.</strong>" in page
    assert "caused" not in page


def test_a_lever_under_way_is_not_told_as_one_never_begun(cast: Cast, rescored: Assessment) -> None:
    moves = Move.objects.exclude(dimension="data_intelligence")
    moves.filter(pk=moves[0].pk).update(status=Status.DOING)
    page = comparison(cast, rescored, "facilitator")
    assert page.count("Under way, not done.</strong>") == 1
    assert "Not done.</strong>" in page


def test_a_viewer_reads_what_moved_without_names(cast: Cast, rescored: Assessment) -> None:
    page = comparison(cast, rescored, "viewer")
    assert "scored in both rounds by reviewer" in page
    assert not [name for name in ("Rita", "Sam", "Olive") if name in page]


def test_a_new_name_is_still_the_same_reviewer(cast: Cast, rescored: Assessment) -> None:
    Person.objects.filter(pk=cast.rita.person_id).update(name="Rita\u200b R.")
    assert "scored in both rounds by Rita\u200b R., Sam" in comparison(cast, rescored, "sam")


def test_nobody_in_both_rounds_cannot_tell(cast: Cast, plan: Plan) -> None:
    made = again(cast, plan, cast.facilitator, cast.owner)
    score_all(seat_of(made, cast.facilitator), HIGHER)
    rounds.reveal(cast.facilitator, made, "the owner is away")
    made.refresh_from_db()
    page = comparison(cast, made, "facilitator")
    assert page.count("cannot tell</td>") == 7
    assert "nobody scored it in both rounds" in page


def test_a_comparison_is_only_of_a_round_that_scored_again_and_is_revealed(cast: Cast, plan: Plan) -> None:
    client, start = signed_in(cast.facilitator), f"/o/{cast.harbour.pk}/assessments/"
    assert client.get(f"{start}{plan.assessment_id}/comparison/").status_code == 404
    made = again(cast, plan, cast.rita, cast.sam)
    assert client.get(f"{start}{made.pk}/comparison/").status_code == 404


# --- history ------------------------------------------------------------------------------------------------


def many_rounds(cast: Cast, number: int) -> None:
    for n in range(number):
        made = new_round(cast.facilitator, cast.rita, cast.sam)
        stages = tuple(min(1 + n // 4 + d % 3, 5) for d in range(7))
        for member in (cast.rita, cast.sam):
            score_all(seat_of(made, member), stages)
        rounds.reveal(cast.facilitator, made)


@pytest.mark.parametrize(("number", "form"), [(2, b"ln-line"), (12, b"ln-text")])
def test_the_history_is_a_line_for_few_rounds_and_dots_for_many(
    cast: Cast, number: int, form: bytes, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    many_rounds(cast, number)
    client = signed_in(cast.viewer)
    client.get("/you/")
    with django_assert_max_num_queries(15):
        page = client.get(f"/o/{cast.harbour.pk}/history/")
    assert form in page.content
    assert page.content.count(b'<th scope="col"><a') == number


def test_the_history_is_empty_while_one_scores_again(cast: Cast, plan: Plan) -> None:
    def of(client: Client) -> bool:
        return "No round to look back on" in client.get(f"/o/{cast.harbour.pk}/history/").content.decode()

    assert not of(signed_in(cast.rita))
    again(cast, plan, cast.rita, cast.sam)
    assert of(signed_in(cast.rita))
    assert not of(signed_in(cast.facilitator))


def test_the_plan_says_when_it_is_time_to_score_again(
    cast: Cast, plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    def says(days: int) -> bool:
        planning.redate(cast.facilitator, plan, day - timedelta(days=days), version=plan.version)
        plan.refresh_from_db()
        path = f"/o/{cast.harbour.pk}/assessments/{plan.assessment_id}/plan/"
        return "It is time to score again" in signed_in(cast.viewer).get(path).content.decode()

    day: Any = START
    from django.utils import timezone

    day = timezone.localdate()
    assert not says(89)
    assert says(90)
