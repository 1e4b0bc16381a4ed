"""The CS Maturity Index as shipped: every item of its source is there, in words of our own."""

import re
from collections import Counter
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest

from colonnade.content.load import shipped_model
from colonnade.core.model import LeadRule, Lever, Model
from colonnade.core.signatures import CriterionIs, MeasurementIs, PatternEvidence

SEEDS = Path(__file__).parents[3] / "shared" / "seeds"
LONGEST_SHARED_RUN = 7

LEVERS_BY_PILLAR = {
    "organizational_mandate": 10,
    "coverage_segmentation": 10,
    "commercial_motion": 10,
    "data_intelligence": 9,
    "playbooks_execution": 9,
    "talent_capability": 10,
    "cross_functional_integration": 10,
}


@pytest.fixture(scope="module")
def csmi() -> Model:
    return shipped_model("csmi")


def levers(model: Model) -> Iterator[Lever]:
    return (lever for pillar in model.dimensions for cell in pillar.cells for lever in cell.levers)


def words(text: str) -> list[str]:
    plain = re.sub(r"<[^>]+>", " ", text).replace("&amp;", "&").casefold()
    return re.findall(r"[a-z0-9]+(?:['’][a-z]+)?", plain)


def runs(text: str, length: int) -> set[str]:
    found = words(text)
    return {" ".join(found[i : i + length]) for i in range(len(found) - length + 1)}


def test_five_stages_from_nascent_to_revenue_generating_have_tagline_and_summary(csmi: Model) -> None:
    assert [(stage.number, stage.id) for stage in csmi.stages] == [
        (1, "nascent"),
        (2, "emerging"),
        (3, "scaling"),
        (4, "revenue_aligned"),
        (5, "revenue_generating"),
    ]
    assert all(stage.name and stage.tagline and stage.summary for stage in csmi.stages)


def test_seven_pillars_stand_in_order_and_say_what_they_are_about(csmi: Model) -> None:
    assert [pillar.id for pillar in csmi.dimensions] == list(LEVERS_BY_PILLAR)
    assert all(pillar.about and 0 < len(pillar.short) <= 12 for pillar in csmi.dimensions)


def test_thirty_five_cells_give_each_pillar_a_picture_at_each_stage(csmi: Model) -> None:
    assert sum(len(pillar.cells) for pillar in csmi.dimensions) == 35
    for pillar in csmi.dimensions:
        assert [cell.stage for cell in pillar.cells] == [1, 2, 3, 4, 5]
        assert all(cell.looks_like and cell.source == "seed" for cell in pillar.cells)


def test_the_cells_of_a_pillar_are_about_even_in_length(csmi: Model) -> None:
    for pillar in csmi.dimensions:
        lengths = [len(cell.looks_like) for cell in pillar.cells]
        assert max(lengths) <= 1.5 * min(lengths), f"{pillar.id}: {lengths}"


def test_sixty_eight_levers_stand_two_to_a_cell_but_one_in_data_1_and_playbooks_1(csmi: Model) -> None:
    assert Counter(lever.dimension for lever in levers(csmi)) == LEVERS_BY_PILLAR
    single = {(p.id, cell.stage) for p in csmi.dimensions for cell in p.cells if len(cell.levers) == 1}
    assert single == {("data_intelligence", 1), ("playbooks_execution", 1)}
    assert {len(cell.levers) for pillar in csmi.dimensions for cell in pillar.cells} == {1, 2}


def test_every_lever_is_named_once_by_its_pillar_and_row(csmi: Model) -> None:
    ids = [lever.id for lever in levers(csmi)]
    assert len(set(ids)) == 68
    for lever in levers(csmi):
        assert re.fullmatch(rf"{lever.dimension}\.{lever.row}\.[a-z0-9_]+", lever.id)


def test_a_lever_leads_to_its_own_row_or_the_next_and_never_past_the_top(csmi: Model) -> None:
    astray = [
        lever.id for lever in levers(csmi) if lever.leads_to not in (lever.row, min(lever.row + 1, csmi.top))
    ]
    assert astray == []


def test_every_step_of_every_pillar_has_a_lever_that_leads_there(csmi: Model) -> None:
    reached = {(lever.dimension, lever.leads_to) for lever in levers(csmi)}
    assert reached >= {(pillar.id, stage) for pillar in csmi.dimensions for stage in (2, 3, 4, 5)}


def test_a_lever_has_a_sponsor_exactly_when_the_cs_leader_cannot_decide_it(csmi: Model) -> None:
    for lever in levers(csmi):
        assert bool(lever.sponsor) == (lever.decided_by != "cs_leader"), lever.id


def test_levers_that_hand_over_a_revenue_number_are_guarded_by_talent_coverage_and_commercial(
    csmi: Model,
) -> None:
    assert set(csmi.revenue_number_needs) == {
        "talent_capability",
        "coverage_segmentation",
        "commercial_motion",
    }
    assert {lever.id for lever in levers(csmi) if lever.gives_revenue_number} == {
        "organizational_mandate.2.own_nrr",
        "organizational_mandate.3.scorecard_lines",
        "commercial_motion.3.small_deal_quota",
        "commercial_motion.4.variable_pay",
        "commercial_motion.5.full_nrr_quota",
        "talent_capability.5.managers_by_nrr",
    }


@pytest.mark.parametrize(
    ("pillar", "stage", "figure"),
    [
        ("coverage_segmentation", 2, "2–3 tiers"),
        ("commercial_motion", 4, "20–30%"),
        ("data_intelligence", 1, "three factors"),
        ("data_intelligence", 2, "48 hours"),
        ("data_intelligence", 4, "60–90 days"),
        ("playbooks_execution", 1, "three situations"),
    ],
)
def test_the_figures_of_the_source_are_kept(csmi: Model, pillar: str, stage: int, figure: str) -> None:
    cell = csmi.by_id[pillar].cells[stage - 1]
    assert figure in " ".join([cell.looks_like, *(lever.text for lever in cell.levers)])


def test_the_second_lever_of_talent_two_holds_both_training_and_variable_pay(csmi: Model) -> None:
    second = csmi.by_id["talent_capability"].cells[1].levers[1]
    assert "commercial training" in second.text
    assert "variable pay" in second.text


def test_twenty_key_metrics_stand_five_to_a_stage_with_the_first_two_stages_as_one(csmi: Model) -> None:
    assert Counter(metric.stages for metric in csmi.metrics) == {
        ("nascent", "emerging"): 5,
        ("scaling",): 5,
        ("revenue_aligned",): 5,
        ("revenue_generating",): 5,
    }


def test_twenty_one_metric_ids_serve_them_since_churn_by_segment_is_logos_and_revenue(csmi: Model) -> None:
    ids = [id for metric in csmi.metrics for id in metric.ids]
    assert len(ids) == len(set(ids)) == 21
    assert [metric.ids for metric in csmi.metrics if len(metric.ids) > 1] == [
        ("logo_churn_rate", "revenue_churn_rate")
    ]


def test_the_nrr_forecast_keeps_its_target_of_five_points(csmi: Model) -> None:
    [forecast] = [metric for metric in csmi.metrics if metric.ids == ("nrr_forecast_accuracy",)]
    assert "±5 points" in forecast.name


def test_every_metric_speaks_to_a_pillar_and_supporting_ones_are_no_key_metrics(csmi: Model) -> None:
    assert all(pillars and set(pillars) <= set(LEVERS_BY_PILLAR) for pillars in csmi.speaks_to.values())
    assert not set(csmi.supporting_metrics) & {id for metric in csmi.metrics for id in metric.ids}
    assert set(csmi.supporting_metrics) >= {
        "arr",
        "ticket_volume",
        "time_to_resolution",
        "csat",
        "escalation_rate",
        "adoption_breadth",
        "active_account_share",
    }


def test_five_failure_patterns_each_have_a_remedy_its_levers_and_both_signatures(csmi: Model) -> None:
    assert [pattern.id for pattern in csmi.patterns] == [
        "metrics_trap",
        "playbook_graveyard",
        "segmentation_mismatch",
        "commercial_avoidance",
        "reactive_data_trap",
    ]
    for pattern in csmi.patterns:
        assert pattern.name and pattern.text and pattern.remedy
        assert pattern.scores and pattern.evidence_any
        assert pattern.levers and set(pattern.levers) <= {lever.id for lever in levers(csmi)}


def test_the_metrics_trap_asks_for_net_retention_on_the_scorecard_and_pay_that_does_not_follow(
    csmi: Model,
) -> None:
    trap = csmi.patterns[0]
    assert trap.evidence_all == (CriterionIs("metrics.04", met=True),)
    assert [(metric_of(found), found.from_stage) for found in trap.evidence_any] == [
        ("variable_pay_csm_share", None),
        ("csm_quota_share", 4),
    ]


def metric_of(evidence: PatternEvidence) -> str:
    assert isinstance(evidence, MeasurementIs)
    return evidence.rule.metric


def test_six_principles_and_the_procedure_of_five_steps_are_whole(csmi: Model) -> None:
    assert len(csmi.principles) == 6
    assert len(csmi.procedure) == 5
    assert all(item.name and item.text for item in (*csmi.principles, *csmi.procedure))


def test_every_edge_says_whether_the_seed_or_the_product_drew_it(csmi: Model) -> None:
    assert {(edge.dimension, edge.rests_on, edge.source) for edge in csmi.edges} == {
        ("playbooks_execution", "coverage_segmentation", "seed"),
        ("playbooks_execution", "data_intelligence", "seed"),
        ("commercial_motion", "data_intelligence", "seed"),
        ("commercial_motion", "playbooks_execution", "seed"),
        ("commercial_motion", "talent_capability", "product"),
        ("coverage_segmentation", "data_intelligence", "product"),
        ("talent_capability", "organizational_mandate", "product"),
        ("cross_functional_integration", "organizational_mandate", "product"),
    }


def test_playbooks_strain_one_ahead_of_coverage_and_two_stages_make_a_stall_or_idle_work(csmi: Model) -> None:
    assert csmi.stall_lead == 2
    assert [rule_of(rule) for rule in csmi.strains] == [("playbooks_execution", "coverage_segmentation", 1)]
    assert [rule_of(rule) for rule in csmi.idle] == [
        ("data_intelligence", "playbooks_execution", 2),
        ("playbooks_execution", "commercial_motion", 2),
    ]
    assert all(rule.because and rule.source == "seed" for rule in (*csmi.strains, *csmi.idle))


def rule_of(rule: LeadRule) -> tuple[str, str, int]:
    return rule.dimension, rule.against, rule.lead


def test_above_stage_two_every_pillar_may_call_for_the_development_of_the_cs_leader(csmi: Model) -> None:
    assert csmi.leader is not None
    assert (csmi.leader.above_stage, csmi.leader.source) == (2, "seed")
    assert "CS leader" in csmi.leader.lever


def test_a_step_up_takes_90_then_180_then_360_days(csmi: Model) -> None:
    assert [csmi.pace(stage) for stage in (1, 2, 3, 4)] == [90, 180, 360, 360]


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the source documents are not beside this checkout")
def test_no_text_shares_a_run_of_eight_words_with_a_source_document(csmi: Model) -> None:
    shipped = (files("colonnade.content") / "models" / f"{csmi.id}.yaml").read_text(encoding="utf-8")
    ours = runs(shipped, LONGEST_SHARED_RUN + 1)
    copied = {
        f"{seed.name}: {run}"
        for seed in sorted(SEEDS.glob("*.txt"))
        for run in ours & runs(seed.read_text(encoding="utf-8"), LONGEST_SHARED_RUN + 1)
    }
    assert copied == set()


def test_every_measured_sign_of_a_pattern_is_said_in_words(csmi: Model) -> None:
    pieces = [p for pattern in csmi.patterns for p in (*pattern.evidence_all, *pattern.evidence_any)]
    measured = [piece for piece in pieces if isinstance(piece, MeasurementIs)]
    assert len(measured) == 10
    for piece in measured:
        assert piece.says
        assert piece.rule.metric not in piece.says
