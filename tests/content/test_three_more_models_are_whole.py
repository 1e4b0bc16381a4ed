"""The five-stage, Distilled and ESG models as shipped: every item of their sources is there and is counted."""

from collections import Counter
from importlib.resources import files
from itertools import pairwise

import pytest

from colonnade.content.load import shipped_model
from colonnade.content.model_format import MODEL
from colonnade.content.yaml_tree import parse_tree
from colonnade.core.model import Band, Model

CAPABILITIES = {
    "build": ["segmentation", "engagement_model", "organization_design", "metrics", "reporting"],
    "operationalize": [
        "playbooks",
        "manual_processes",
        "customer_experience",
        "journey_map",
        "data_access",
        "health_score",
    ],
    "transform": [
        "cs_roadmap",
        "scaling_systems",
        "proactive_planning",
        "digital_communication",
        "human_capital",
        "monetization_funding",
    ],
}


@pytest.fixture(scope="module")
def five_stage() -> Model:
    return shipped_model("five_stage")


@pytest.fixture(scope="module")
def distilled() -> Model:
    return shipped_model("distilled")


@pytest.fixture(scope="module")
def esg() -> Model:
    return shipped_model("esg")


def claims(model: Model) -> str:
    return " ".join(claim.text for claim in model.claims)


# --- five_stage ---------------------------------------------------------------------------------------------


def test_five_stages_from_reactive_to_embedded_have_focus_kpis_and_practices(five_stage: Model) -> None:
    assert [stage.id for stage in five_stage.stages] == [
        "reactive",
        "proactive",
        "predictive",
        "strategic",
        "embedded",
    ]
    assert all(s.summary and s.focus and s.kpis and len(s.practices) >= 2 for s in five_stage.stages)


def test_four_areas_have_twenty_cells_that_are_marked_as_the_products_own(five_stage: Model) -> None:
    assert [area.id for area in five_stage.dimensions] == ["process", "people", "data", "technology"]
    cells = [cell for area in five_stage.dimensions for cell in area.cells]
    assert [cell.stage for cell in cells] == [1, 2, 3, 4, 5] * 4
    assert {cell.source for cell in cells} == {"product"}
    assert min(len(cell.looks_like.split()) for cell in cells) >= 25


def test_governance_stands_under_people(five_stage: Model) -> None:
    assert "governance" in five_stage.by_id["people"].about


def test_every_cell_offers_two_levers_or_more_toward_the_next_stage(five_stage: Model) -> None:
    for area in five_stage.dimensions:
        for cell in area.cells:
            aims = {lever.leads_to for lever in cell.levers}
            assert len(cell.levers) >= 2
            assert aims == {min(cell.stage + 1, five_stage.top)}


def test_no_area_has_levers_of_training_or_measure_alone(five_stage: Model) -> None:
    for area in five_stage.dimensions:
        for cell in area.cells:
            assert {lever.kind for lever in cell.levers} - {"training", "measure"}


def test_the_roadmap_has_three_three_and_one_actions_at_its_horizons(five_stage: Model) -> None:
    assert Counter(row.horizon_days for row in five_stage.roadmap) == {90: 3, 180: 3, 365: 1}


def test_the_dashboard_is_churn_net_retention_health_and_time_to_value(five_stage: Model) -> None:
    assert [item.id for item in five_stage.dashboard] == [
        "logo_churn_rate",
        "net_revenue_retention",
        "health_score_mean",
        "time_to_first_value",
    ]


def test_three_pitfalls_and_the_two_week_checklist_of_three_are_there(five_stage: Model) -> None:
    assert [item.id for item in five_stage.pitfalls] == [
        "skipping_stages",
        "overbuilt_health_score",
        "isolated_cs",
    ]
    assert [item.id for item in five_stage.checklist] == ["score", "one_page", "signal_and_play"]


def test_each_area_has_an_interview_of_eight_to_ten_different_questions(five_stage: Model) -> None:
    assert [sheet.dimension for sheet in five_stage.interviews] == list(five_stage.by_id)
    for sheet in five_stage.interviews:
        assert sheet.minutes == "30-60"
        assert 8 <= len(set(sheet.questions)) == len(sheet.questions) <= 10


def test_the_top_ten_accounts_test_asks_three_questions_and_caps_at_stage_two(five_stage: Model) -> None:
    test = five_stage.top_accounts_test
    assert test is not None
    assert (test.accounts, test.minimum, test.health_days, test.cap_stage) == (10, 5, 31, 2)
    assert test.pass_share == 0.9
    assert [question.id for question in test.questions] == ["onboarding", "health", "growth"]


def test_stages_in_sequence_are_not_turned_into_edges_between_areas(five_stage: Model) -> None:
    assert five_stage.edges == ()


def test_the_procedure_is_audit_map_and_score(five_stage: Model) -> None:
    assert [step.id for step in five_stage.procedure] == ["audit", "map", "score"]


def test_figures_of_the_five_stage_source_are_shown_as_its_claims(five_stage: Model) -> None:
    assert all(claim.text.startswith("The source ") and claim.source for claim in five_stage.claims)
    assert all(figure in claims(five_stage) for figure in ("40%", "six months", "22%", "nine months", "12 months"))


# --- distilled ----------------------------------------------------------------------------------------------


def test_four_stages_from_crawl_to_fly_describe_one_dimension(distilled: Model) -> None:
    assert [stage.id for stage in distilled.stages] == ["crawl", "walk", "run", "fly"]
    assert [dimension.id for dimension in distilled.dimensions] == ["overall"]
    assert [cell.stage for cell in distilled.by_id["overall"].cells] == [1, 2, 3, 4]


def test_the_stages_have_six_six_seven_and_seven_characteristics(distilled: Model) -> None:
    expected = [
        f"{stage[0]}{n}" for stage, count in zip("cwrf", (6, 6, 7, 7), strict=True) for n in range(1, count + 1)
    ]
    assert [characteristic.id for characteristic in distilled.characteristics] == expected
    assert all(c.stage[0] == c.id[0] for c in distilled.characteristics)


def test_five_of_crawls_six_characteristics_name_the_criteria_whose_absence_shows_them(distilled: Model) -> None:
    absent = {c.id: c.absent_criteria for c in distilled.characteristics if c.absent_criteria}
    assert list(absent) == ["c1", "c2", "c3", "c4", "c6"]


def test_nine_families_hold_every_characteristic_and_none_is_empty(distilled: Model) -> None:
    families = [family.id for family in distilled.families]
    assert families == [
        "segments",
        "health",
        "journey_and_plays",
        "posture_and_books",
        "measures",
        "standing",
        "commercial",
        "people",
        "digital_and_cost",
    ]
    assert {characteristic.family for characteristic in distilled.characteristics} == set(families)


def test_the_stages_have_six_seven_seven_and_seven_priority_actions(distilled: Model) -> None:
    assert Counter(action.stage for action in distilled.actions) == {"crawl": 6, "walk": 7, "run": 7, "fly": 7}
    assert len({action.id for action in distilled.actions}) == 27


def test_every_priority_action_has_a_lever_in_its_stages_row(distilled: Model) -> None:
    actions = Counter(action.stage for action in distilled.actions)
    for cell in distilled.by_id["overall"].cells:
        assert len(cell.levers) == actions[distilled.stage(cell.stage).id]
        assert {lever.leads_to for lever in cell.levers} == {min(cell.stage + 1, distilled.top)}


def test_profiles_follow_without_gap_in_revenue_and_team(distilled: Model) -> None:
    assert [profile.stage for profile in distilled.profiles] == ["crawl", "walk", "run", "fly"]
    assert [profile.arr_musd for profile in distilled.profiles] == [
        Band(0, 5),
        Band(5, 20),
        Band(20, 100),
        Band(100, None),
    ]
    for lower, upper in pairwise(distilled.profiles):
        assert lower.team is not None
        assert upper.team is not None
        assert lower.team.high == upper.team.low
    assert all(profile.team_size and profile.leadership for profile in distilled.profiles)


def test_crawl_has_no_years_of_cs_and_run_and_fly_overlap(distilled: Model) -> None:
    crawl, walk, run, fly = (profile.years for profile in distilled.profiles)
    assert crawl is None
    assert walk == Band(1, 3)
    assert run == fly == Band(3, None)


def test_a_larger_company_new_to_cs_is_the_exception_in_crawls_profile(distilled: Model) -> None:
    crawl, *others = distilled.profiles
    assert "larger" in crawl.exception
    assert not any(profile.exception for profile in others)


def test_each_of_three_transitions_unlocks_three_things(distilled: Model) -> None:
    assert Counter((unlock.from_stage, unlock.to_stage) for unlock in distilled.unlocks) == {
        ("crawl", "walk"): 3,
        ("walk", "run"): 3,
        ("run", "fly"): 3,
    }


def test_each_transition_has_a_guide_of_five_to_seven_steps(distilled: Model) -> None:
    ways = [(guide.from_stage, guide.to_stage) for guide in distilled.transitions]
    assert ways == [("crawl", "walk"), ("walk", "run"), ("run", "fly")]
    assert all(guide.text and 5 <= len(guide.steps) <= 7 for guide in distilled.transitions)


def test_figures_of_the_distilled_source_are_shown_as_its_claims(distilled: Model) -> None:
    for figure in ("10x", "30–60 days"):
        assert figure in claims(distilled)
        assert all(u.text.startswith("The source ") for u in distilled.unlocks if figure in u.text)


# --- esg ----------------------------------------------------------------------------------------------------


def test_seventeen_capabilities_stand_in_their_three_groups_and_say_what_they_are_about(esg: Model) -> None:
    assert [group.id for group in esg.groups] == list(CAPABILITIES)
    assert [(d.group, d.id) for d in esg.dimensions] == [(g, id) for g, ids in CAPABILITIES.items() for id in ids]
    assert len(esg.dimensions) == 17
    assert all(d.about and 0 < len(d.short) <= 12 for d in esg.dimensions)


def test_capabilities_have_bands_of_share_instead_of_stages_and_cells(esg: Model) -> None:
    assert esg.roll_up == "capability_bands"
    assert esg.stages == ()
    assert not any(dimension.cells for dimension in esg.dimensions)
    assert [(band.id, band.low) for band in esg.bands] == [
        ("absent", 0),
        ("begun", 0.25),
        ("in_place", 0.5),
        ("operational", 0.75),
    ]


def test_monetisation_is_ready_once_all_other_capabilities_have_something() -> None:
    faults: list[tuple[int, str]] = []
    text = (files("colonnade.content") / "models" / "esg.yaml").read_text("utf-8")
    file = MODEL.read(parse_tree(text), lambda line, fault: faults.append((line, fault)))
    assert faults == []
    assert file["readiness"] == {"dimension": "monetization_funding", "needs": "all_others"}


def test_the_five_principles_are_there_with_monetisation_last(esg: Model) -> None:
    assert [principle.id for principle in esg.principles] == [
        "not_linear",
        "peers_of_ones_kind",
        "prescriptive_plan",
        "leading_before_lagging",
        "monetise_last",
    ]


def test_figures_of_the_esg_source_are_shown_as_its_claims(esg: Model) -> None:
    assert all(claim.text.startswith("The source claims ") and claim.source for claim in esg.claims)
    assert all(figure in claims(esg) for figure in ("86%", "2X", "91%"))


def test_capabilities_name_one_repeatable_and_one_measured_criterion_of_their_own(esg: Model) -> None:
    own = {criterion.id: criterion.capability for criterion in esg.criteria}
    for capability in esg.dimensions:
        assert capability.repeatable != capability.measured
        assert own[str(capability.repeatable)] == own[str(capability.measured)] == capability.id


# --- the bank -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("id", ["five_stage", "distilled"])
def test_every_lever_turns_a_criterion_of_the_picture_it_brings_about(id: str) -> None:
    model = shipped_model(id)
    cell_of = {c.id: (c.maps[id].dimension, c.maps[id].stage) for c in model.criteria}
    for lever in model.levers.values():
        assert lever.turns, lever.id
        assert {cell_of[criterion] for criterion in lever.turns} == {(lever.dimension, lever.leads_to)}, lever.id
