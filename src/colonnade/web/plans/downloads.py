"""A plan as files: a table for a spreadsheet, entries for a calendar."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from django.utils.translation import gettext as _

from colonnade.core.diagnosis import Diagnosis
from colonnade.core.plan import CHECKPOINT_DAYS
from colonnade.reports.ics import Entry, calendar
from colonnade.sheets.text import Value, csv_text
from colonnade.web.assessments.results import Seen
from colonnade.web.plans.models import Checkpoint, Move, Plan, moves_of

COLUMNS = (
    "dimension", "from", "to", "action", "status", "owner", "sponsor", "milestone", "metric", "baseline", "target",
    "proof", "stops", "day_30", "note_30", "day_60", "note_60", "due_on", "finished_on", "evidence", "reason",
)  # fmt: skip


def table(plan: Plan, seen: Seen) -> bytes:
    """One row a move; text that a spreadsheet would run is written as text."""
    rows = [_row(move, points, seen) for move, points in moves_of(plan).items()]
    return csv_text(COLUMNS, rows).encode("utf-8")


def _row(move: Move, points: Sequence[Checkpoint], seen: Seen) -> tuple[Value, ...]:
    model = seen.read.model
    lever = model.levers[move.lever]
    baseline = move.baseline if seen.shows_records else None
    notes = {point.day: point.note for point in points}
    from_stage = move.from_stage or lever.row
    checkpoints = [
        value for day in CHECKPOINT_DAYS for value in (move.plan.starts_on + timedelta(day), notes.get(day))
    ]
    return (
        model.by_id[move.dimension].name, move.from_stage, min(from_stage + 1, model.top), lever.text,
        str(move.get_status_display()), move.owner_shown, move.sponsor, move.milestone, move.metric,
        baseline, move.target, move.proof, move.stops, *checkpoints, move.due_on, move.finished_on,
        move.evidence or move.evidence_note, move.aside_reason or move.reason,
    )  # fmt: skip


def ics(plan: Plan, read: Diagnosis, address: str) -> bytes:
    """Start, checkpoints, ends and the re-score. What is finished or set aside is left out."""
    return calendar(_entries(plan, read, address), plan=str(plan.pk), name=plan.assessment.name)


def _entries(plan: Plan, read: Diagnosis, address: str) -> Iterator[Entry]:
    name = plan.assessment.name
    at, number = plan.changed_at, plan.version
    yield Entry(
        "start", "start", plan.starts_on, _("%(name)s: the plan starts") % {"name": name}, at, "", address, number
    )
    for move in moves_of(plan):
        if not move.is_in_flight:
            continue
        action, version = read.model.levers[move.lever].text, plan.version + move.version
        about = "\n".join(
            f"{label}: {words}"
            for label, words in (
                (_("Owner"), move.owner_shown),
                (_("Sponsor"), move.sponsor),
                (_("Milestone"), move.milestone),
            )
            if words
        )
        for day in CHECKPOINT_DAYS:
            on = plan.starts_on + timedelta(days=day)
            title = _("Day %(day)s: %(action)s") % {"day": day, "action": action}
            yield Entry(f"{move.lever}/{day}", "checkpoint", on, title, move.changed_at, about, address, version)
        title = _("Due: %(action)s") % {"action": action}
        yield Entry(f"{move.lever}/end", "milestone", move.due_on, title, move.changed_at, about, address, version)
    again = _("%(name)s: score again") % {"name": name}
    yield Entry("review", "review", plan.review_on, again, at, "", address, number)
