"""What evidence makes of a claim: contradicted, unproven, understated or borne out."""

import pytest
from answering import Ladder, answers_in, criteria_in, supported
from making import at, make_model

from colonnade.core.contrast import claim_gap, claim_state, complete, contradicted_gaps, supported_stages
from colonnade.core.findings import Evidence
from colonnade.core.observations import Finding, Unanswered
from colonnade.core.reading import ClaimState, DimensionReading, profile

REFUTED = {2: "+++", 3: "---"}
OPEN = {2: "+++", 3: "???"}


@pytest.mark.parametrize(
    ("claimed", "ladder", "gap", "state"),
    [
        (3, REFUTED, 1, "contradicted"),
        (5, REFUTED, 3, "contradicted"),
        (3, OPEN, 1, "unproven"),
        (2, REFUTED, 0, "borne_out"),
        (2, OPEN, 0, "borne_out"),
        (1, REFUTED, -1, "understated"),
        (1, OPEN, -1, "understated"),
        (5, {2: "+++", 3: "+++", 4: "+++", 5: "+++"}, 0, "borne_out"),
    ],
)
def test_a_claim_has_one_of_four_states(claimed: int, ladder: Ladder, gap: int, state: ClaimState) -> None:
    own = supported(ladder)
    assert claim_gap(claimed, own) == gap
    assert claim_state(gap, own) == state


def test_a_claim_over_an_unknown_stage_has_no_gap() -> None:
    assert claim_gap(4, supported({2: "???"})) is None


def test_only_contradicted_gaps_are_handed_to_the_reading() -> None:
    stages = at(4, 3, 1, 3, 5)
    own = {
        "north": supported(REFUTED),
        "east": supported(OPEN),
        "south": supported(REFUTED),
        "west": supported({2: "???"}),
    }
    assert contradicted_gaps(stages, own) == {"north": 2}


def test_of_tied_constraints_the_one_with_the_larger_contradicted_gap_is_primary() -> None:
    model = make_model()
    stages = at(2, 2, 3, 4, 4)
    assert profile(model, stages).primary_constraint == "north"
    assert profile(model, stages, {"north": 1, "east": 2}).primary_constraint == "east"


def test_without_anything_filed_no_dimension_has_a_supported_stage() -> None:
    model = make_model(("north",), criteria=criteria_in(REFUTED))
    assert supported_stages(model, Evidence()) == {}


def test_what_is_filed_gives_every_dimension_a_support_known_or_not() -> None:
    model = make_model(("north", "east"), criteria=[*criteria_in(REFUTED), *criteria_in(OPEN, "east")])
    found = supported_stages(model, Evidence({**answers_in(REFUTED)}))
    assert {id: s.stage for id, s in found.items()} == {"north": 2, "east": None}


def test_a_disputed_criterion_is_no_answer() -> None:
    model = make_model(("north",), criteria=criteria_in({2: "++"}))
    findings: dict[str, Finding] = {
        **answers_in({2: "++"}),
        "north.2.1": Unanswered("north.2.1", "disputed", "they differ"),
    }
    assert supported_stages(model, Evidence(findings))["north"].stage is None


def test_a_dimension_is_completed_with_its_gaps_its_support_and_what_it_makes_of_the_claim() -> None:
    model = make_model(("north", "east"))
    stages = at(4, 2, dimensions=("north", "east"))
    own = {"north": supported(REFUTED)}
    whole, targets = profile(model, stages), {"north": 4, "east": 3}
    done = [complete(_reading(id, stages[id]), whole, targets, own) for id in stages]
    assert [(d.gap, d.target, d.claim_gap, d.claim_state) for d in done] == [
        (1.0, 4, 2, "contradicted"),
        (-1.0, 3, None, None),
    ]


def test_a_dimension_without_a_claim_keeps_its_support_and_has_no_state() -> None:
    model = make_model(("north", "east"))
    reading = profile(model, {"north": 3})
    done = complete(_reading("east", None), reading, {}, {"east": supported(REFUTED)})
    assert done.supported is not None
    assert (done.supported.stage, done.gap, done.claim_gap, done.claim_state) == (2, None, None, None)


def _reading(id: str, stage: int | None) -> DimensionReading:
    return DimensionReading(id, stage, "agreed" if stage else "missing", {}, {}, 0)
