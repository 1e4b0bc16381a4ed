"""A round with all that a round can hold: scores, facts, files, marks, rulings, agreed stages, a plan, a note."""

from datetime import date
from uuid import UUID, uuid4

from django.core.files.base import ContentFile

from colonnade.content.load import shipped_model
from colonnade.web.assessments import answering, marks, reconciling, rounds, scoring, settling
from colonnade.web.assessments.answering import Given
from colonnade.web.assessments.models import Assessment, EvidenceFile, Feeling, Seat
from colonnade.web.plans import planning
from colonnade.web.plans.models import Plan, Status
from web.casting import STAGES, Cast, score_all, seat_of
from web.planning import moves_of, new_plan
from web.routes import CRITERION, DIMENSION


def deep_round(cast: Cast, name: str) -> Assessment:
    return rounds.make(
        cast.facilitator,
        name=name,
        model=shipped_model("csmi"),
        due_on=date(2026, 12, 4),
        reviewers=[member.person for member in (cast.rita, cast.sam, cast.owner)],
        is_deep=True,
    )


def give(cast: Cast, made: Assessment, text: str, file: UUID | None = None) -> None:
    """What three people say of it while it is open, with the same text in every field that they type."""
    for member, stages in ((cast.rita, STAGES), (cast.sam, (3, 2, 4, 1, 3, 3, 4)), (cast.owner, STAGES)):
        seat = seat_of(made, member)
        score_all(seat, stages, hands_in=False, note=text)
        answering.save(seat, {CRITERION: Given("met" if member is cast.sam else "not_met", text)})
        _file(seat, text, file if member is cast.sam and file else uuid4())


def settle(cast: Cast, made: Assessment, text: str) -> Plan:
    """Handed in, revealed, met about, and with a plan that is begun; the text in every field of these too."""
    for seat in made.seats.all():
        scoring.hand_in(seat)
    rounds.reveal(cast.facilitator, made, text)
    marks.make(seat_of(made, cast.sam), DIMENSION, Feeling.QUESTION)
    rounds.open_meeting(cast.facilitator, made)
    made.refresh_from_db()
    reconciling.agree(cast.facilitator, made, DIMENSION, version=0, stage=2, reason=text, dissent=text)
    settling.settle(cast.facilitator, made, CRITERION, version=0, value="met", reason=text)
    plan = new_plan(cast.facilitator, made)
    for move in moves_of(plan):
        fields = {"owner_name": text[:80], "sponsor": text[:80], "milestone": text, "proof": text, "stops": text}
        planning.change(cast.facilitator, move, fields | {"status": Status.DOING, "reason": text}, version=1)
        point = move.checkpoints.get(day=30)
        point.move = move
        planning.note(cast.facilitator, point, text, None, version=0)
    return plan


def fill(cast: Cast, made: Assessment, text: str = "as seen", file: UUID | None = None) -> Plan:
    give(cast, made, text, file)
    return settle(cast, made, text)


def _file(seat: Seat, text: str, id: UUID) -> None:
    EvidenceFile.files.own(seat).create(
        id=id,
        seat=seat,
        about=CRITERION,
        name=f"{text[:100]}.txt",
        size_bytes=4,
        digest="d",
        content=ContentFile(b"seen", "x"),
    )
