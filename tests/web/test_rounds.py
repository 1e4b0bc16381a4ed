"""A round's life against a plain oracle: thousands of random steps, none out of turn, none lost."""

from contextlib import suppress

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from colonnade.web.assessments import rounds
from colonnade.web.assessments.models import Assessment
from colonnade.web.people.models import AuditEntry
from web.casting import Cast, score_all, seat_of, signed_in
from web.round_machine import Round

STEPS = 40


def _live(lives: int) -> None:
    run_state_machine_as_test(
        Round,
        settings=settings(
            max_examples=lives,
            stateful_step_count=STEPS,
            deadline=None,
            derandomize=True,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.mark.slow
def test_no_step_is_ever_taken_out_of_turn(db: None) -> None:
    _live(12)


@pytest.mark.long
def test_of_five_thousand_steps_none_is_taken_out_of_turn(db: None) -> None:
    _live(5_000 // STEPS + 25)
    assert Round.steps_taken >= 5_000
    print(f"{Round.steps_taken} steps, of which {Round.steps_refused} were refused")


def test_revealing_early_wants_a_reason_and_says_so_on_the_page(cast: Cast, round_: Assessment) -> None:
    score_all(seat_of(round_, cast.rita))
    client = signed_in(cast.facilitator)
    base = f"/o/{cast.harbour.pk}/assessments/{round_.pk}"
    answer = client.post(f"{base}/reveal/", {"reason": "  "})
    assert answer.status_code == 422
    assert b"write down why" in answer.content
    assert client.post(f"{base}/reveal/", {"reason": "the board meets"}).status_code == 302
    with suppress(rounds.OutOfTurn):
        rounds.reveal(cast.facilitator, round_, "twice")
    assert AuditEntry.objects.filter(act="assessment.revealed").count() == 1
