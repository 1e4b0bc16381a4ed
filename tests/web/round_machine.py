"""A round's life as steps in any order, beside a plain oracle of what is allowed and what should be so."""

from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from typing import get_args

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from colonnade.content.load import shipped_model
from colonnade.core.observations import Value
from colonnade.core.support import criteria_of
from colonnade.web.assessments import answering, files, marks, reconciling, results, rounds, scoring, settling
from colonnade.web.assessments.answering import Given
from colonnade.web.assessments.models import (
    Agreed,
    Assessment,
    BlindAnswer,
    BlindScore,
    EvidenceFile,
    Feeling,
    Mark,
    Seat,
    SettledAnswer,
    State,
)
from colonnade.web.people.models import AuditEntry, Membership, Organisation, Role
from colonnade.web.plans import planning, proposing, rescoring
from colonnade.web.plans.models import Checkpoint, Move, Plan, Rescore, Status
from web.casting import join, new_round, said, seat_of
from web.planning import START

DIMENSIONS = [d.id for d in shipped_model("csmi").dimensions][:3]
FACTS = [c.id for c in criteria_of(shipped_model("csmi"), DIMENSIONS[0])][:2]
LEVER = next(iter(shipped_model("csmi").levers))
CONTENTS = range(3)

who = st.sampled_from(["Rita", "Sam"])
dimensions = st.sampled_from(DIMENSIONS)
stages = st.integers(1, 5)
facts = st.sampled_from(FACTS)
values = st.sampled_from(get_args(Value))


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
    answers: dict[tuple[str, str], str] = field(default_factory=dict)
    files: set[tuple[str, str, int]] = field(default_factory=set)
    marks: dict[tuple[str, str], str] = field(default_factory=dict)
    settled: dict[str, tuple[int, str]] = field(default_factory=dict)
    has_met: bool = False
    plan: Plan | None = None
    moved: int = 0
    noted: dict[int, int] = field(default_factory=dict)
    scored_again: int = 0


class Round(RuleBasedStateMachine):
    steps_taken, steps_refused = 0, 0

    def __init__(self) -> None:
        super().__init__()
        self.outer = transaction.atomic()
        self.outer.__enter__()
        harbour = Organisation.objects.create(name="Harbour")
        self.facilitator = join(harbour, "Fay", Role.FACILITATOR)
        self.reviewers: dict[str, Membership] = {n: join(harbour, n, Role.REVIEWER) for n in ("Rita", "Sam")}
        self.round = new_round(self.facilitator, *self.reviewers.values())
        self.expected = Oracle()
        Round.steps_taken -= 1  # what stands at the start is looked at too

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.outer.__exit__(None, None, None)

    def may_score(self, name: str) -> bool:
        return self.expected.state == State.OPEN and name not in self.expected.handed_in

    def step(self, allowed: bool, act: Callable[[], object]) -> bool:
        """Do it; it must be refused exactly when it is not allowed."""
        try:
            with transaction.atomic():
                act()
        except rounds.OutOfTurn:
            assert not allowed
            Round.steps_refused += 1
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

    @rule(name=who, fact=facts, value=values)
    def answer(self, name: str, fact: str, value: Value) -> None:
        seat = seat_of(self.round, self.reviewers[name])
        if self.step(self.may_score(name), lambda: answering.save(seat, {fact: Given(value)})):
            self.expected.answers[name, fact] = value

    @rule(name=who, fact=facts, content=st.sampled_from(CONTENTS))
    def file(self, name: str, fact: str, content: int) -> None:
        seat = seat_of(self.round, self.reviewers[name])
        upload = SimpleUploadedFile("seen.txt", str(content).encode())
        if self.step(self.may_score(name), lambda: files.keep(seat, fact, upload)):
            self.expected.files.add((name, fact, content))

    @rule(name=who, dimension=dimensions, feeling=st.sampled_from(list(Feeling)))
    def mark(self, name: str, dimension: str, feeling: Feeling) -> None:
        expected, seat = self.expected, seat_of(self.round, self.reviewers[name])
        allowed = expected.state == State.REVEALED and not expected.has_met and name in expected.handed_in
        if self.step(allowed, lambda: marks.make(seat, dimension, feeling)):
            expected.marks[name, dimension] = feeling

    @rule()
    def open_meeting(self) -> None:
        allowed = self.expected.state == State.REVEALED
        if self.step(allowed, lambda: rounds.open_meeting(self.facilitator, self.round)):
            self.expected.has_met = True

    @rule(fact=facts, value=values, stale=st.booleans())
    def settle(self, fact: str, value: Value, stale: bool) -> None:
        version = self.expected.settled.get(fact, (0, ""))[0]

        def act() -> None:
            settling.settle(
                self.facilitator, self.round, fact, version=version + stale, value=value, reason="seen"
            )

        if self.expected.state == State.REVEALED and stale:
            with pytest.raises(settling.Overtaken), transaction.atomic():
                act()
        elif self.step(self.expected.state == State.REVEALED, act):
            self.expected.settled[fact] = (version + 1, value)

    @rule()
    def plan(self) -> None:
        expected = self.expected
        if self.step(expected.state != State.OPEN and expected.plan is None, self._make_plan):
            expected.plan = Plan.objects.get(assessment=self.round)

    def _make_plan(self) -> None:
        current = Assessment.objects.get(pk=self.round.pk)
        read = None if current.is_open else results.diagnosis(current, START)
        taken = [planning.Decision(proposing.draft(read, LEVER, START), is_in=True)] if read else []
        planning.make(self.facilitator, current, START, taken)

    @precondition(lambda self: self.expected.plan)
    @rule(stale=st.booleans(), status=st.sampled_from([Status.DOING, Status.NOT_STARTED, Status.DROPPED]))
    def move(self, stale: bool, status: Status) -> None:
        move = Move.objects.select_related("plan__assessment").get(plan=self.expected.plan)
        fields = {"status": status, "aside_reason": "seen"}

        def act() -> None:
            planning.change(self.facilitator, move, fields, version=self.expected.moved + 1 - stale)

        if stale:
            with pytest.raises(planning.Overtaken), transaction.atomic():
                act()
        elif self.step(True, act):
            self.expected.moved += 1

    @precondition(lambda self: self.expected.plan)
    @rule(day=st.sampled_from([30, 60]), stale=st.booleans())
    def note(self, day: int, stale: bool) -> None:
        point = Checkpoint.objects.select_related("move__plan__assessment").get(
            move__plan=self.expected.plan, day=day
        )
        noted = self.expected.noted.get(day, 0)

        def act() -> None:
            planning.note(self.facilitator, point, "seen", None, version=noted + stale)

        if stale:
            with pytest.raises(planning.Overtaken), transaction.atomic():
                act()
        elif self.step(True, act):
            self.expected.noted[day] = noted + 1

    @precondition(lambda self: self.expected.plan and self.expected.scored_again < 2)
    @rule()
    def score_again(self) -> None:
        reviewers = [member.person for member in self.reviewers.values()]
        plan = Plan.objects.select_related("assessment__organisation").get(assessment=self.round)
        made = rescoring.begin(self.facilitator, plan, name="Again", due_on=None, reviewers=reviewers, today=START)
        assert made.is_open
        assert not any(Seat.objects.filter(assessment=made).values_list("handed_in_at", flat=True))
        self.expected.scored_again += 1

    @invariant()
    def everything_stands_as_expected(self) -> None:
        Round.steps_taken += 1
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
        self._given_stands()
        self._plan_stands()
        early = AuditEntry.objects.filter(act="assessment.revealed", details__early=True)
        assert early.count() == expected.early

    def _given_stands(self) -> None:
        expected = self.expected
        answers: dict[tuple[str, str], str] = {}
        felt: dict[tuple[str, str], str] = {}
        kept = set()
        digests = {sha256(str(n).encode()).hexdigest(): n for n in CONTENTS}
        for name, member in self.reviewers.items():
            seat = seat_of(self.round, member)
            answers |= {(name, row.criterion): row.value for row in BlindAnswer.answers.own(seat)}
            kept |= {(name, row.about, digests[row.digest]) for row in EvidenceFile.files.own(seat)}
            felt |= {(name, row.dimension): row.feeling for row in Mark.marks.own(seat)}
        assert (answers, kept, felt) == (expected.answers, expected.files, expected.marks)
        settled = SettledAnswer.objects.filter(assessment=self.round)
        assert {row.criterion: (row.version, row.value) for row in settled} == expected.settled

    def _plan_stands(self) -> None:
        expected = self.expected
        assert Plan.objects.filter(assessment=self.round).count() == (expected.plan is not None)
        moves = Move.objects.filter(plan__assessment=self.round)
        assert [move.version for move in moves] == ([1 + expected.moved] if expected.plan else [])
        noted = Checkpoint.objects.filter(move__in=moves, version__gt=0)
        assert {point.day: point.version for point in noted} == expected.noted
        assert Rescore.objects.filter(plan__assessment=self.round).count() == expected.scored_again
