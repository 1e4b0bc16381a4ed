"""A model of capabilities: bands by what is met, the distribution by group, and readiness."""

from dataclasses import replace

import pytest
from answering import answered, answers_in, by_id, criteria_in
from making import make_model

from colonnade.content.load import shipped_model
from colonnade.core.capabilities import CapabilitiesReading, CapabilityReading, read_capabilities
from colonnade.core.criteria import Criterion
from colonnade.core.model import Group, Model, NamedBand
from colonnade.core.observations import Answer

BANDS = (
    NamedBand("absent", "Absent", 0.0),
    NamedBand("begun", "Begun", 0.25),
    NamedBand("in_place", "In place", 0.50),
    NamedBand("operational", "Operational", 0.75),
)


def capable(rows: dict[str, str], *, repeatable: int = 0, measured: int = 1) -> Model:
    """A capability for each row of marks; its first two criteria are by default the two it names."""
    plain = make_model(tuple(rows))
    dimensions = tuple(
        replace(
            d,
            group="late" if d.id == "funding" else "early",
            repeatable=f"{d.id}.2.{repeatable}",
            measured=f"{d.id}.2.{measured}",
        )
        for d in plain.dimensions
    )
    return replace(
        plain,
        stages=(),
        dimensions=dimensions,
        roll_up="capability_bands",
        bands=BANDS,
        groups=(Group("early", "Early"), Group("late", "Late")),
        readiness="funding" if "funding" in rows else None,
        criteria=tuple(c for id, row in rows.items() for c in _criteria(id, row)),
    )


def _criteria(id: str, row: str) -> list[Criterion]:
    return [replace(criterion, capability=id, maps={}) for criterion in criteria_in({2: row}, id)]


def read(rows: dict[str, str], *, repeatable: int = 0, measured: int = 1) -> CapabilitiesReading:
    answers: dict[str, Answer] = {}
    for id, row in rows.items():
        answers |= answers_in({2: row}, id)
    return read_capabilities(capable(rows, repeatable=repeatable, measured=measured), answers)


def alone(row: str, *, repeatable: int = 0, measured: int = 1) -> CapabilityReading:
    return read({"plays": row}, repeatable=repeatable, measured=measured).capabilities[0]


@pytest.mark.parametrize(
    ("row", "band"),
    [
        ("----", "absent"),
        ("~----", "absent"),  # a tenth
        ("+---", "begun"),  # a quarter exactly
        ("++---", "begun"),  # two fifths
        ("++--", "in_place"),  # half exactly
        ("+++--", "in_place"),
        ("+++-", "operational"),  # three quarters exactly, and both named ones met
        ("++++", "operational"),
        ("+3-", "in_place"),  # three quarters of the weight, but the measured one is not met
    ],
)
def test_a_capability_stands_in_the_band_of_its_met_share(row: str, band: str) -> None:
    assert alone(row).band == band


@pytest.mark.parametrize(
    ("row", "band"),
    [("-+++++", "in_place"), ("+-++++", "in_place"), ("~+++++", "in_place"), ("?+++++", "in_place")],
)
def test_operational_wants_both_the_repeatable_and_the_measured_one_met(row: str, band: str) -> None:
    assert alone(row).band == band
    assert alone(row[::-1]).band == "operational"


def test_a_named_criterion_that_does_not_apply_is_not_held_against_the_capability() -> None:
    assert alone("+x++++").band == "operational"


def test_under_two_thirds_of_the_weight_answered_a_capability_is_unknown() -> None:
    assert alone("++????").band == "unknown"
    assert alone("++?").band == "operational", "two thirds exactly, of what is answered"
    assert alone("+2+?2").band == "unknown"
    assert alone("xxx").band == "unknown"


def test_an_unknown_capability_still_shows_what_is_answered() -> None:
    found = alone("+-????")
    assert (found.share, found.answered, found.applicable) == (0.5, 2, 6)


def test_what_a_plan_would_do_is_not_known_to_be_met_and_easiest_first() -> None:
    rows = {"plays": "+-~?x"}
    model = capable(rows)
    efforts = [1, 3, 2, 1, 1]
    criteria = tuple(replace(c, effort=effort) for c, effort in zip(model.criteria, efforts, strict=True))
    found = read_capabilities(replace(model, criteria=criteria), answers_in({2: rows["plays"]}, "plays"))
    assert found.capabilities[0].unmet == ("plays.2.3", "plays.2.2", "plays.2.1")


def test_the_reading_is_the_distribution_by_group_with_its_coverage() -> None:
    found = read({"plays": "++++", "journey": "++--", "funding": "????"})
    assert found.by_group == {
        "early": {"absent": 0, "begun": 0, "in_place": 1, "operational": 1, "unknown": 0},
        "late": {"absent": 0, "begun": 0, "in_place": 0, "operational": 0, "unknown": 1},
    }
    assert found.coverage == pytest.approx(2 / 3)


def test_funding_is_ready_when_each_other_capability_has_a_met_criterion() -> None:
    ready = read({"plays": "+---", "journey": "+???", "funding": "----"}).readiness
    assert ready is not None
    assert (ready.ready, ready.missing) == (True, ())


def test_funding_that_is_not_ready_lists_the_capabilities_without_one() -> None:
    waiting = read({"plays": "~~~~", "journey": "+---", "people": "????", "funding": "++++"}).readiness
    assert waiting is not None
    assert (waiting.ready, waiting.missing) == (False, ("plays", "people"))


def test_a_models_own_scale_counts_for_capabilities_too() -> None:
    model = replace(capable({"plays": "~~~~"}), answers={"met": 1.0, "not_met": 0.0, "partly": 0.2})
    answers = answers_in({2: "~~~~"}, "plays")
    assert read_capabilities(model, answers).capabilities[0].band == "absent"
    half = replace(model, answers={"met": 1.0, "not_met": 0.0})
    assert read_capabilities(half, answers).capabilities[0].band == "in_place", "partly is half unless it says so"


# --- the shipped model --------------------------------------------------------------------------------------


def test_the_shipped_model_wants_sixteen_others_before_monetization() -> None:
    esg = shipped_model("esg")
    nothing = read_capabilities(esg, {})
    assert nothing.readiness is not None
    assert nothing.readiness.dimension == "monetization_funding"
    assert len(nothing.readiness.missing) == 16
    assert {c.band for c in nothing.capabilities} == {"unknown"}


def test_all_met_makes_every_shipped_capability_operational_and_none_met_absent() -> None:
    esg = shipped_model("esg")
    all_met = read_capabilities(esg, by_id(*(answered(c.id, "met") for c in esg.criteria)))
    none_met = read_capabilities(esg, by_id(*(answered(c.id, "not_met") for c in esg.criteria)))
    assert {c.band for c in all_met.capabilities} == {"operational"}
    assert all_met.readiness is not None
    assert all_met.readiness.ready
    assert {c.band for c in none_met.capabilities} == {"absent"}
