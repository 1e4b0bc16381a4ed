"""The plan as a calendar: read back by the library, stable ids, and text that stays text."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any

from diagnosed import DAY, diagnosed, model_of
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from colonnade.core.diagnosis import Diagnosis
from colonnade.core.organisation import Branding
from colonnade.reports.ics import Entry, calendar, diagnosis_calendar

CHANGED = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


def made() -> Diagnosis:
    return diagnosed(model_of(3), {"ana": [1, 2, 2], "ben": [1, 2, 3]})


def events(data: bytes) -> list[Any]:
    """Any: the library types every property as one of thirty kinds."""
    return list(Calendar.from_ical(data).walk("VEVENT"))


def by_id(data: bytes) -> dict[str, Any]:
    return {str(event["uid"]): event for event in events(data)}


def one(entry: Entry) -> Any:
    (event,) = events(calendar([entry], plan="p", name="Plan"))
    return event


def test_a_plan_gives_its_start_two_checkpoints_and_an_end_for_each_lever_and_the_re_score() -> None:
    diagnosis = made()
    found = events(diagnosis_calendar(diagnosis))
    assert len(found) == 2 + 3 * len(diagnosis.plan.items)
    days = {(event["dtstart"].dt - DAY).days for event in found}
    assert days == {0, 30, 60, 90}
    assert [str(e["summary"]) for e in found if e["dtstart"].dt == DAY] == ["Made up: the plan starts"]
    assert "Made up: score again" in [
        str(e["summary"]) for e in found if e["dtstart"].dt == diagnosis.plan.review_on
    ]


def test_every_entry_is_a_whole_day_that_blocks_no_time() -> None:
    for event in events(diagnosis_calendar(made())):
        start, end = event["dtstart"].dt, event["dtend"].dt
        assert type(start) is date
        assert end - start == timedelta(days=1)
        assert event["transp"] == "TRANSPARENT"


def test_the_same_diagnosis_gives_the_same_bytes() -> None:
    assert diagnosis_calendar(made()) == diagnosis_calendar(made())


def test_a_lever_put_off_keeps_its_id_and_a_later_diagnosis_has_the_higher_sequence() -> None:
    before = made()
    first, *others = before.plan.items
    moved = replace(first, due_on=first.due_on + timedelta(days=7), owner="Ana")
    after = replace(before, as_of=DAY + timedelta(days=3), plan=replace(before.plan, items=(moved, *others)))
    old, new = by_id(diagnosis_calendar(before)), by_id(diagnosis_calendar(after))
    assert old.keys() == new.keys()
    assert len(old) == len(events(diagnosis_calendar(before)))
    assert all(new[id]["sequence"] > old[id]["sequence"] for id in old)
    assert all(new[id]["last-modified"].dt > old[id]["last-modified"].dt for id in old)
    assert sum(new[id]["dtstart"].dt != old[id]["dtstart"].dt for id in old) == 1


def test_what_people_decide_on_the_same_day_makes_a_later_version_of_the_same_entries() -> None:
    before = made()
    first, *others = before.plan.items
    versions = [before]
    for change in ({"owner": "Ana"}, {"status": "chosen"}, {"due_on": first.due_on + timedelta(days=7)}):
        first = replace(first, **change)
        versions.append(replace(before, plan=replace(before.plan, items=(first, *others))))
    files = [by_id(diagnosis_calendar(each)) for each in versions]
    for old, new in pairwise(files):
        assert old.keys() == new.keys()
        assert all(new[id]["sequence"] > old[id]["sequence"] for id in old)
        assert all(new[id]["last-modified"].dt > old[id]["last-modified"].dt for id in old)


def test_a_lever_that_is_done_is_a_later_version_too() -> None:
    before = made()
    first, *others = before.plan.items
    done = replace(before.plan, items=tuple(others), done=(replace(first, status="done"),))
    old, new = by_id(diagnosis_calendar(before)), by_id(diagnosis_calendar(replace(before, plan=done)))
    assert all(new[id]["sequence"] > old[id]["sequence"] for id in new)


def test_the_plans_of_two_organisations_share_no_id() -> None:
    named = [replace(made(), branding=Branding(name=name)) for name in ("Alpha", "Beta")]
    alpha, beta = (by_id(diagnosis_calendar(each)) for each in named)
    assert alpha.keys().isdisjoint(beta)


def test_two_plans_share_no_id() -> None:
    entry = Entry("end", "milestone", DAY, "Due", CHANGED)
    first, second = (by_id(calendar([entry], plan=plan, name="Plan")) for plan in ("one", "two"))
    assert first.keys().isdisjoint(second)


def test_an_entry_carries_its_address_and_sequence_number() -> None:
    event = one(Entry("end", "milestone", DAY, "Due", CHANGED, "Done.", "https://example.org/plans/7", 4))
    assert (event["url"], event["sequence"]) == ("https://example.org/plans/7", 4)
    assert event["dtstamp"].dt == CHANGED


def test_a_provisional_diagnosis_says_so_in_every_entry() -> None:
    diagnosis = diagnosed(model_of(3), {"ana": [1, 2, 2]})
    assert all("Provisional" in str(event["description"]) for event in events(diagnosis_calendar(diagnosis)))


def test_no_line_is_longer_than_75_octets() -> None:
    data = calendar([Entry("end", "milestone", DAY, "é" * 300, CHANGED, "ü, " * 400)], plan="p", name="Plan")
    assert max(len(line) for line in data.split(b"\r\n")) <= 75


def test_a_line_end_in_a_text_begins_no_property() -> None:
    for end in ("\r\n", "\n", "\r", "\u2028", "\x0b"):
        event = one(Entry("end", "milestone", DAY, f"Due{end}ATTACH:file", CHANGED, f"Done{end}URL:http://bad"))
        assert "attach" not in event
        assert "url" not in event


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from('\n,;:\\"'), max_size=90))
def test_any_text_comes_back_as_it_was_written(text: str) -> None:
    event = one(Entry("end", "milestone", DAY, "Due", CHANGED, f"Done when {text}!"))
    assert str(event["description"]) == f"Done when {text}!"
