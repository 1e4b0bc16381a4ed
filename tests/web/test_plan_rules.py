"""Plans: one line in the log for each change, answers carried over, and page budgets of deep rounds."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from colonnade.content.load import shipped_model
from colonnade.core.support import criteria_of
from colonnade.web.assessments import answering, results, rounds, scoring, store
from colonnade.web.assessments.answering import Given
from colonnade.web.assessments.models import Assessment
from colonnade.web.people.models import AuditEntry
from colonnade.web.plans import planning, proposing, reading, rescoring
from colonnade.web.plans.models import Move, Plan, Rescore, Status
from colonnade.web.plans.timeline import WIDTHS, timeline
from web.casting import STAGES, Cast, score_all, seat_of, signed_in
from web.planning import START, again, moves_of, new_plan, scored_again

pytestmark = pytest.mark.django_db
FACTS = [c.id for c in criteria_of(shipped_model("csmi"), "data_intelligence")]


def test_every_act_on_a_plan_leaves_exactly_one_entry(cast: Cast, revealed: Assessment) -> None:
    fay = cast.facilitator
    plan = new_plan(fay, revealed)
    move = moves_of(plan)[0]
    point = move.checkpoints.get(day=30)
    point.move = move
    read = results.diagnosis(revealed, START)
    assert read is not None
    taken = {m.lever for m in moves_of(plan)}
    other = next(id for id in read.model.levers if id not in taken)

    def moved() -> Move:
        """As it stands now: moving the dates wrote over it."""
        found = Move.objects.get(pk=move.pk)
        found.plan = plan
        return found

    acts: list[Callable[[], object]] = [
        lambda: planning.redate(fay, plan, START + timedelta(days=1), version=1),
        lambda: planning.add(fay, plan, proposing.draft(read, other, START), {"reason": "the board asked"}),
        lambda: planning.change(fay, moved(), {"owner_name": "Dana"}, version=2),
        lambda: planning.change(fay, moved(), {"status": Status.DOING}, version=3),
        lambda: planning.note(fay, point, "two of five", None, version=0),
        lambda: again(cast, plan, cast.rita, cast.sam),
    ]
    for act in acts:
        before = AuditEntry.objects.count()
        act()
        assert AuditEntry.objects.count() == before + 1
    said = AuditEntry.objects.order_by("pk").values_list("act", flat=True)
    assert list(said)[-6:-1] == ["plan.redated", "move.added", "move.changed", "move.moved", "checkpoint.noted"]


def test_an_act_that_is_overtaken_leaves_no_entry(cast: Cast, revealed: Assessment) -> None:
    plan = new_plan(cast.facilitator, revealed)
    before = AuditEntry.objects.count()
    with pytest.raises(planning.Overtaken):
        planning.change(cast.owner, moves_of(plan)[0], {"status": Status.DOING}, version=7)
    assert AuditEntry.objects.count() == before


# --- what is carried over -----------------------------------------------------------------------------------


@pytest.fixture
def deep(cast: Cast) -> Plan:
    """The plan of a deep round in which Rita documented one fact and only said another."""
    made = rounds.make(
        cast.facilitator,
        name="Deep",
        model=shipped_model("csmi"),
        due_on=None,
        reviewers=[cast.rita.person, cast.sam.person],
        is_deep=True,
    )
    shown, said = FACTS[:2]
    seat = seat_of(made, cast.rita)
    answering.save(seat, {shown: Given("met", "", "https://example.org/shown"), said: Given("met", "I think", "")})
    for member in (cast.rita, cast.sam):
        score_all(seat_of(made, member), STAGES, hands_in=False)
        scoring.hand_in(seat_of(made, member))
    rounds.reveal(cast.facilitator, made)
    made.refresh_from_db()
    return new_plan(cast.facilitator, made)


def test_only_what_was_documented_counts_again(cast: Cast, deep: Plan) -> None:
    made = again(cast, deep, cast.rita, cast.sam)
    assert made.is_deep
    assert [row["criterion"] for row in Rescore.objects.get().carried] == [FACTS[0]]
    scored_again(cast, made, STAGES, cast.rita, cast.sam)
    made = Assessment.objects.get(pk=made.pk)
    assert [(o.criterion, o.by) for o in store.observations(made)] == [(FACTS[0], "Rita")]


def test_what_is_carried_is_read_until_it_has_lived_its_time(cast: Cast, deep: Plan) -> None:
    made = again(cast, deep, cast.rita, cast.sam)
    scored_again(cast, made, STAGES, cast.rita, cast.sam)
    made = Assessment.objects.get(pk=made.pk)
    filed = date.fromisoformat(Rescore.objects.get().carried[0]["on"])

    def answered(days: int) -> bool:
        read = results.diagnosis(made, filed + timedelta(days=days))
        assert read is not None
        return FACTS[0] in read.evidence.answers

    lives = shipped_model("csmi").gate.documented_days
    assert answered(lives)
    assert not answered(lives + 1)


def test_a_fact_that_holds_now_and_did_not_before_is_told_with_its_lever(cast: Cast, deep: Plan) -> None:
    levers = deep.assessment.model.levers
    move = next(m for m in moves_of(deep) if levers[m.lever].turns)
    fact = next(id for id in levers[move.lever].turns if id != FACTS[0])
    made = again(cast, deep, cast.rita, cast.sam)
    answering.save(seat_of(made, cast.rita), {fact: Given("met", "", "https://example.org/new")})
    scored_again(cast, made, STAGES, cast.rita, cast.sam)
    made = Assessment.objects.get(pk=made.pk)
    read = results.diagnosis(made, START)
    assert read is not None
    compared = rescoring.compare(Rescore.objects.get(), read, with_names=True)
    result = next(lever for lever in compared.levers if lever.id == move.lever)
    assert result.turned == (fact,)


def test_pages_of_a_deep_round_keep_to_fifteen_questions(
    cast: Cast, deep: Plan, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    made = again(cast, deep, cast.rita, cast.sam)
    scored_again(cast, made, STAGES, cast.rita, cast.sam)
    client = signed_in(cast.viewer)
    client.get("/you/")
    start = f"/o/{cast.harbour.pk}/assessments/"
    move = moves_of(deep)[0].pk
    for path in (
        f"{deep.assessment_id}/plan/",
        f"{deep.assessment_id}/plan/moves/{move}/",
        f"{made.pk}/comparison/",
    ):
        with django_assert_max_num_queries(15, info=path):
            assert client.get(start + path).status_code == 200


# --- the picture --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", WIDTHS)
def test_the_timeline_escapes_what_people_typed_and_stays_inside(
    cast: Cast, revealed: Assessment, width: int
) -> None:
    from colonnade.web.plans import board

    plan = new_plan(cast.facilitator, revealed)
    first = moves_of(plan)[0]
    planning.change(cast.facilitator, first, {"owner_name": "<script>alert(1)</script>"}, version=1)
    seen = reading.seen(cast.facilitator, revealed, START)
    assert seen is not None
    late = START + timedelta(days=140)
    cards = board.board(cast.facilitator, plan, seen, late).cards
    drawn = timeline(plan, board.lanes(cards), late, width=width)
    assert "<script" not in drawn
    import re

    assert max(float(x) for x in re.findall(r' x[12]?="([0-9.]+)"', drawn)) <= width
    assert "day 90" in drawn
    assert drawn.count("tl-late") == sum(card.days_late > 0 for card in cards)


def test_further_fields_in_a_form_change_nothing(cast: Cast, revealed: Assessment) -> None:
    plan = new_plan(cast.facilitator, revealed)
    move, other = moves_of(plan)[:2]
    stolen = {
        "lever": other.lever,
        "dimension": other.dimension,
        "plan": "1",
        "plan_id": "1",
        "place": "9",
        "from_stage": "5",
        "is_proposed": "",
        "because": "no",
        "status": "done",
        "aside_reason": "no",
        "evidence": "https://example.org/no",
        "finished_on": "2026-01-01",
        "changed_by": str(cast.sam.person_id),
        "changed_at": "2020-01-01",
    }
    honest = {
        "version": "1",
        "owner_name": "Dana",
        "sponsor": "Chief Executive",
        "milestone_kind": "criterion",
        "milestone": "seen",
        "due_on": move.due_on.isoformat(),
    }
    path = f"/o/{cast.harbour.pk}/assessments/{revealed.pk}/plan/moves/{move.pk}/"
    before = dict(Move.objects.values().get(pk=move.pk))
    assert signed_in(cast.facilitator).post(path, {**stolen, **honest}).status_code == 302
    after = dict(Move.objects.values().get(pk=move.pk))
    changed = {name for name in before if before[name] != after[name]}
    figures = {"metric", "baseline", "target"}
    assert changed <= {*honest, *figures, "proof", "stops", "changed_by_id", "changed_at"}
    assert after["changed_by_id"] == cast.facilitator.person_id
