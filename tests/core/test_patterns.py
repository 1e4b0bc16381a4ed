"""Failure patterns: each signature of the shipped index just seen and just not, and what evidence makes of it."""

from collections.abc import Mapping

import pytest
from making import make_model

from colonnade.content.load import shipped_model
from colonnade.core.model import Model
from colonnade.core.patterns import PatternReading, PatternState, Truth, all_of, any_of, holds, read_patterns
from colonnade.core.signatures import (
    AllOf,
    BelowAverage,
    BelowDimension,
    Condition,
    CountOf,
    CriterionIs,
    Pattern,
    PatternEvidence,
    StageBetween,
)

ORDER = {
    "mandate": "organizational_mandate",
    "coverage": "coverage_segmentation",
    "commercial": "commercial_motion",
    "data": "data_intelligence",
    "playbooks": "playbooks_execution",
    "talent": "talent_capability",
    "cross": "cross_functional_integration",
}


def stages(**numbers: int) -> dict[str, int]:
    """Stages of the shipped index by short names; what is not named is not scored."""
    return {ORDER[name]: number for name, number in numbers.items()}


def all_at(level: int, **numbers: int) -> dict[str, int]:
    return {**dict.fromkeys(ORDER.values(), level), **stages(**numbers)}


@pytest.fixture(scope="module")
def csmi() -> Model:
    return shipped_model("csmi")


def pattern(model: Model, id: str, at: Mapping[str, int]) -> PatternReading:
    return next(found for found in read_patterns(model, at) if found.id == id)


# --- signatures in the scores, evidence unknown -------------------------------------------------------------

SEEN: list[tuple[str, str, dict[str, int]]] = [
    ("metrics_trap", "mandate 3, two others lower", all_at(3, talent=2, coverage=2)),
    ("metrics_trap", "mandate 3, one lower by two", all_at(3, commercial=1)),
    ("metrics_trap", "mandate 5, talent and commercial one lower", all_at(5, talent=4, commercial=4)),
    ("playbook_graveyard", "playbooks at 2 below an average of 2.14", all_at(2, data=3)),
    ("segmentation_mismatch", "coverage 3, commercial 4", all_at(3, commercial=4)),
    ("segmentation_mismatch", "coverage 1, commercial 2", all_at(3, coverage=1, commercial=2)),
    ("commercial_avoidance", "commercial and talent at 2, average above", all_at(3, commercial=2, talent=2)),
    ("commercial_avoidance", "commercial at 1 below an average of 1.14", all_at(1, cross=2)),
    ("reactive_data_trap", "data at 2 below an average of 2.14", all_at(2, mandate=3)),
    ("reactive_data_trap", "data at 3 with playbooks at 2", all_at(4, data=3, playbooks=2)),
]
NOT_SEEN: list[tuple[str, str, dict[str, int]]] = [
    ("metrics_trap", "mandate only at 2", all_at(1, mandate=2)),
    ("metrics_trap", "only one other lower, and by one", all_at(3, talent=2)),
    ("metrics_trap", "others lower that do not count", all_at(3, data=1, playbooks=1, cross=1)),
    ("playbook_graveyard", "playbooks at 2 on the average", all_at(2)),
    ("playbook_graveyard", "playbooks at 1", all_at(3, playbooks=1)),
    ("playbook_graveyard", "playbooks at 3", all_at(4, playbooks=3)),
    ("segmentation_mismatch", "commercial level with coverage", all_at(3)),
    ("segmentation_mismatch", "coverage at 4", all_at(4, commercial=5)),
    ("commercial_avoidance", "commercial at 3", all_at(4, commercial=3, talent=2)),
    ("commercial_avoidance", "talent at 3", all_at(3, commercial=2)),
    ("commercial_avoidance", "commercial on the average", all_at(2)),
    ("reactive_data_trap", "data at 1", all_at(3, data=1)),
    ("reactive_data_trap", "data at 2 on the average", all_at(2)),
    ("reactive_data_trap", "data at 3 with playbooks at 3", all_at(4, data=3, playbooks=3)),
    ("reactive_data_trap", "data at 3 with playbooks at 2 above the average", all_at(2, data=3)),
    ("reactive_data_trap", "data at 4", all_at(5, data=4, playbooks=2)),
]


@pytest.mark.parametrize(("id", "case", "at"), SEEN, ids=[f"{id}: {case}" for id, case, _ in SEEN])
def test_a_profile_that_just_shows_a_signature_is_suspected(
    csmi: Model, id: str, case: str, at: dict[str, int]
) -> None:
    found = pattern(csmi, id, at)
    assert found.state == "suspected"
    assert found.because and all(found.because)
    assert found.remedy and found.levers


@pytest.mark.parametrize(("id", "case", "at"), NOT_SEEN, ids=[f"{id}: {case}" for id, case, _ in NOT_SEEN])
def test_a_profile_that_just_does_not_is_not_seen(csmi: Model, id: str, case: str, at: dict[str, int]) -> None:
    assert pattern(csmi, id, at).state == "not_seen"


def test_because_names_the_stages_the_signature_turns_on(csmi: Model) -> None:
    found = pattern(csmi, "segmentation_mismatch", all_at(3, commercial=4))
    assert found.because == ("Coverage & Segmentation at 3, Commercial Motion at 4",)


@pytest.mark.parametrize(
    ("at", "state"),
    [
        (stages(coverage=2, data=3), "unknown"),
        (stages(coverage=4, data=3), "not_seen"),
        (stages(commercial=3), "unknown"),
        (stages(coverage=2, commercial=3), "suspected"),
    ],
)
def test_a_dimension_nobody_scored_leaves_a_signature_unknown_unless_another_part_already_fails(
    csmi: Model, at: dict[str, int], state: PatternState
) -> None:
    assert pattern(csmi, "segmentation_mismatch", at).state == state


@pytest.mark.parametrize(
    ("at", "state"),
    [
        (stages(mandate=3, talent=1, data=2), "suspected"),
        (stages(mandate=3, talent=3, coverage=3), "unknown"),
        (stages(mandate=3, talent=2, coverage=3, commercial=3), "not_seen"),
        (stages(mandate=2), "not_seen"),
    ],
)
def test_two_of_three_lower_or_one_by_two_is_settled_as_soon_as_enough_is_scored(
    csmi: Model, at: dict[str, int], state: PatternState
) -> None:
    assert pattern(csmi, "metrics_trap", at).state == state


# --- scores and evidence together ---------------------------------------------------------------------------

FIRST, SECOND, THIRD = (CriterionIs(id, met=True) for id in ("first", "second", "third"))
YES = {"north": 2, "east": 4}
NO = {"north": 4, "east": 2}
UNSCORED = {"east": 2}


def made(
    every: tuple[PatternEvidence, ...] = (FIRST,), some: tuple[PatternEvidence, ...] = (SECOND, THIRD)
) -> Model:
    found = Pattern("p", "P", "", "Mend it.", BelowDimension("north", "east", 1), ("l",), every, some)
    return make_model(["north", "east"], patterns=[found])


def read(model: Model, at: Mapping[str, int], **shown: Truth) -> PatternReading:
    def evidence(piece: PatternEvidence) -> Truth:
        assert isinstance(piece, CriterionIs)
        return shown.get(piece.criterion)

    return read_patterns(model, at, evidence)[0]


@pytest.mark.parametrize(
    ("evidence", "at", "state"),
    [
        ("yes", YES, "confirmed"),
        ("yes", NO, "confirmed"),
        ("yes", UNSCORED, "confirmed"),
        ("no", YES, "not_seen"),
        ("no", NO, "not_seen"),
        ("no", UNSCORED, "not_seen"),
        ("unknown", YES, "suspected"),
        ("unknown", NO, "not_seen"),
        ("unknown", UNSCORED, "unknown"),
    ],
)
def test_evidence_decides_and_only_where_it_is_unknown_do_the_scores(
    evidence: str, at: dict[str, int], state: PatternState
) -> None:
    model = made(every=(FIRST,), some=())
    truth = {"yes": True, "no": False, "unknown": None}[evidence]
    assert read(model, at, first=truth).state == state


@pytest.mark.parametrize(
    ("first", "second", "third", "state"),
    [
        (True, True, None, "confirmed"),
        (True, None, True, "confirmed"),
        (True, False, False, "not_seen"),
        (False, False, False, "not_seen"),
        (True, False, None, "suspected"),
        (None, True, True, "suspected"),
        (None, None, None, "suspected"),
    ],
)
def test_evidence_is_yes_with_all_of_all_and_one_of_any_and_no_only_when_everything_is_answered(
    first: Truth, second: Truth, third: Truth, state: PatternState
) -> None:
    assert read(made(), YES, first=first, second=second, third=third).state == state


def test_evidence_of_any_alone_needs_one_and_of_all_alone_needs_each() -> None:
    assert read(made(every=()), YES, second=True).state == "confirmed"
    assert read(made(every=()), YES, second=False, third=False).state == "not_seen"
    assert read(made(every=(FIRST, SECOND), some=()), YES, first=True).state == "suspected"
    assert read(made(every=(FIRST, SECOND), some=()), YES, first=True, second=True).state == "confirmed"


def test_a_pattern_without_evidence_is_never_confirmed_nor_cleared_by_any() -> None:
    assert read(made(every=(), some=()), YES, first=True).state == "suspected"


def test_evidence_that_counts_from_a_stage_is_left_out_below_it() -> None:
    """The quota counts from stage 4 of north: below it pay alone clears the pattern, from there both must."""
    quota = CriterionIs("third", met=True, dimension="north", from_stage=4)
    model = made(every=(), some=(SECOND, quota))
    assert read(model, {"north": 3, "east": 4}, second=False).state == "not_seen"
    assert read(model, {"north": 3, "east": 4}, second=False, third=True).state == "not_seen"
    assert read(model, {"north": 4, "east": 5}, second=False).state == "suspected"
    assert read(model, {"north": 4, "east": 5}, second=False, third=True).state == "confirmed"


def test_a_confirmed_pattern_says_what_the_scores_and_what_the_evidence_show() -> None:
    found = read(made(), YES, first=True, second=True, third=False)
    assert len(found.because) == 3
    assert found.because[0] == "North at 2, East at 4"
    assert "first" in found.because[1] and "second" in found.because[2]
    assert not any("North at" in words for words in read(made(), NO, first=True, second=True).because)


# --- three-valued logic -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("parts", "every", "some"),
    [
        ([True, True], True, True),
        ([True, False], False, True),
        ([True, None], None, True),
        ([False, None], False, None),
        ([None, None], None, None),
        ([False, False], False, False),
        ([], True, False),
    ],
)
def test_unknown_decides_nothing_that_another_part_does_not(parts: list[Truth], every: Truth, some: Truth) -> None:
    assert all_of(parts) is every
    assert any_of(parts) is some


LOW = StageBetween("north", 1, 2)


@pytest.mark.parametrize(
    ("condition", "at", "truth"),
    [
        (LOW, {"north": 2}, True),
        (LOW, {"north": 3}, False),
        (LOW, {"east": 2}, None),
        (BelowAverage("north"), {"north": 2, "east": 3}, True),
        (BelowAverage("north"), {"north": 2, "east": 2}, False),
        (BelowAverage("north"), {"east": 2}, None),
        (BelowDimension("north", "east", 2), {"north": 1, "east": 3}, True),
        (BelowDimension("north", "east", 2), {"north": 2, "east": 3}, False),
        (BelowDimension("north", "east", 2), {"north": 1}, None),
        (
            CountOf(2, (LOW, StageBetween("east", 1, 2), StageBetween("south", 1, 2))),
            {"north": 1, "east": 2},
            True,
        ),
        (
            CountOf(2, (LOW, StageBetween("east", 1, 2), StageBetween("south", 1, 2))),
            {"north": 1, "east": 3},
            None,
        ),
        (
            CountOf(2, (LOW, StageBetween("east", 1, 2), StageBetween("south", 1, 2))),
            {"north": 3, "east": 3},
            False,
        ),
        (AllOf((LOW, BelowAverage("north"))), {"north": 3}, False),
        (AllOf((LOW, StageBetween("east", 1, 2))), {"north": 1}, None),
    ],
)
def test_a_condition_over_stages_is_yes_no_or_unknown(
    condition: Condition, at: dict[str, int], truth: Truth
) -> None:
    assert holds(condition, at) is truth
