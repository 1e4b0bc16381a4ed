"""What a plan keeps of the records: figures for who may see records, and for nobody who still scores."""

from html import unescape
from importlib import import_module

import pytest
from django.test import Client

from colonnade.core.diagnosis import Diagnosis
from colonnade.web.assessments import results
from colonnade.web.assessments.models import Assessment
from colonnade.web.people.models import Membership
from colonnade.web.plans import planning, proposing
from colonnade.web.plans.forms import metrics_for, unit_of
from colonnade.web.plans.models import Checkpoint, Move, Plan
from colonnade.web.records.models import Load
from web.casting import Cast, new_round, score_all, seat_of, signed_in
from web.planning import START, moves_of, new_plan

pytestmark = pytest.mark.usefixtures("clock")
FIGURES = {"baseline": 0.43391, "earlier": 0.27193, "noted": 0.61327, "noted before": 0.71729}
TAKEN = ("plan", "calendar", "table", "data", "page")


@pytest.fixture
def plan(cast: Cast, revealed: Assessment, recorded: Load) -> Plan:
    """Rita owns a move, whose milestone is a metric with figures of its own everywhere."""
    made = new_plan(cast.facilitator, revealed)
    move = ritas(made)
    fields = {"milestone_kind": "metric", "metric": share_of(move), "target": 0.75, "owner": cast.rita.person}
    for name in ("earlier", "baseline"):
        planning.change(cast.facilitator, move, {**fields, "baseline": FIGURES[name]}, version=move.version)
        move = ritas(made)
    for name in ("noted before", "noted"):
        point = Checkpoint.objects.get(move=move, day=30)
        point.move = move
        planning.note(cast.facilitator, point, "read in the CRM", FIGURES[name], version=point.version)
    return made


def ritas(plan: Plan) -> Move:
    return moves_of(plan)[0]


def share_of(move: Move) -> str:
    """A share that speaks to the move's lever."""
    model = move.plan.assessment.model
    return next(id for id, _ in metrics_for(model, model.levers[move.lever]) if unit_of(id) == "share")


def address(plan: Plan) -> str:
    return f"/o/{plan.assessment.organisation_id}/assessments/{plan.assessment_id}/"


def pages(member: Membership, plan: Plan) -> str:
    """All that the reader may open or take of the plan."""
    client, start = signed_in(member), address(plan)
    moves = [f"plan/moves/{move.pk}/" for move in moves_of(plan)]
    found = [_text(client, start + path) for path in ("plan/", "plan/plan.csv", "plan/plan.ics", *moves)]
    return "\n".join([*found, *(_text(client, f"{start}take/{form}/") for form in TAKEN)])


def _text(client: Client, path: str) -> str:
    answer = client.get(path, follow=True)
    assert answer.status_code == 200, path
    return unescape(answer.content.decode()).replace("\r\n ", "")


def figures() -> dict[str, tuple[str, str]]:
    """Each as it is kept and as it is shown."""
    return {name: (str(value), f"{100 * value:.1f} %") for name, value in FIGURES.items()}


def told(text: str) -> set[str]:
    return {name for name, forms in figures().items() if any(form in text for form in forms)}


def read_of(plan: Plan) -> Diagnosis:
    read = results.diagnosis(plan.assessment, START)
    assert read is not None
    return read


def measured_today(plan: Plan) -> set[str]:
    """What stands beside the milestones that the records speak to."""
    return {item.today for item in read_of(plan).plan.items if item.today}


def test_no_page_or_file_of_a_plan_tells_who_still_scores_a_figure_of_the_records(cast: Cast, plan: Plan) -> None:
    today = measured_today(plan)
    assert today
    new_round(cast.facilitator, cast.rita, cast.sam)
    text = pages(cast.rita, plan)
    assert not told(text)
    assert not [said for said in today if said in text]
    assert "Its figures are shown once you have locked your own scores." in text


def test_who_may_see_records_reads_them_there(cast: Cast, plan: Plan) -> None:
    score_all(seat_of(new_round(cast.facilitator, cast.rita, cast.sam), cast.rita))
    text = pages(cast.rita, plan)
    assert told(text) >= {"baseline", "earlier", "noted before"}
    assert any(said in text for said in measured_today(plan))


def test_what_a_reviewer_may_not_see_of_a_move_stays_when_they_save_it(cast: Cast, plan: Plan) -> None:
    new_round(cast.facilitator, cast.rita, cast.sam)
    move = ritas(plan)
    typed = {
        "version": move.version, "owner": str(move.owner_id), "owner_name": "", "sponsor": "Chief Executive",
        "milestone_kind": "metric", "milestone": "Three of four talks", "metric": share_of(move), "target": "80",
        "proof": "", "stops": "", "due_on": move.due_on.isoformat(), "reason": "",
    }  # fmt: skip
    client, path = signed_in(cast.rita), f"{address(plan)}plan/moves/{move.pk}/"
    assert 'name="baseline"' not in client.get(path).content.decode()
    assert client.post(path, typed).status_code == 302
    kept = Move.objects.get(pk=move.pk)
    assert (kept.milestone, kept.target, kept.baseline) == ("Three of four talks", 0.8, FIGURES["baseline"])
    client.post(f"{path}day/30/", {"version": 2, "note": "a team more"})
    point = Checkpoint.objects.get(move=move, day=30)
    assert (point.note, point.value) == ("a team more", FIGURES["noted"])


def test_the_metric_of_a_move_is_that_of_its_milestone(cast: Cast, revealed: Assessment, recorded: Load) -> None:
    read = results.diagnosis(revealed, START)
    assert read is not None
    criteria = {criterion.id: criterion for criterion in read.model.criteria}
    drafts = [proposing.draft(read, lever, START) for lever in read.model.levers]
    of_metrics = [draft for draft in drafts if draft.metric]
    assert of_metrics
    for draft in of_metrics:
        rule = criteria[draft.item.criterion].evidence
        assert rule is not None and rule.metric == draft.metric
        assert (rule.by, rule.field, rule.window_days) == (None, None, None)
    assert [draft for draft in drafts if draft.item.milestone and not draft.metric]


def test_no_milestone_is_the_whole_stage_where_90_days_bring_a_part(
    cast: Cast, revealed: Assessment, recorded: Load
) -> None:
    moves = moves_of(new_plan(cast.facilitator, revealed))
    assert not [move.milestone for move in moves if "can be shown:" in move.milestone]


@pytest.mark.parametrize(
    ("stored", "kept"),
    [
        ("CS qualified leads in 90 days at least 5; today 3", "CS qualified leads in 90 days at least 5"),
        (
            "Use at least 30.0 % in 80.0 % of the groups; today in 50.0 %",
            "Use at least 30.0 % in 80.0 % of the groups",
        ),
        ("Use at least 60.0 %; today it cannot be measured", "Use at least 60.0 %"),
        ("Sold; today we begin", "Sold; today we begin"),
    ],
)
def test_milestones_kept_so_far_lose_todays_figure(stored: str, kept: str) -> None:
    migration = import_module("colonnade.web.plans.migrations.0003_milestones_without_figures")
    assert migration.FIGURE.sub("", stored) == kept
