"""The audit log: whole, append-only, one line an act, and silent about scores before the reveal."""

import json
from collections.abc import Callable
from datetime import timedelta
from random import Random
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction

from colonnade.web.assessments import answering, deleted, files, marks, reconciling, rounds, scoring, settling
from colonnade.web.assessments.models import Assessment, Feeling
from colonnade.web.people import audit, joining, members
from colonnade.web.people.models import AuditEntry, AuditHead, Role
from web.casting import Cast, new_round, said, score_all, seat_of, signed_in

STREAM = "test"


@pytest.fixture
def chain(db: None) -> list[AuditEntry]:
    with transaction.atomic():
        for number in range(5):
            audit.record(STREAM, None, "act", number=number)
    return list(AuditEntry.objects.filter(stream=STREAM).order_by("number"))


def test_a_chain_as_written_is_whole(chain: list[AuditEntry]) -> None:
    assert audit.faults(STREAM) == ()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE people_auditentry SET act = 'other'",
        "DELETE FROM people_auditentry",
        "DELETE FROM people_auditentry WHERE number = 5",
    ],
)
def test_the_database_refuses_to_change_or_remove_entries(chain: list[AuditEntry], statement: str) -> None:
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert AuditEntry.objects.filter(stream=STREAM).count() == 5


def test_an_act_is_recorded_with_it_or_not_at_all(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as outside:
        outside.setattr(transaction, "get_connection", lambda: SimpleNamespace(in_atomic_block=False))
        with pytest.raises(RuntimeError, match="outside a transaction"):
            audit.record(STREAM, None, "act")


def without_triggers() -> None:
    """What a person with the database in hand can do."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ALTER TABLE people_auditentry DISABLE TRIGGER USER")
        else:
            for act in ("update", "delete"):
                cursor.execute(f"DROP TRIGGER people_auditentry_no_{act}")


@pytest.mark.parametrize("number", range(1, 6))
@pytest.mark.parametrize("field", ["act", "details", "actor", "at", "previous", "hash", "number"])
def test_every_changed_field_of_every_entry_is_found(chain: list[AuditEntry], number: int, field: str) -> None:
    without_triggers()
    entry = chain[number - 1]
    other = {
        "act": "other",
        "details": {"number": 99},
        "actor": "6f0c1e8e-97b5-4a55-a9d5-6d8a4f9f0c11",
        "at": entry.at + timedelta(microseconds=1),
        "previous": "0" * 64,
        "hash": "0" * 64,
        "number": 77,
    }[field]
    AuditEntry.objects.filter(pk=entry.pk).update(**{field: other})
    assert audit.faults(STREAM)


@pytest.mark.parametrize("number", range(1, 6))
def test_every_removed_entry_is_found(chain: list[AuditEntry], number: int) -> None:
    without_triggers()
    AuditEntry.objects.filter(stream=STREAM, number=number).delete()
    assert audit.faults(STREAM)


def test_a_tail_cut_off_with_its_head_is_found_by_a_noted_anchor(chain: list[AuditEntry]) -> None:
    without_triggers()
    anchor = (5, chain[4].hash)
    AuditEntry.objects.filter(stream=STREAM, number=5).delete()
    AuditHead.objects.filter(stream=STREAM).update(length=4, hash=chain[3].hash)
    assert audit.faults(STREAM) == ()
    assert audit.faults(STREAM, anchor)


@pytest.mark.long
def test_a_thousand_tamperings_are_all_found(db: None) -> None:
    """Changed, removed, swapped, slipped in or cut off, one at a time, against a head noted elsewhere."""
    with transaction.atomic():
        for number in range(40):
            audit.record(STREAM, None, "act", number=number)
    head = AuditHead.objects.get(stream=STREAM)
    anchor = (head.length, head.hash)
    without_triggers()
    dice = Random(27)
    for tampering in range(1000):
        point = transaction.savepoint()
        tamper(dice)
        assert audit.faults(STREAM, anchor), tampering
        transaction.savepoint_rollback(point)
    assert audit.faults(STREAM, anchor) == ()


def tamper(dice: Random) -> None:
    """What somebody might do who can also write hashes that fit their own entry."""
    entries = AuditEntry.objects.filter(stream=STREAM)
    one, other = (entries.get(number=number) for number in dice.sample(range(1, 41), 2))
    match dice.choice(("change", "remove", "swap", "slip in", "cut off")):
        case "change":
            one.details = {"number": one.number + 100}
            if dice.random() < 0.5:
                one.hash = audit.hash_of(one)
            one.save()
        case "remove":
            one.delete()
        case "swap":
            entries.filter(pk=one.pk).update(details=other.details, hash=other.hash)
        case "slip in":
            one.pk, one.number = None, 41
            one.previous = entries.get(number=40).hash
            one.hash = audit.hash_of(one)
            one.save(force_insert=True)
        case "cut off":
            last = dice.randint(1, 39)
            entries.filter(number__gt=last).delete()
            AuditHead.objects.filter(stream=STREAM).update(length=last, hash=entries.get(number=last).hash)


def restored(cast: Cast, made: Assessment) -> None:
    deleted.restore(cast.owner, made.pk)


def test_every_act_leaves_exactly_one_entry(cast: Cast) -> None:
    """Each step of the procedure, as its view calls it."""
    done: list[int] = []

    def added() -> int:
        done.append(AuditEntry.objects.count())
        return done[-1] - (done[-2] if len(done) > 1 else 0)

    added()
    joining.invite(cast.owner, "nina@example.org", Role.REVIEWER)
    assert added() == 1
    members.change_role(cast.owner, cast.viewer, Role.REVIEWER)
    assert added() == 1
    made = new_round(cast.facilitator, cast.rita, cast.sam)
    assert added() == 1
    rounds.seat(cast.facilitator, made, cast.owner.person, is_outsider=True)
    assert added() == 1
    rounds.unseat(cast.facilitator, made, seat_of(made, cast.owner))
    assert added() == 1
    seat, dimension = seat_of(made, cast.rita), made.model.dimensions[0].id
    acts: list[Callable[[], None]] = [
        lambda: scoring.save(seat, dimension, said(2)),
        lambda: scoring.clear(seat, dimension),
        lambda: scoring.save(seat, dimension, said(3)),
        lambda: scoring.lock(seat, dimension),
        lambda: answering.save(seat, {"segmentation.01": answering.Given("met")}),
        lambda: files.keep(seat, dimension, SimpleUploadedFile("page.txt", b"a page")),
        lambda: remind(cast, made),
        lambda: scoring.hand_in(seat),
        lambda: scoring.take_back(seat),
        lambda: scoring.hand_in(seat),
        lambda: rounds.reveal(cast.facilitator, made, "the board meets tomorrow"),
        lambda: marks.make(seat_of(made, cast.rita), dimension, Feeling.QUESTION),
        lambda: rounds.open_meeting(cast.facilitator, made),
        lambda: agree(cast, made, dimension),
        lambda: settle(cast, made),
        lambda: rounds.close(cast.facilitator, made),
        lambda: rounds.reopen(cast.facilitator, made),
        lambda: rounds.set_target(cast.facilitator, made, 3),
        lambda: rounds.delete(cast.owner, made),
        lambda: restored(cast, made),
        lambda: members.remove(cast.owner, cast.sam),
    ]
    for act in acts:
        act()
        assert added() == 1


def remind(cast: Cast, made: Assessment) -> None:
    rounds.remind(cast.facilitator, made)


def settle(cast: Cast, made: Assessment) -> None:
    settling.settle(cast.facilitator, made, "segmentation.01", version=0, value="met", reason="seen")


def agree(cast: Cast, made: Assessment, dimension: str) -> None:
    reconciling.agree(cast.facilitator, made, dimension, version=0, stage=3, reason="seen", dissent="")


def test_no_score_stands_in_the_log_before_the_reveal(cast: Cast, round_: Assessment) -> None:
    score_all(seat_of(round_, cast.rita))
    for entry in AuditEntry.objects.filter(act__startswith="score"):
        assert "stage" not in json.dumps(entry.details)


def test_the_organisations_log_says_nothing_of_scoring(cast: Cast, round_: Assessment) -> None:
    stream = audit.of_organisation(cast.harbour)
    before = AuditHead.objects.get(stream=stream)
    score_all(seat_of(round_, cast.rita))
    after = AuditHead.objects.get(stream=stream)
    assert (before.length, before.hash) == (after.length, after.hash)


def test_an_early_reveal_stands_in_the_log_with_its_reason(cast: Cast, round_: Assessment) -> None:
    score_all(seat_of(round_, cast.rita))
    rounds.reveal(cast.facilitator, round_, "the board meets tomorrow")
    found = AuditEntry.objects.filter(act="assessment.revealed")
    assert [(e.details["early"], e.details["reason"]) for e in found] == [(True, "the board meets tomorrow")]
    assert b"the board meets tomorrow" in signed_in(cast.owner).get(f"/o/{cast.harbour.pk}/activity/").content


def test_the_activity_names_rounds_dimensions_and_roles_in_words(cast: Cast, round_: Assessment) -> None:
    score_all(seat_of(round_, cast.rita))
    rounds.reveal(cast.facilitator, round_, "the board meets tomorrow")
    reconciling.agree(cast.facilitator, round_, "commercial_motion", version=0, stage=2, reason="", dissent="")
    members.change_role(cast.owner, cast.sam, "facilitator")
    page = signed_in(cast.owner).get(f"/o/{cast.harbour.pk}/activity/").content.decode()
    assert "round: Autumn, stage: 2, dimension: Commercial Motion" in page
    assert f"of: {cast.sam.person.name}, before: reviewer, after: facilitator" in page
    assert "commercial_motion" not in page
