"""Failure patterns with evidence: confirmed, suspected, not seen or unknown."""

from collections.abc import Sequence
from itertools import product

import pytest
from answering import TODAY, answered, by_id
from making import make_criterion, make_model

from colonnade.content.load import shipped_model
from colonnade.core.criteria import EvidenceRule
from colonnade.core.evidence import Wanted
from colonnade.core.findings import Evidence
from colonnade.core.measurement import Definition, Measured, Period
from colonnade.core.observations import Answer, Tier, Unanswered
from colonnade.core.patterns import PatternReading, PatternState, Truth, read_patterns
from colonnade.core.signatures import CriterionIs, MeasurementIs, Pattern, PatternEvidence, StageBetween

LOW = StageBetween("north", 1, 2)
YES, NO, UNSCORED = {"north": 2}, {"north": 3}, {"east": 2}
HAS_A, HAS_B, LACKS_C = CriterionIs("a", True), CriterionIs("b", True), CriterionIs("c", False)


def reading(
    stages: dict[str, int],
    truths: dict[PatternEvidence, Truth] | Evidence,
    *,
    all: Sequence[PatternEvidence] = (),
    any: Sequence[PatternEvidence] = (),
) -> PatternReading:
    pattern = Pattern("stuck", "Stuck", "", "Unstick it.", LOW, (), tuple(all), tuple(any))
    model = make_model(patterns=(pattern,), criteria=[make_criterion(id, "north", 2) for id in "abc"])
    shows = truths.shows if isinstance(truths, Evidence) else truths.get
    return read_patterns(model, stages, shows)[0]


def state(stages: dict[str, int], truth: Truth) -> PatternState:
    return reading(stages, {HAS_A: truth}, all=(HAS_A,)).state


@pytest.mark.parametrize(
    ("evidence", "scores", "then"),
    [
        (True, YES, "confirmed"),
        (True, NO, "confirmed"),
        (True, UNSCORED, "confirmed"),
        (False, YES, "not_seen"),
        (False, NO, "not_seen"),
        (False, UNSCORED, "not_seen"),
        (None, YES, "suspected"),
        (None, NO, "not_seen"),
        (None, UNSCORED, "unknown"),
    ],
)
def test_evidence_speaks_first_and_scores_where_it_is_silent(
    evidence: Truth, scores: dict[str, int], then: PatternState
) -> None:
    assert state(scores, evidence) == then


def test_without_any_evidence_of_its_own_a_pattern_is_only_ever_suspected() -> None:
    assert [reading(stages, {}).state for stages in (YES, NO, UNSCORED)] == ["suspected", "not_seen", "unknown"]


@pytest.mark.parametrize(("a", "b", "c"), list(product([True, False, None], repeat=3)))
def test_yes_is_all_of_all_and_one_of_any_and_no_is_all_answered_otherwise(a: Truth, b: Truth, c: Truth) -> None:
    found = reading(YES, {HAS_A: a, HAS_B: b, LACKS_C: c}, all=(HAS_A,), any=(HAS_B, LACKS_C))
    if a and (b or c):
        assert found.state == "confirmed"
    elif None in (a, b, c):
        assert found.state == "suspected"
    else:
        assert found.state == "not_seen"


def test_a_confirmed_pattern_says_because_of_which_scores_and_which_evidence() -> None:
    found = reading(YES, {HAS_A: True, HAS_B: False, LACKS_C: True}, all=(HAS_A,), any=(HAS_B, LACKS_C))
    assert found.because == ("North at 2", "shown: a can be shown.", "shown not to be so: c can be shown.")
    assert found.remedy == "Unstick it."


def test_a_pattern_confirmed_against_the_scores_names_the_evidence_alone() -> None:
    assert reading(NO, {HAS_A: True}, all=(HAS_A,)).because == ("shown: a can be shown.",)


def test_a_pattern_that_is_not_seen_gives_no_because() -> None:
    assert reading(YES, {HAS_A: False}, all=(HAS_A,)).because == ()


# --- from a stage on ----------------------------------------------------------------------------------------

FROM_4 = CriterionIs("b", True, dimension="east", from_stage=4)


@pytest.mark.parametrize(("east", "then"), [(3, "not_seen"), (4, "confirmed"), (5, "confirmed")])
def test_evidence_counts_only_from_its_stage_on(east: int, then: PatternState) -> None:
    found = reading({**YES, "east": east}, {HAS_A: False, FROM_4: True}, any=(HAS_A, FROM_4))
    assert found.state == then


def test_evidence_that_does_not_count_yet_leaves_nothing_unknown() -> None:
    assert reading({**YES, "east": 3}, {HAS_A: False}, any=(HAS_A, FROM_4)).state == "not_seen"
    assert reading({**YES, "east": 4}, {HAS_A: False}, any=(HAS_A, FROM_4)).state == "suspected"


def test_where_none_of_the_any_counts_yet_the_all_alone_confirm_nothing() -> None:
    assert reading({**YES, "east": 3}, {HAS_A: True}, all=(HAS_A,), any=(FROM_4,)).state == "suspected"


# --- which answers count ------------------------------------------------------------------------------------


def shown(answer: Answer | Unanswered | None, piece: CriterionIs = HAS_A) -> Truth:
    return Evidence({"a": answer} if answer else {}).shows(piece)


@pytest.mark.parametrize(("tier", "counts"), [("said", False), ("documented", True), ("measured", True)])
def test_only_what_is_documented_or_measured_is_evidence(tier: Tier, counts: bool) -> None:
    assert shown(answered("a", "met", tier)) is (True if counts else None)
    assert shown(answered("a", "not_met", tier)) is (False if counts else None)


def test_a_criterion_has_the_value_asked_for_or_has_not() -> None:
    lacks = CriterionIs("a", False)
    values = [answered("a", value, "documented") for value in ("met", "partly", "not_met")]
    assert [shown(answer) for answer in values] == [True, False, False]
    assert [shown(answer, lacks) for answer in values] == [False, False, True]


def test_what_is_open_or_does_not_apply_is_unknown() -> None:
    assert shown(None) is None
    assert shown(Unanswered("a", "disputed", "they differ")) is None
    assert shown(answered("a", "not_applicable", "documented")) is None


def figures(**values: tuple[float, int]) -> dict[Wanted, Measured]:
    """Each metric with its value and rows."""
    definition = Definition("m", "M", "as told", "share", "higher", (), "leading")
    return {
        Wanted(id): Measured(definition, value, rows, Period(TODAY, TODAY)) for id, (value, rows) in values.items()
    }


@pytest.mark.parametrize(("value", "rows", "then"), [(0.4, 30, True), (0.5, 30, False), (0.4, 29, None)])
def test_a_measurement_is_evidence_where_it_has_rows_enough(value: float, rows: int, then: Truth) -> None:
    piece = MeasurementIs(EvidenceRule("m", "<", 0.5, 30))
    assert Evidence({}, figures(m=(value, rows))).shows(piece) is then


def test_without_records_a_measurement_is_unknown() -> None:
    assert Evidence().shows(MeasurementIs(EvidenceRule("m", "<", 0.5, 30))) is None


# --- the shipped patterns -----------------------------------------------------------------------------------


def shipped(evidence: Evidence, **stages: int) -> dict[str, PatternState]:
    """The states of the patterns at stage 3 in every pillar but those named."""
    csmi = shipped_model("csmi")
    return {p.id: p.state for p in read_patterns(csmi, {**dict.fromkeys(csmi.by_id, 3), **stages}, evidence.shows)}


def test_the_metrics_trap_counts_missing_quota_from_mandate_4_only() -> None:
    scorecard = by_id(answered("metrics.04", "met", "documented"))
    evidence = Evidence(scorecard, figures(variable_pay_csm_share=(0.6, 3), csm_quota_share=(0.4, 3)))
    assert shipped(evidence, organizational_mandate=3)["metrics_trap"] == "not_seen"
    assert shipped(evidence, organizational_mandate=4)["metrics_trap"] == "confirmed"


@pytest.mark.parametrize(
    ("executed", "due", "unrun", "then"),
    [(0.49, 30, 0, "confirmed"), (0.49, 29, 0, "suspected"), (0.9, 30, 0, "not_seen"), (0.9, 30, 1, "confirmed")],
)
def test_the_graveyard_shows_in_plays_not_executed_or_not_run(
    executed: float, due: int, unrun: int, then: PatternState
) -> None:
    evidence = Evidence({}, figures(playbook_execution_rate=(executed, due), unrun_signal_plays=(unrun, 5)))
    assert shipped(evidence, playbooks_execution=2)["playbook_graveyard"] == then


def test_every_shipped_pattern_is_suspected_by_the_scores_that_the_method_names() -> None:
    nothing = Evidence()
    assert shipped(nothing, talent_capability=2, coverage_segmentation=2)["metrics_trap"] == "suspected"
    assert shipped(nothing, organizational_mandate=4, commercial_motion=2)["metrics_trap"] == "suspected"
    assert shipped(nothing, talent_capability=2)["metrics_trap"] == "not_seen"
    assert shipped(nothing, playbooks_execution=2)["playbook_graveyard"] == "suspected"
    assert shipped(nothing, playbooks_execution=1)["playbook_graveyard"] == "not_seen"
    assert shipped(nothing, coverage_segmentation=3, commercial_motion=4)["segmentation_mismatch"] == "suspected"
    assert shipped(nothing, coverage_segmentation=4, commercial_motion=5)["segmentation_mismatch"] == "not_seen"
    avoiding = {"commercial_motion": 2, "talent_capability": 2}
    assert shipped(nothing, **avoiding)["commercial_avoidance"] == "suspected"
    assert shipped(nothing, commercial_motion=2)["commercial_avoidance"] == "not_seen"
    assert shipped(nothing, data_intelligence=2)["reactive_data_trap"] == "suspected"
    assert shipped(nothing, data_intelligence=1)["reactive_data_trap"] == "not_seen"
    ahead = {"organizational_mandate": 5, "talent_capability": 5, "playbooks_execution": 2}
    assert shipped(nothing, **ahead)["reactive_data_trap"] == "suspected", "data at 3, playbooks at 2, average 3.4"
