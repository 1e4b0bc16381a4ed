"""A round's life against a plain oracle: thousands of random steps, none out of turn, none lost."""

import os
from contextlib import suppress
from dataclasses import dataclass, field

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from colonnade.content.load import shipped_model
from colonnade.web.assessments import reconciling, rounds, scoring
from colonnade.web.assessments.models import Agreed, Assessment, BlindScore, State
from colonnade.web.people.models import AuditEntry, Membership, Organisation, Role
from web.casting import Cast, join, new_round, said, seat_of

RUNS = int(os.environ.get("COLONNADE_ROUND_RUNS", "20"))
"""`make test-long` asks for 125: 5,000 steps and more."""
STEPS = 40
DIMENSIONS = [d.id for d in shipped_model("csmi").dimensions][:3]

who = st.sampled_from(["Rita", "Sam"])
dimensions = st.sampled_from(DIMENSIONS)
stages = st.integers(1, 5)


@dataclass
class Oracle:
    """What should be so."""

    state: State = State.OPEN
    first: dict[tuple[str, str], int] = field(default_factory=dict)
    second: dict[tuple[str, str], int] = field(default_factory=dict)
    locked: set[tuple[str, str]] = field(default_factory=set)
    handed_in: set[str] = field(default_factory=set)
    agreed: dict[str, tuple[int, int]] = field(default_factory=dict)
    early: int = 0


class Round(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.outer = transaction.atomic()
        self.outer.__enter__()
        harbour = Organisation.objects.create(name="Harbour")
        self.facilitator = join(harbour, "Fay", Role.FACILITATOR)
        self.reviewers: dict[str, Membership] = {n: join(harbour, n, Role.REVIEWER) for n in ("Rita", "Sam")}
        self.round = new_round(self.facilitator, *self.reviewers.values())
        self.expected = Oracle()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.outer.__exit__(None, None, None)

    def may_score(self, name: str) -> bool:
        return self.expected.state == State.OPEN and name not in self.expected.handed_in

    def step(self, allowed: bool, act: object) -> bool:
        """Do it; it must be refused exactly when it is not allowed."""
        assert callable(act)
        try:
            with transaction.atomic():
                act()
        except rounds.OutOfTurn:
            assert not allowed
            return False
        assert allowed
        return True

    @rule(name=who, dimension=dimensions, stage=stages)
    def save(self, name: str, dimension: str, stage: int) -> None:
        seat, key = seat_of(self.round, self.reviewers[name]), (name, dimension)
        if self.step(self.may_score(name), lambda: scoring.save(seat, dimension, said(stage))):
            if key not in self.expected.locked:
                self.expected.first[key] = stage
            elif self.expected.first[key] == stage:
                self.expected.second.pop(key, None)
            else:
                self.expected.second[key] = stage

    @rule(name=who, dimension=dimensions)
    def lock(self, name: str, dimension: str) -> None:
        seat, key = seat_of(self.round, self.reviewers[name]), (name, dimension)
        if self.step(self.may_score(name), lambda: scoring.lock(seat, dimension)) and key in self.expected.first:
            self.expected.locked.add(key)

    @rule(name=who, dimension=dimensions)
    def clear(self, name: str, dimension: str) -> None:
        seat, key = seat_of(self.round, self.reviewers[name]), (name, dimension)
        is_done = self.step(self.may_score(name), lambda: scoring.clear(seat, dimension))
        if is_done and key not in self.expected.locked:
            self.expected.first.pop(key, None)

    @rule(name=who)
    def hand_in(self, name: str) -> None:
        own = {key for key in self.expected.first if key[0] == name}
        seat = seat_of(self.round, self.reviewers[name])
        if self.step(self.may_score(name) and bool(own), lambda: scoring.hand_in(seat)):
            self.expected.handed_in.add(name)
            self.expected.locked |= own

    @rule(name=who)
    def take_back(self, name: str) -> None:
        allowed = self.expected.state == State.OPEN and name in self.expected.handed_in
        if self.step(allowed, lambda: scoring.take_back(seat_of(self.round, self.reviewers[name]))):
            self.expected.handed_in.discard(name)

    @rule(reason=st.sampled_from(["", "  ", "the board meets"]))
    def reveal(self, reason: str) -> None:
        is_early = len(self.expected.handed_in) < len(self.reviewers)
        allowed = self.expected.state == State.OPEN and bool(self.expected.handed_in)
        if allowed and is_early and not reason.strip():
            with pytest.raises(rounds.ReasonWanted), transaction.atomic():
                rounds.reveal(self.facilitator, self.round, reason)
        elif self.step(allowed, lambda: rounds.reveal(self.facilitator, self.round, reason)):
            self.expected.state = State.REVEALED
            self.expected.early += is_early

    @rule(dimension=dimensions, stage=stages, stale=st.booleans())
    def agree(self, dimension: str, stage: int, stale: bool) -> None:
        version = self.expected.agreed.get(dimension, (0, 0))[0]

        def act() -> None:
            reconciling.agree(
                self.facilitator,
                self.round,
                dimension,
                version=version + stale,
                stage=stage,
                reason="seen",
                dissent="",
            )

        if self.expected.state == State.REVEALED and stale:
            with pytest.raises(reconciling.Overtaken), transaction.atomic():
                act()
        elif self.step(self.expected.state == State.REVEALED, act):
            self.expected.agreed[dimension] = (version + 1, stage)

    @rule()
    def close(self) -> None:
        if self.step(self.expected.state == State.REVEALED, lambda: rounds.close(self.facilitator, self.round)):
            self.expected.state = State.CLOSED

    @rule()
    def reopen(self) -> None:
        if self.step(self.expected.state == State.CLOSED, lambda: rounds.reopen(self.facilitator, self.round)):
            self.expected.state = State.REVEALED

    @invariant()
    def everything_stands_as_expected(self) -> None:
        first: dict[tuple[str, str], int | None] = {}
        second: dict[tuple[str, str], int | None] = {}
        locked: set[tuple[str, str]] = set()
        for name, member in self.reviewers.items():
            for score in BlindScore.scores.own(seat_of(self.round, member)):
                (second if score.is_second else first)[name, score.dimension] = score.stage
                if score.locked_at and not score.is_second:
                    locked.add((name, score.dimension))
        expected = self.expected
        assert (first, second) == (expected.first, expected.second)
        assert locked == expected.locked & first.keys()
        assert Assessment.objects.get(pk=self.round.pk).state == expected.state
        agreed = Agreed.objects.filter(assessment=self.round, version__gt=0)
        assert {a.dimension: (a.version, a.stage) for a in agreed} == expected.agreed
        early = AuditEntry.objects.filter(act="assessment.revealed", details__early=True)
        assert early.count() == expected.early


@pytest.mark.slow
def test_no_step_is_ever_taken_out_of_turn(db: None) -> None:
    run_state_machine_as_test(
        Round,
        settings=settings(
            max_examples=RUNS,
            stateful_step_count=STEPS,
            deadline=None,
            derandomize=True,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_revealing_early_wants_a_reason_and_says_so_on_the_page(cast: Cast, round_: Assessment) -> None:
    from web.casting import score_all, signed_in

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
