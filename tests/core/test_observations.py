"""What the living observations of a criterion say together, and when they say nothing."""

from typing import Literal

import pytest
from answering import TODAY, observed

from colonnade.core.claims import CONSENSUS
from colonnade.core.evidence import RECORDS
from colonnade.core.model import GateRule
from colonnade.core.observations import (
    Answer,
    Doubt,
    Finding,
    Observation,
    Tier,
    Unanswered,
    Value,
    answers,
    settle,
)


def found(*observations: Observation, lives: GateRule | None = None) -> Finding | None:
    return settle(observations, as_of=TODAY, lives=lives or GateRule()).get("c")


def said(*observations: Observation) -> str:
    """The value answered, or the doubt."""
    finding = found(*observations)
    assert finding is not None
    return finding.value if isinstance(finding, Answer) else finding.doubt


# --- lives --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("tier", "days"), [("said", 120), ("documented", 365), ("measured", 100)])
def test_an_observation_lives_its_days_and_is_listed_as_expired_the_day_after(tier: Tier, days: int) -> None:
    assert said(observed("met", tier, ago=days)) == "met"
    after = found(observed("met", tier, ago=days + 1))
    assert isinstance(after, Unanswered)
    assert after.doubt == "expired"
    assert after.found == (observed("met", tier, ago=days + 1),)


@pytest.mark.parametrize(("tier", "days"), [("said", 10), ("documented", 20), ("measured", 5)])
def test_lives_are_data_of_the_model(tier: Tier, days: int) -> None:
    lives = GateRule(said_days=10, documented_days=20, measured_days=5)
    assert isinstance(found(observed("met", tier, ago=days), lives=lives), Answer)
    assert isinstance(found(observed("met", tier, ago=days + 1), lives=lives), Unanswered)


def test_an_expired_answer_says_of_what_day_the_last_one_was() -> None:
    finding = found(observed("met", by="ana", ago=130), observed("not_met", by="ben", ago=200))
    assert isinstance(finding, Unanswered)
    assert finding.because == "the last answer is of 2026-07-15"


def test_one_living_answer_speaks_though_another_expired() -> None:
    assert said(observed("not_met", by="ana", ago=121), observed("met", by="ben", ago=3)) == "met"


def test_what_is_found_after_the_day_of_the_reading_is_not_known_yet() -> None:
    assert found(observed("met", ago=-1)) is None


def test_a_criterion_nothing_was_found_about_is_absent() -> None:
    assert settle([observed("unknown")], as_of=TODAY, lives=GateRule()) == {}
    assert settle([], as_of=TODAY, lives=GateRule()) == {}


# --- tiers --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lower", "higher"), [("said", "documented"), ("said", "measured"), ("documented", "measured")]
)
@pytest.mark.parametrize("older", ["lower", "higher"])
def test_the_highest_living_tier_speaks_whichever_came_first(
    lower: Tier, higher: Tier, older: Literal["lower", "higher"]
) -> None:
    low = observed("not_met", lower, by="ana", ago=9 if older == "lower" else 1)
    high = observed("met", higher, by="ben", ago=9 if older == "higher" else 1)
    finding = found(low, high)
    assert isinstance(finding, Answer)
    assert (finding.value, finding.tier, finding.by) == ("met", higher, ("ben",))


def test_when_the_highest_tier_expires_the_next_speaks() -> None:
    assert said(observed("met", "measured", by=RECORDS, ago=101), observed("not_met", "documented", ago=300)) == (
        "not_met"
    )


def test_a_persons_answer_does_not_take_the_place_of_a_measurement_under_their_name() -> None:
    assert said(observed("met", "measured", by="ana", ago=5), observed("not_met", "said", by="ana")) == "met"


def test_the_newest_measurement_replaces_the_one_before() -> None:
    older, newer = observed("not_met", "measured", by=RECORDS, ago=60), observed("met", "measured", by=RECORDS)
    assert said(newer, older) == "met"


# --- one person ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("later", ["not_met", "partly", "not_applicable"])
def test_a_persons_later_answer_replaces_their_own_in_any_order(later: Value) -> None:
    first, second = observed("met", ago=10), observed(later, ago=2)
    assert said(first, second) == said(second, first) == later


def test_a_persons_later_word_replaces_what_they_documented_before() -> None:
    assert said(observed("met", "documented", ago=50), observed("not_met", "said", ago=2)) == "not_met"


@pytest.mark.parametrize("by", ["ana", "ben"])
@pytest.mark.parametrize("tier", ["said", "documented", "measured"])
def test_unknown_never_displaces_an_answer_not_even_ones_own_or_of_a_lower_tier(by: str, tier: Tier) -> None:
    assert said(observed("met", "said", by="ana", ago=10), observed("unknown", tier, by=by)) == "met"


def test_unknown_does_not_keep_an_expired_answer_alive() -> None:
    assert said(observed("met", ago=121), observed("unknown", ago=1)) == "expired"


# --- disputes -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("tier", ["said", "documented"])
@pytest.mark.parametrize("other", ["not_met", "partly", "not_applicable"])
def test_people_of_one_tier_who_differ_dispute_the_criterion_and_both_are_kept(tier: Tier, other: Value) -> None:
    one, two = observed("met", tier, by="ana"), observed(other, tier, by="ben")
    finding = found(one, two)
    assert isinstance(finding, Unanswered)
    assert finding.doubt == "disputed"
    assert finding.found == (one, two)
    assert "ana says met" in finding.because
    assert "ben says" in finding.because


def test_people_who_agree_answer_together() -> None:
    finding = found(observed("met", by="ana"), observed("met", by="ben"))
    assert isinstance(finding, Answer)
    assert finding.by == ("ana", "ben")


def test_people_below_the_tier_that_speaks_dispute_nothing() -> None:
    assert said(
        observed("met", by="ana"), observed("not_met", by="ben"), observed("met", "documented", by="cy")
    ) == ("met")


def test_a_dispute_ends_when_one_side_expires() -> None:
    assert said(observed("met", by="ana", ago=121), observed("not_met", by="ben", ago=1)) == "not_met"


def test_documented_alike_by_two_people_is_confirmed_and_by_one_is_not() -> None:
    one, two = observed("met", "documented", by="ana"), observed("met", "documented", by="ben")
    both, alone = found(one, two), found(one)
    assert isinstance(both, Answer)
    assert isinstance(alone, Answer)
    assert (both.confirmed, alone.confirmed) == (True, False)


# --- the facilitator ----------------------------------------------------------------------------------------


def test_a_consensus_settles_a_dispute_with_its_reason() -> None:
    sides = observed("met", by="ana", ago=5), observed("not_met", by="ben", ago=4)
    finding = found(*sides, observed("partly", by=CONSENSUS, note="two of three teams"))
    assert isinstance(finding, Answer)
    assert (finding.value, finding.by, finding.note) == ("partly", (CONSENSUS,), "two of three teams")


def test_a_spoken_consensus_settles_a_dispute_over_documents() -> None:
    sides = observed("met", "documented", by="ana", ago=5), observed("not_met", "documented", by="ben", ago=4)
    assert said(*sides, observed("not_met", "said", by=CONSENSUS, ago=1)) == "not_met"


def test_a_consensus_does_not_outrank_a_measurement_nobody_challenged() -> None:
    sides = observed("met", by="ana", ago=5), observed("not_met", by="ben", ago=4)
    settled = observed("met", by=CONSENSUS, ago=3)
    assert said(*sides, settled, observed("not_met", "measured", by=RECORDS)) == "not_met"


def test_a_new_voice_against_the_consensus_opens_the_dispute_again_and_one_for_it_does_not() -> None:
    sides = (
        observed("met", by="ana", ago=9),
        observed("not_met", by="ben", ago=8),
        observed("met", by=CONSENSUS, ago=7),
    )
    assert said(*sides, observed("not_met", by="cy", ago=1)) == "disputed"
    assert said(*sides, observed("met", by="cy", ago=1)) == "met"


def test_a_consensus_of_the_same_day_settles_what_was_said_that_day() -> None:
    assert said(observed("met", by="ana"), observed("not_met", by="ben"), observed("met", by=CONSENSUS)) == "met"


def test_a_dispute_is_open_again_when_its_consensus_expires() -> None:
    sides = observed("met", "documented", by="ana", ago=200), observed("not_met", "documented", by="ben", ago=200)
    assert said(*sides, observed("met", by=CONSENSUS, ago=120)) == "met"
    assert said(*sides, observed("met", by=CONSENSUS, ago=121)) == "disputed"


# --- challenges ---------------------------------------------------------------------------------------------

MEASURED = observed("met", "measured", by=RECORDS)


def test_a_challenged_measurement_is_unanswered_and_both_are_kept_with_the_reason() -> None:
    doubt = observed("not_met", by="ana", challenges=True, note="the import lost a month")
    finding = found(MEASURED, doubt)
    assert isinstance(finding, Unanswered)
    assert finding.doubt == "challenged"
    assert finding.because == "ana: the import lost a month"
    assert set(finding.found) == {MEASURED, doubt}


def test_a_challenge_needs_no_answer_of_its_own() -> None:
    assert said(MEASURED, observed("unknown", challenges=True, note="looks wrong")) == "challenged"


def test_a_consensus_settles_a_challenge_and_a_later_challenge_opens_it_again() -> None:
    doubt = observed("not_met", by="ana", ago=9, challenges=True, note="lost a month")
    settled = observed("not_met", by=CONSENSUS, ago=5, note="seen: the month is lost")
    assert said(MEASURED, doubt, settled) == "not_met"
    assert said(MEASURED, doubt, settled, observed("met", by="ben", ago=1, challenges=True)) == "challenged"


def test_a_challenge_withdrawn_by_its_person_disputes_nothing() -> None:
    assert said(MEASURED, observed("not_met", ago=9, challenges=True), observed("met", ago=1)) == "met"


@pytest.mark.parametrize(("value", "then"), [("not_met", "not_met"), ("unknown", None)])
def test_where_nothing_is_measured_a_challenge_is_only_its_persons_answer(value: Value, then: str | None) -> None:
    finding = found(observed(value, challenges=True))
    assert (finding.value if isinstance(finding, Answer) else None) == then
    assert not isinstance(finding, Unanswered)


# --- all together -------------------------------------------------------------------------------------------


def test_only_answers_are_handed_on_as_answers() -> None:
    findings = settle(
        [
            observed("met", criterion="a"),
            observed("met", criterion="b", ago=121),
            observed("met", criterion="d", by="ana"),
            observed("not_met", criterion="d", by="ben"),
        ],
        as_of=TODAY,
        lives=GateRule(),
    )
    doubts: dict[str, Doubt] = {id: f.doubt for id, f in findings.items() if isinstance(f, Unanswered)}
    assert list(answers(findings)) == ["a"]
    assert doubts == {"b": "expired", "d": "disputed"}
