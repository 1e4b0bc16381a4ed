"""The bank as shipped: enough criteria in every capability, cell and characteristic, each mapped once."""

from collections import Counter

import pytest

from colonnade.content.load import bank, bank_problems, shipped_model
from colonnade.core.criteria import Criterion

CAPABILITIES = {
    "segmentation",
    "engagement_model",
    "organization_design",
    "metrics",
    "reporting",
    "playbooks",
    "manual_processes",
    "customer_experience",
    "journey_map",
    "data_access",
    "health_score",
    "cs_roadmap",
    "scaling_systems",
    "proactive_planning",
    "digital_communication",
    "human_capital",
    "monetization_funding",
}
PILLARS = {
    "organizational_mandate",
    "coverage_segmentation",
    "commercial_motion",
    "data_intelligence",
    "playbooks_execution",
    "talent_capability",
    "cross_functional_integration",
}
CHARACTERISTICS = {"c": 6, "w": 6, "r": 7, "f": 7}
STAGE_OF = {"c": 1, "w": 2, "r": 3, "f": 4}
SHOWN_BY_ABSENCE = {
    "c1": {"segmentation.01"},
    "c2": {"health_score.02"},
    "c3": {"journey_map.01", "playbooks.01"},
    "c4": {"proactive_planning.02"},
    "c6": {"organization_design.01"},
}
WITHDRAWN = {
    "digital_communication.10",
    "digital_communication.11",
    "engagement_model.13",
    "journey_map.06",
    "monetization_funding.15",
    "proactive_planning.05",
    "reporting.05",
    "reporting.07",
    "scaling_systems.05",
    "scaling_systems.06",
    "scaling_systems.07",
    "scaling_systems.10",
    "scaling_systems.11",
}
METRICS = """
    arr gross_revenue_retention net_revenue_retention logo_churn_rate revenue_churn_rate time_to_first_value
    onboarding_completion_rate health_score_coverage health_score_freshness cs_qualified_leads
    csql_to_opportunity_rate playbook_execution_rate at_risk_resolution_rate score_drop_response_48h
    stakeholder_contacts_per_account cs_sourced_expansion_arr referral_sourced_arr cs_sourced_pipeline_share
    csm_quota_attainment cs_revenue_vs_quota renewal_forecast_accuracy nrr_forecast_accuracy
    cs_revenue_to_investment customer_lifetime_value accounts_per_csm arr_per_csm digital_coverage_share
    proactive_share business_review_coverage ticket_volume time_to_resolution nps csat survey_response_rate
    closed_loop_rate handoff_completeness feedback_decision_rate adoption_breadth active_account_share
    health_score_mean escalation_rate sla_attainment cost_to_serve automatic_play_share expansion_talk_share
    variable_pay_share renewals_owned_by_cs_share segment_fill_share lifecycle_fill_share advocacy_share
    notice_lead_days variable_pay_csm_share csm_quota_share potential_minutes_ratio unrun_signal_plays
    churn_health_fall_share
"""
RESULTS = {
    "arr",
    "gross_revenue_retention",
    "net_revenue_retention",
    "logo_churn_rate",
    "revenue_churn_rate",
    "customer_lifetime_value",
}


def cells(model: str) -> Counter[tuple[str, int]]:
    return Counter((c.maps[model].dimension, c.maps[model].stage) for c in bank() if model in c.maps)


def characteristics() -> dict[str, list[Criterion]]:
    found: dict[str, list[Criterion]] = {}
    for criterion in bank():
        if at := criterion.maps.get("distilled"):
            found.setdefault(str(at.characteristic), []).append(criterion)
    return found


def test_there_are_enough_criteria_in_all_and_in_each_capability() -> None:
    counts = Counter(criterion.capability for criterion in bank())
    assert len(bank()) >= 153
    assert set(counts) == CAPABILITIES
    assert min(counts.values()) >= 9


def test_an_id_is_its_capability_and_a_number_and_stands_once() -> None:
    ids = [criterion.id for criterion in bank()]
    assert len(set(ids)) == len(ids)
    for criterion in bank():
        capability, number = criterion.id.split(".")
        assert capability == criterion.capability
        assert len(number) == 2
        assert number.isdigit()


def test_a_statement_stands_once() -> None:
    assert [text for text, n in Counter(c.statement for c in bank()).items() if n > 1] == []


def test_a_withdrawn_id_is_not_given_to_another_fact() -> None:
    assert {criterion.id for criterion in bank()} & WITHDRAWN == set()


def test_every_csmi_cell_from_stage_two_up_has_at_least_three_and_stage_one_has_none() -> None:
    counts = cells("csmi")
    assert set(counts) == {(pillar, stage) for pillar in PILLARS for stage in (2, 3, 4, 5)}
    assert min(counts.values()) >= 3


def test_every_five_stage_cell_from_stage_two_up_has_at_least_two() -> None:
    counts = cells("five_stage")
    areas = ("process", "people", "data", "technology")
    assert set(counts) == {(area, stage) for area in areas for stage in (2, 3, 4, 5)}
    assert min(counts.values()) >= 2


def test_every_distilled_characteristic_is_shown_and_a_lack_only_by_absence() -> None:
    named = {f"{letter}{n}" for letter, last in CHARACTERISTICS.items() for n in range(1, last + 1)}
    assert set(characteristics()) == named - set(SHOWN_BY_ABSENCE)
    assert set().union(*SHOWN_BY_ABSENCE.values()) <= {criterion.id for criterion in bank()}


def test_the_distilled_model_names_the_same_criteria_as_absent() -> None:
    characteristics = shipped_model("distilled").characteristics
    assert {c.id: set(c.absent_criteria) for c in characteristics if c.absent_criteria} == SHOWN_BY_ABSENCE


def test_a_distilled_characteristic_stands_at_its_own_stage() -> None:
    for characteristic, shown_by in characteristics().items():
        stages = {criterion.maps["distilled"].stage for criterion in shown_by}
        assert stages == {STAGE_OF[characteristic[0]]}, characteristic


def test_a_criterion_maps_only_to_cells_and_characteristics_that_exist() -> None:
    assert bank_problems() == ()


def test_at_least_sixty_rules_name_a_known_metric_and_none_a_level_of_retention_or_growth() -> None:
    named = [criterion.evidence.metric for criterion in bank() if criterion.evidence]
    assert len(named) >= 60
    assert set(named) <= set(METRICS.split())
    assert not set(named) & RESULTS


def test_two_criteria_never_ask_the_same_of_the_same_figure() -> None:
    rules = [criterion.evidence for criterion in bank() if criterion.evidence]
    assert len(set(rules)) == len(rules)


def test_every_csmi_lever_turns_criteria_of_its_pillar_at_the_stage_it_leads_to() -> None:
    cell_of = {c.id: (c.maps["csmi"].dimension, c.maps["csmi"].stage) for c in bank() if "csmi" in c.maps}
    levers = shipped_model("csmi").levers
    assert len(levers) == 68
    for lever in levers.values():
        assert lever.turns, lever.id
        assert {cell_of[id] for id in lever.turns} == {(lever.dimension, lever.leads_to)}, lever.id


@pytest.mark.parametrize("id", ["csmi", "five_stage", "distilled"])
def test_above_stage_one_no_criterion_weighs_more_than_half_of_its_cell(id: str) -> None:
    weights: dict[tuple[str, int], list[float]] = {}
    for criterion in bank():
        if at := criterion.maps.get(id):
            weights.setdefault((at.dimension, at.stage), []).append(criterion.weight)
    for cell, held in weights.items():
        if cell[1] > 1:
            assert max(held) <= sum(held) / 2, cell


def test_the_credibility_of_the_cs_leader_is_one_criterion_in_a_cell_of_the_mandate() -> None:
    leader = shipped_model("csmi").leader
    assert leader is not None
    [criterion] = [criterion for criterion in bank() if criterion.id == leader.criterion]
    assert criterion.maps["csmi"].dimension == "organizational_mandate"
    assert criterion.maps["csmi"].stage == leader.above_stage + 1
