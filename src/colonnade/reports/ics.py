"""A plan as a calendar file: every entry keeps its id, so that a second import changes it and adds none."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal

from icalendar import Calendar, Event

from colonnade.core.diagnosis import Diagnosis
from colonnade.core.plan import PlanItem, Status

Kind = Literal["start", "checkpoint", "milestone", "review"]
PRODUCT = "-//Colonnade//Plan//EN"
FIRST_DAY = date(2000, 1, 1)
LONGEST_SUMMARY = 120


@dataclass(frozen=True, slots=True)
class Entry:
    """A day of a plan. `key` names it within the plan for good, also when its day or words change.

    Of two versions calendars keep that of the higher `sequence`; `changed_at` (UTC) tells equal ones apart.
    """

    key: str
    kind: Kind
    on: date
    summary: str
    changed_at: datetime
    description: str = ""
    url: str = ""
    sequence: int = 0


def calendar(entries: Iterable[Entry], *, plan: str, name: str) -> bytes:
    """The calendar file of a plan; `plan` is its id for good, of which the ids of the entries are made."""
    made = Calendar()
    made.add("prodid", PRODUCT)
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("x-wr-calname", _written(name))
    for entry in sorted(entries, key=lambda entry: (entry.on, entry.key)):
        made.add_component(_event(entry, plan))
    return bytes(made.to_ical())


def uid(plan: str, key: str) -> str:
    """The id of an entry in every calendar it is imported into."""
    name = "\n".join((plan, key))
    return f"{hashlib.sha256(name.encode()).hexdigest()[:32]}@colonnade"


def _event(entry: Entry, plan: str) -> Event:
    event = Event()
    event.add("uid", uid(plan, entry.key))
    event.add("dtstamp", entry.changed_at)
    event.add("last-modified", entry.changed_at)
    event.add("sequence", entry.sequence)
    event.add("dtstart", entry.on)
    event.add("dtend", entry.on + timedelta(days=1))
    event.add("summary", _short(_written(entry.summary)))
    event.add("categories", [f"Colonnade {entry.kind}"])
    event.add("transp", "TRANSPARENT")
    if entry.description:
        event.add("description", _written(entry.description))
    if entry.url:
        event.add("url", "".join(entry.url.split()))
    return event


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_SUMMARY else line[: LONGEST_SUMMARY - 1].rstrip() + "…"


def _written(text: str) -> str:
    """Without control characters, which a calendar file may not hold; line ends stay as line feeds."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in lines if c in "\n\t" or (c >= " " and not "\x7f" <= c <= "\x9f"))


# --- of a diagnosis -----------------------------------------------------------------------------------------


def diagnosis_calendar(diagnosis: Diagnosis) -> bytes:
    """The plan of a diagnosis: its start, checkpoints, ends and the re-score.

    A plan is known by its organisation, model and first day.
    """
    parts = (diagnosis.branding.name, diagnosis.model.id, diagnosis.plan.starts_on.isoformat())
    plan = "\n".join(parts)
    return calendar(_entries(diagnosis), plan=plan, name=f"{diagnosis.model.name}: plan")


def _entries(diagnosis: Diagnosis) -> Iterator[Entry]:
    plan, model = diagnosis.plan, diagnosis.model
    said = "Provisional diagnosis.\n" if diagnosis.status == "provisional" else ""
    sequence, changed = _version(diagnosis)

    def entry(key: str, kind: Kind, on: date, summary: str, description: str) -> Entry:
        return Entry(key, kind, on, summary, changed, said + description, sequence=sequence)

    moves = "\n".join(f"- {model.levers[item.lever].text}" for item in plan.items)
    yield entry("start", "start", plan.starts_on, f"{model.name}: the plan starts", moves)
    for item in plan.items:
        action = model.levers[item.lever].text
        about = _about(diagnosis, item)
        for number, on in enumerate(item.checkpoints, 1):
            day = (on - plan.starts_on).days
            yield entry(f"{item.lever}/checkpoint {number}", "checkpoint", on, f"Day {day}: {action}", about)
        yield entry(f"{item.lever}/end", "milestone", item.due_on, f"Due: {action}", about)
    yield entry(
        "review",
        "review",
        plan.review_on,
        f"{model.name}: score again",
        "Reviewers score again without seeing the baseline; then compare the two diagnoses.",
    )


STEPS: Mapping[Status, int] = {"proposed": 0, "chosen": 1, "done": 2, "not_now": 2}
MOST_DECIDED = 1_000


def _version(diagnosis: Diagnosis) -> tuple[int, datetime]:
    """A number and a moment that grow from day to day, and within one with what people decide.

    The moment is of the day of the diagnosis, a second later for each decision: it is no time of a clock, so that
    the same plan gives the same file.
    """
    plan = diagnosis.plan
    decided = sum(
        STEPS[item.status] + bool(item.owner) + bool(item.reason) + (item.due_on != plan.review_on)
        for item in (*plan.items, *plan.done, *plan.not_now)
    )
    decided = min(decided, MOST_DECIDED - 1)
    days = max((diagnosis.as_of - FIRST_DAY).days, 0)
    changed = datetime.combine(diagnosis.as_of, time(), UTC) + timedelta(seconds=decided)
    return days * MOST_DECIDED + decided, changed


def _about(diagnosis: Diagnosis, item: PlanItem) -> str:
    lines = {
        "Dimension": diagnosis.model.by_id[item.dimension].name,
        "Owner": item.owner or "to be named",
        "Sponsor": item.sponsor,
        "Done when": item.done_when,
        "Milestone": item.milestone_today,
    }
    return "\n".join(f"{name}: {text}" for name, text in lines.items() if text)
