"""Plans: proposed with reasons, overridden with a recorded one, and never overwritten by a second editor."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from colonnade.web.assessments import results
from colonnade.web.assessments.models import Assessment
from colonnade.web.assessments.rounds import OutOfTurn
from colonnade.web.people.models import AuditEntry, Membership, Person
from colonnade.web.plans import planning, proposing
from colonnade.web.plans.models import Checkpoint, Move, Plan, Status
from web.casting import Cast, signed_in
from web.planning import START, moves_of, new_plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(cast: Cast, revealed: Assessment) -> Plan:
    return new_plan(cast.facilitator, revealed)


def base(cast: Cast, assessment: Assessment) -> str:
    return f"/o/{cast.harbour.pk}/assessments/{assessment.pk}/plan/"


def fields(move: Move, **other: Any) -> dict[str, Any]:
    """The move's form as it stands, with other values where given."""
    typed = {
        "version": move.version,
        "owner": move.owner_id or "",
        "owner_name": move.owner_name,
        "sponsor": move.sponsor or "Chief Executive",
        "milestone_kind": "criterion",
        "milestone": move.milestone,
        "proof": move.proof,
        "stops": "",
        "due_on": move.due_on.isoformat(),
        "reason": "",
    }
    return {**typed, **other}


# --- made ---------------------------------------------------------------------------------------------------


def proposed(assessment: Assessment) -> list[proposing.Draft]:
    read = results.diagnosis(assessment, START)
    assert read is not None
    return [draft for proposal in proposing.proposals(read, START) for draft in proposal.drafts]


def test_the_page_proposes_the_constraint_first_with_reasons(cast: Cast, revealed: Assessment) -> None:
    page = signed_in(cast.facilitator).get(base(cast, revealed)).content.decode()
    drafts = proposed(revealed)
    assert page.index("the primary constraint".capitalize()) < page.index(drafts[-1].lever.text)
    assert drafts[0].because[0] == "the primary constraint"
    for draft in drafts:
        assert draft.lever.text.replace("'", "&#x27;") in page


def test_a_plan_is_made_of_what_was_taken_in_and_keeps_what_was_left_with_its_reason(
    cast: Cast, revealed: Assessment
) -> None:
    first, *others = proposed(revealed)
    typed = {"starts_on": "2026-12-01", f"in-{first.lever.id}": "no", f"why-{first.lever.id}": "frozen until June"}
    typed |= {f"in-{draft.lever.id}": "yes" for draft in others}
    answer = signed_in(cast.facilitator).post(base(cast, revealed) + "make/", typed, follow=True)
    left, *taken = moves_of(Plan.objects.get())
    assert (left.status, left.aside_reason) == (Status.NOT_NOW, "frozen until June")
    assert {move.status for move in taken} == {Status.NOT_STARTED}
    assert {move.due_on for move in taken} == {date(2027, 3, 1)}
    page = answer.content.decode()
    assert "Deliberately not now" in page
    assert "frozen until June" in page


def test_not_now_wants_its_reason_in_place_and_keeps_what_was_typed(cast: Cast, revealed: Assessment) -> None:
    first, *others = proposed(revealed)
    typed = {"starts_on": "2026-12-01", f"in-{first.lever.id}": "no"}
    typed |= {f"in-{draft.lever.id}": "yes" for draft in others}
    answer = signed_in(cast.facilitator).post(base(cast, revealed) + "make/", typed)
    assert answer.status_code == 422
    assert "Say why not now" in answer.content.decode()
    assert 'value="2026-12-01"' in answer.content.decode()
    assert not Plan.objects.exists()


def test_a_round_has_one_plan(cast: Cast, revealed: Assessment, plan: Plan) -> None:
    with pytest.raises(OutOfTurn):
        new_plan(cast.facilitator, revealed)


def test_there_is_no_plan_of_what_is_still_blind(cast: Cast, round_: Assessment) -> None:
    for member in cast.here.values():
        assert signed_in(member).get(base(cast, round_)).status_code == 404


@pytest.mark.parametrize(("who", "status"), [("rita", 404), ("viewer", 404), ("facilitator", 302)])
def test_only_who_facilitates_moves_the_dates(cast: Cast, plan: Plan, who: str, status: int) -> None:
    client = signed_in(getattr(cast, who))
    typed = {"starts_on": "2026-12-03", "version": plan.version}
    assert client.post(base(cast, plan.assessment) + "dates/", typed).status_code == status


def test_what_is_in_flight_moves_along_with_the_start(cast: Cast, plan: Plan) -> None:
    done, *_ = moves_of(plan)
    Move.objects.filter(pk=done.pk).update(status=Status.DONE)
    planning.redate(cast.facilitator, plan, START + timedelta(days=7), version=plan.version)
    after = moves_of(plan)
    assert after[0].due_on == done.due_on
    assert {move.due_on for move in after[1:]} == {START + timedelta(days=97)}


# --- changed ------------------------------------------------------------------------------------------------


def test_a_member_owns_a_move_and_may_then_move_it(cast: Cast, plan: Plan) -> None:
    move = moves_of(plan)[0]
    path = f"{base(cast, plan.assessment)}moves/{move.pk}/"
    to_doing = {"to": "doing", "version": 1}
    assert signed_in(cast.rita).post(path + "card/", to_doing).status_code == 404
    answer = signed_in(cast.facilitator).post(path, fields(move, owner=cast.rita.person_id))
    assert answer.status_code == 302
    move.refresh_from_db()
    assert move.owner == cast.rita.person
    assert signed_in(cast.rita).post(path + "card/", {**to_doing, "version": 2}).status_code == 302
    assert signed_in(cast.sam).post(path + "card/", {"to": "done", "version": 3}).status_code == 404


def test_somebody_outside_is_named_by_hand_and_not_both_ways(cast: Cast, plan: Plan) -> None:
    move = moves_of(plan)[0]
    path = f"{base(cast, plan.assessment)}moves/{move.pk}/"
    client = signed_in(cast.facilitator)
    both = client.post(path, fields(move, owner=cast.rita.person_id, owner_name="Dana of Finance"))
    assert both.status_code == 422
    assert "not both" in both.content.decode()
    assert client.post(path, fields(move, owner_name="Dana of Finance")).status_code == 302
    assert "Dana of Finance" in client.get(base(cast, plan.assessment)).content.decode()


def test_a_stranger_cannot_be_made_owner(cast: Cast, plan: Plan) -> None:
    move = moves_of(plan)[0]
    path = f"{base(cast, plan.assessment)}moves/{move.pk}/"
    answer = signed_in(cast.facilitator).post(path, fields(move, owner=cast.stranger.person_id))
    assert answer.status_code == 422
    assert not Move.objects.filter(owner=cast.stranger.person).exists()


def test_what_is_decided_elsewhere_names_its_sponsor(cast: Cast, plan: Plan) -> None:
    levers = plan.assessment.model.levers
    elsewhere = next(lever for lever in levers.values() if lever.decided_by != "cs_leader")
    move = moves_of(plan)[0]
    Move.objects.filter(pk=move.pk).update(lever=elsewhere.id, dimension=elsewhere.dimension)
    path = f"{base(cast, plan.assessment)}moves/{move.pk}/"
    answer = signed_in(cast.facilitator).post(path, fields(move, sponsor=""))
    assert answer.status_code == 422
    assert "name who sponsors it" in answer.content.decode()


def test_a_third_lever_for_one_owner_wants_a_reason_that_then_stands_in_the_plan(cast: Cast, plan: Plan) -> None:
    client = signed_in(cast.facilitator)
    for move in moves_of(plan)[:2]:
        path = f"{base(cast, plan.assessment)}moves/{move.pk}/"
        assert client.post(path, fields(move, owner=cast.rita.person_id)).status_code == 302
    third = moves_of(plan)[2]
    path = f"{base(cast, plan.assessment)}moves/{third.pk}/"
    refused = client.post(path, fields(third, owner=cast.rita.person_id))
    assert refused.status_code == 422
    assert "Rita has 3 levers in flight" in refused.content.decode()
    allowed = client.post(path, fields(third, owner=cast.rita.person_id, reason="the other two end in May"))
    assert allowed.status_code == 302
    assert "the other two end in May" in client.get(base(cast, plan.assessment)).content.decode()


def not_proposed(plan: Plan) -> str:
    """A lever of a dimension that the plan does not move."""
    taken = {move.dimension for move in moves_of(plan)}
    model = plan.assessment.model
    return next(
        lever.id
        for lever in model.levers.values()
        if lever.dimension not in taken and lever.decided_by == "cs_leader"
    )


def test_a_lever_that_was_not_proposed_wants_a_reason(cast: Cast, plan: Plan) -> None:
    client, path = signed_in(cast.facilitator), base(cast, plan.assessment) + "moves/add/"
    lever = not_proposed(plan)
    shown = client.get(path, {"lever": lever}).content.decode()
    assert "this lever was not proposed" in shown
    typed = {"lever": lever, "milestone_kind": "criterion", "milestone": "seen in the CRM", "due_on": "2027-02-01"}
    assert client.post(path, typed).status_code == 422
    assert client.post(path, {**typed, "reason": "the board asked"}).status_code == 302
    assert Move.objects.get(lever=lever).reason == "the board asked"
    assert client.post(path, {**typed, "reason": "twice"}).status_code == 422
    assert Move.objects.filter(lever=lever).count() == 1


def test_a_metric_needs_its_figure_and_a_share_is_typed_in_per_cent(cast: Cast, plan: Plan) -> None:
    move, levers = moves_of(plan)[0], plan.assessment.model.levers.values()
    commercial = next(lever for lever in levers if lever.dimension == "commercial_motion")
    Move.objects.filter(pk=move.pk).update(lever=commercial.id, dimension=commercial.dimension)
    client, path = signed_in(cast.facilitator), f"{base(cast, plan.assessment)}moves/{move.pk}/"
    metric = {"milestone_kind": "metric", "metric": "expansion_talk_share"}
    assert "Say which figure" in client.post(path, fields(move, **metric)).content.decode()
    assert client.post(path, fields(move, **metric, baseline="12.5", target="40")).status_code == 302
    move.refresh_from_db()
    assert (move.baseline, move.target) == (0.125, 0.4)
    page = client.get(path).content.decode()
    assert "start 12.5 %" in page
    assert "Not measured: no records say it." in page
    assert 'value="12.5"' in page


def test_a_figure_is_shown_as_the_metric_is_and_left_alone_stays_exact(cast: Cast, plan: Plan) -> None:
    move, levers = moves_of(plan)[0], plan.assessment.model.levers.values()
    lever = next(lever for lever in levers if lever.dimension == "commercial_motion")
    kept = {"milestone_kind": "metric", "metric": "expansion_talk_share"}
    Move.objects.filter(pk=move.pk).update(
        lever=lever.id, dimension=lever.dimension, **kept, baseline=0.43298969, target=0.8
    )
    client, path = signed_in(cast.facilitator), f"{base(cast, plan.assessment)}moves/{move.pk}/"
    page = client.get(path).content.decode()
    assert 'value="43.3"' in page
    assert "43.298969" not in page
    commercial = {**kept, "target": "80"}
    assert client.post(path, fields(move, **commercial, baseline="43.3")).status_code == 302
    move.refresh_from_db()
    assert (move.baseline, move.target) == (0.43298969, 0.8)
    client.post(path, fields(move, **commercial, baseline="43.2"))
    move.refresh_from_db()
    assert move.baseline == pytest.approx(0.432)


def test_an_amount_is_typed_and_shown_with_its_thousands_apart(cast: Cast, plan: Plan) -> None:
    move = moves_of(plan)[0]
    Move.objects.filter(pk=move.pk).update(milestone_kind="metric", metric="arr", baseline=5518216.4, target=6e6)
    page = signed_in(cast.facilitator).get(f"{base(cast, plan.assessment)}moves/{move.pk}/").content.decode()
    assert 'value="5,518,216"' in page
    assert 'value="6,000,000"' in page


def test_the_second_editor_is_told_what_changed_and_keeps_what_they_typed(cast: Cast, plan: Plan) -> None:
    move = moves_of(plan)[0]
    path = f"{base(cast, plan.assessment)}moves/{move.pk}/"
    first, second = signed_in(cast.facilitator), signed_in(cast.owner)
    assert first.post(path, fields(move, owner_name="Dana")).status_code == 302
    answer = second.post(path, fields(move, owner_name="Mo", milestone="half of them"))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "While you were writing, Fay changed this" in page
    assert "owner Dana" in page
    assert "half of them" in page
    move.refresh_from_db()
    assert (move.owner_name, move.version) == ("Dana", 2)


@pytest.mark.parametrize("late", ["card", "dates", "day"])
def test_every_other_stale_change_is_refused_too(cast: Cast, plan: Plan, late: str) -> None:
    move = moves_of(plan)[0]
    path = {
        "card": f"moves/{move.pk}/card/",
        "dates": "dates/",
        "day": f"moves/{move.pk}/day/30/",
    }[late]
    version = 0 if late == "day" else 1
    typed = {"version": version, "to": "doing", "starts_on": "2026-12-03", "note": "on its way"}
    client, entries = signed_in(cast.facilitator), AuditEntry.objects.count()
    answers = [client.post(base(cast, plan.assessment) + path, typed).status_code for _ in range(2)]
    assert answers == [302, 409]
    assert AuditEntry.objects.count() == entries + 1


# --- where a card stands ------------------------------------------------------------------------------------


def post_card(cast: Cast, plan: Plan, member: Membership, **typed: str) -> Any:
    move = moves_of(plan)[0]
    path = f"{base(cast, plan.assessment)}moves/{move.pk}/card/"
    return signed_in(member).post(path, {"version": str(move.version), **typed})


def test_finishing_asks_for_what_shows_it(cast: Cast, plan: Plan) -> None:
    refused = post_card(cast, plan, cast.facilitator, to="done")
    assert refused.status_code == 422
    assert "Link what shows it" in refused.content.decode()
    assert post_card(cast, plan, cast.facilitator, to="done", evidence="javascript:alert(1)").status_code == 422
    assert post_card(cast, plan, cast.facilitator, to="done", evidence="https://example.org/q").status_code == 302
    move = moves_of(plan)[0]
    assert (move.status, move.evidence) == (Status.DONE, "https://example.org/q")
    assert move.finished_on is not None


def test_what_is_only_said_of_a_finished_move_is_shown_as_said(cast: Cast, plan: Plan) -> None:
    answer = post_card(cast, plan, cast.facilitator, to="done", evidence_note="ask the RevOps lead")
    assert answer.status_code == 302
    page = signed_in(cast.viewer).get(base(cast, plan.assessment)).content.decode()
    assert "Said, not linked: ask the RevOps lead" in page


@pytest.mark.parametrize("to", ["dropped", "not_now"])
def test_setting_aside_wants_its_reason_and_shows_it(cast: Cast, plan: Plan, to: str) -> None:
    assert post_card(cast, plan, cast.facilitator, to=to).status_code == 422
    assert post_card(cast, plan, cast.facilitator, to=to, aside_reason="the tool is gone").status_code == 302
    assert "the tool is gone" in signed_in(cast.viewer).get(base(cast, plan.assessment)).content.decode()
    assert post_card(cast, plan, cast.facilitator, to="not_started").status_code == 302
    assert moves_of(plan)[0].aside_reason == ""


def test_overdue_is_told_by_the_readers_own_day(cast: Cast, plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    """At noon UTC on the last day it is past midnight in Auckland."""
    noon = datetime.combine(START + timedelta(days=90), time(12), UTC)
    monkeypatch.setattr(timezone, "now", lambda: noon)
    found = {}
    for zone in ("Europe/London", "Pacific/Auckland"):
        Person.objects.filter(pk=cast.viewer.person_id).update(time_zone=zone)
        page = signed_in(cast.viewer).get(base(cast, plan.assessment)).content.decode()
        found[zone] = "Overdue by 1 day" in page
    assert found == {"Europe/London": False, "Pacific/Auckland": True}


def test_a_checkpoint_keeps_its_note_and_figure(cast: Cast, plan: Plan) -> None:
    move = moves_of(plan)[0]
    Move.objects.filter(pk=move.pk).update(
        milestone_kind="metric", metric="expansion_talk_share", baseline=0.1, target=0.5
    )
    path = f"{base(cast, plan.assessment)}moves/{move.pk}/"
    client = signed_in(cast.facilitator)
    assert client.post(path + "day/30/", {"version": 0, "note": ""}).status_code == 422
    assert client.post(path + "day/30/", {"version": 0, "note": "two teams in", "value": "30"}).status_code == 302
    point = Checkpoint.objects.get(move=move, day=30)
    assert (point.note, point.value, point.by) == ("two teams in", 0.3, cast.facilitator.person)
    page = client.get(path).content.decode()
    assert "today 30.0 %" in page
    assert "50 per cent of the way" in page
    assert "was noted on day 30" in page
    assert client.post(path + "day/45/", {"version": 0, "note": "x"}).status_code == 404


def test_a_checkpoint_noted_anew_keeps_its_figure(cast: Cast, plan: Plan) -> None:
    move = moves_of(plan)[0]
    Move.objects.filter(pk=move.pk).update(milestone_kind="metric", metric="expansion_talk_share", target=0.5)
    Checkpoint.objects.filter(move=move, day=30).update(note="two teams in", value=1 / 3, version=1)
    path = f"{base(cast, plan.assessment)}moves/{move.pk}/"
    client = signed_in(cast.facilitator)
    assert 'name="value" value="33.3"' in client.get(path).content.decode()
    client.post(path + "day/30/", {"version": 1, "note": "three teams in", "value": "33.3"})
    client.post(path + "day/30/", {"version": 2, "note": "four teams in"})
    point = Checkpoint.objects.get(move=move, day=30)
    assert (point.note, point.value) == ("four teams in", 1 / 3)


# --- pages --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["owner", "facilitator", "rita", "viewer"])
def test_no_page_of_a_plan_asks_the_database_more_than_fifteen_times(
    cast: Cast, plan: Plan, who: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = signed_in(getattr(cast, who))
    client.get("/you/")
    start = base(cast, plan.assessment)
    for path in ("", "plan.csv", "plan.ics", "again/", "moves/add/", f"moves/{moves_of(plan)[0].pk}/"):
        with django_assert_max_num_queries(15, info=path):
            assert client.get(start + path).status_code in (200, 404)


def test_files_are_downloads_and_text_in_them_is_text(cast: Cast, plan: Plan) -> None:
    move = moves_of(plan)[0]
    Move.objects.filter(pk=move.pk).update(owner_name="=1+1", milestone="@SUM(A1)")
    client = signed_in(cast.viewer)
    table = client.get(base(cast, plan.assessment) + "plan.csv")
    assert table["Content-Disposition"] == 'attachment; filename="plan.csv"'
    text = table.content.decode()
    assert ",'=1+1," in text
    assert ",'@SUM(A1)," in text
    calendar = client.get(base(cast, plan.assessment) + "plan.ics")
    assert calendar["Content-Disposition"] == 'attachment; filename="plan.ics"'
    assert calendar.content.count(b"BEGIN:VEVENT") == 2 + 3 * len(moves_of(plan))


def test_a_second_import_of_the_calendar_moves_entries_and_adds_none(cast: Cast, plan: Plan) -> None:
    import icalendar

    def entries() -> dict[str, tuple[Any, int]]:
        content = signed_in(cast.viewer).get(base(cast, plan.assessment) + "plan.ics").content
        events = icalendar.Calendar.from_ical(content).walk("VEVENT")
        return {str(e["UID"]): (e.decoded("DTSTART"), e.decoded("SEQUENCE")) for e in events}

    before = entries()
    planning.redate(cast.facilitator, plan, START + timedelta(days=7), version=plan.version)
    after = entries()
    assert before.keys() == after.keys()
    for uid, (on, sequence) in after.items():
        assert on == before[uid][0] + timedelta(days=7)
        assert sequence > before[uid][1]
