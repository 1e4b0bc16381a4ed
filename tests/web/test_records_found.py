"""Records say the same in the web as in the terminal, and reviewers who still score wait for it."""

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from colonnade.app.evidence import Measurements, Sources, find_evidence
from colonnade.content.load import shipped_model
from colonnade.core.company import Company
from colonnade.core.load_reference import LoadReference, ReadFile
from colonnade.core.observations import Observation, Unanswered
from colonnade.core.organisation import Organisation
from colonnade.core.support import criteria_of
from colonnade.records import load_into
from colonnade.web.assessments import rounds, scoring
from colonnade.web.assessments.models import Assessment
from colonnade.web.assessments.visibility import Viewer, held_back, may_see_records
from colonnade.web.people.models import Membership
from colonnade.web.records import loads, measuring, stored
from colonnade.web.records.folder import folder_of, key_of
from colonnade.web.records.found import found_for
from colonnade.web.records.models import About, Load, State
from colonnade.web.records.stored import from_json, to_json
from web.casting import Cast, said, score_all, seat_of
from web.practice import ENDS_ON, Practice

CSMI = shipped_model("csmi")
DIMENSIONS = [d.id for d in CSMI.dimensions]


@pytest.mark.slow
def test_findings_are_those_of_the_command_line_to_the_last_digit(
    cast: Cast, recorded: Load, practice: Practice
) -> None:
    there = find_evidence(Sources(today=ENDS_ON, data=str(practice.folder)), CSMI, Organisation())
    here = found_for(cast.harbour, ENDS_ON, model=CSMI)
    assert here.evidence.findings == there.evidence.findings
    assert here.measured.all == there.measured.all
    assert here.measured.movements == there.measured.movements
    assert here.top_accounts == there.top_accounts
    assert here.measured.company == there.measured.company
    assert len(here.evidence.answers) > 20


def test_the_load_is_kept_with_what_was_measured_on_it() -> None:
    at = datetime(2026, 11, 22, 6, 30, tzinfo=UTC)
    load = LoadReference("3-abc", "records", (ReadFile("accounts.csv", 120, "0f", 4),), at)
    kept = stored.to_json(Measurements(ENDS_ON, load=load, company=Company(cs_team=8)))
    read = stored.from_json(json.loads(json.dumps(kept)))
    assert (read.load, read.company.cs_team) == (load, 8)


def test_without_records_or_answers_nothing_is_found(cast: Cast) -> None:
    assert not found_for(cast.harbour, ENDS_ON).evidence.findings


def test_what_people_answer_stands_beside_what_records_show(cast: Cast, recorded: Load) -> None:
    measured = found_for(cast.harbour, ENDS_ON).evidence.answers
    open_ = next(c for c in CSMI.criteria if c.evidence is None)
    answered = Observation(open_.id, "met", "said", ENDS_ON, "Rita")
    found = found_for(cast.harbour, ENDS_ON, observations=[answered]).evidence.answers
    assert found.keys() == measured.keys() | {open_.id}


def test_records_of_long_ago_answer_nothing_any_more(cast: Cast, recorded: Load) -> None:
    assert recorded.as_of
    later = recorded.as_of + timedelta(days=CSMI.gate.measured_days + 1)
    found = found_for(cast.harbour, later).evidence.findings
    once = found_for(cast.harbour, recorded.as_of).evidence.answers
    doubts = {f.doubt for id in once if isinstance(f := found[id], Unanswered)}
    assert doubts == {"expired"}
    assert not any(found[id] in once.values() for id in once)


def test_what_an_organisation_does_not_do_is_not_held_against_it(cast: Cast, recorded: Load) -> None:
    before = found_for(cast.harbour, ENDS_ON).evidence.answers
    ruled = {c.id: c.evidence.metric for c in CSMI.criteria if c.evidence}
    of_plays = {id for id, metric in ruled.items() if metric == "playbook_execution_rate" and id in before}
    assert of_plays
    About.objects.create(organisation=cast.harbour, tables={"play_runs": {"state": "not_done"}})
    after = found_for(cast.harbour, ENDS_ON).evidence.answers
    assert {after[id].value for id in of_plays} == {"not_applicable"}
    About.objects.update(tables={"play_runs": {"state": "elsewhere"}})
    asked = found_for(cast.harbour, ENDS_ON).evidence.findings
    assert not of_plays & asked.keys()


def test_a_threshold_of_ones_own_decides_and_says_whose_it_is(cast: Cast, recorded: Load) -> None:
    before = found_for(cast.harbour, ENDS_ON).evidence.answers
    rules = {
        c.id: c.evidence for c in CSMI.criteria if c.evidence and c.evidence.operator == ">=" and not c.evidence.by
    }
    id_ = next(id for id in rules if id in before and before[id].value == "met")
    own = {"value": 1e6, "by": "Olive", "reason": "we aim higher"}
    About.objects.create(organisation=cast.harbour, thresholds={id_: own})
    after = found_for(cast.harbour, ENDS_ON).evidence.answers[id_]
    assert after.value == "not_met"
    assert "Olive: we aim higher" in after.note


# --- measuring ----------------------------------------------------------------------------------------------


def exported(tmp_path: Path, **files: str) -> Path:
    folder = tmp_path / "exports"
    folder.mkdir(exist_ok=True)
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text)
    return folder


def load_records(cast: Cast, exports: Path) -> None:
    """What `colonnade data load EXPORTS --into FOLDER` does."""
    now = datetime(2026, 1, 31, tzinfo=UTC)
    load_into(folder_of(cast.harbour.pk), str(exports), today=now.date(), now=now)


ACCOUNTS = "account_id,name\na1,Ada & Sons\na2,Bo\n"
SUBSCRIPTIONS = "subscription_id,account_id,start_on,mrr,currency,kind\ns1,a1,2025-01-01,100,EUR,recurring\n"


@pytest.fixture
def started(cast: Cast, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Load]:
    """A small warehouse lies there; what would be measured by a child is noted."""
    settings.FOLDER = tmp_path
    load_records(cast, exported(tmp_path, accounts=ACCOUNTS, subscriptions=SUBSCRIPTIONS))
    found: list[Load] = []
    monkeypatch.setattr(loads, "start", found.append)
    return found


def test_new_records_are_measured_once_however_many_look(cast: Cast, started: list[Load]) -> None:
    coming = [loads.standing(cast.harbour.pk).coming for _ in range(3)]
    assert len(started) == 1
    assert {load.pk for load in coming if load} == {started[0].pk}
    measuring.run(started[0], date(2026, 1, 31))
    stands = loads.standing(cast.harbour.pk)
    assert stands.coming is None
    assert stands.speaking is not None
    assert stands.speaking.as_of == date(2025, 1, 1)
    assert stands.speaking.has_details


def test_while_new_records_are_measured_the_old_ones_speak(
    cast: Cast, started: list[Load], tmp_path: Path
) -> None:
    loads.standing(cast.harbour.pk)
    measuring.run(started[0], date(2026, 1, 31))
    load_records(cast, exported(tmp_path, tickets="ticket_id,account_id,opened_at\nt1,a1,2025-02-01\n"))
    stands = loads.standing(cast.harbour.pk)
    assert stands.speaking is not None
    assert stands.coming is not None
    assert (stands.speaking.pk, stands.coming.pk) == tuple(load.pk for load in started)


def test_records_that_cannot_be_read_say_why(cast: Cast, started: list[Load]) -> None:
    folder = folder_of(cast.harbour.pk)
    for path in folder.glob("*.duckdb"):
        path.unlink()
    loads.standing(cast.harbour.pk)
    measuring.run(started[0], date(2026, 1, 31))
    stands = loads.standing(cast.harbour.pk)
    assert stands.speaking is None
    assert stands.coming is not None
    assert stands.coming.state == State.FAILED
    assert stands.coming.why


def test_a_measuring_process_that_died_is_replaced_by_one(cast: Cast, started: list[Load]) -> None:
    loads.standing(cast.harbour.pk)
    load = started[0]
    Load.objects.filter(pk=load.pk).update(begun_at=load.begun_at - 2 * loads.LEASE)
    for _ in range(3):
        loads.standing(cast.harbour.pk)
    assert len(started) == 2


def test_a_folder_without_a_whole_load_has_no_state(cast: Cast, settings: Any, tmp_path: Path) -> None:
    settings.FOLDER = tmp_path
    assert key_of(folder_of(cast.harbour.pk)) is None
    folder_of(cast.harbour.pk).mkdir(parents=True)
    (folder_of(cast.harbour.pk) / "accounts.csv").write_text(ACCOUNTS)
    assert loads.standing(cast.harbour.pk) == loads.Standing()


def test_what_is_kept_of_a_load_comes_back_as_it_was(cast: Cast, started: list[Load]) -> None:
    loads.standing(cast.harbour.pk)
    measuring.run(started[0], date(2026, 1, 31))
    found = loads.measurements_of(started[0].pk)
    assert found.load is not None
    assert {file.name for file in found.load.files} == {"accounts.csv", "subscriptions.csv"}
    assert found.load.loaded_at == datetime(2026, 1, 31, tzinfo=UTC)
    assert from_json(to_json(found)) == found


# --- who may see it -----------------------------------------------------------------------------------------


def sees(cast: Cast, member: Membership, dimension: str | None = None) -> bool:
    """All of it; or every fact of a dimension."""
    if dimension is None:
        return may_see_records(Viewer.of(member), cast.harbour.pk)
    held = held_back(member.person_id, cast.harbour.pk)
    return not any(held.waits_for(c) for c in criteria_of(shipped_model("csmi"), dimension))


def test_who_has_nothing_to_score_sees_the_records(cast: Cast, round_: Assessment) -> None:
    assert sees(cast, cast.facilitator)
    assert sees(cast, cast.viewer)
    assert not sees(cast, cast.rita)


def test_a_reviewer_sees_what_the_records_show_of_a_dimension_after_locking_it(
    cast: Cast, round_: Assessment
) -> None:
    seat = seat_of(round_, cast.rita)
    scoring.save(seat, DIMENSIONS[1], said(3))
    assert not sees(cast, cast.rita, DIMENSIONS[1])
    scoring.lock(seat, DIMENSIONS[1])
    assert sees(cast, cast.rita, DIMENSIONS[1])
    assert not sees(cast, cast.rita, DIMENSIONS[2])
    assert not sees(cast, cast.rita)


def test_a_reviewer_sees_all_of_it_after_locking_every_dimension_or_the_reveal(
    cast: Cast, round_: Assessment
) -> None:
    score_all(seat_of(round_, cast.rita))
    assert sees(cast, cast.rita)
    assert not sees(cast, cast.sam)
    rounds.reveal(cast.facilitator, round_, "the board meets")
    assert sees(cast, cast.sam)


def test_a_round_elsewhere_hides_nothing_here(cast: Cast, round_: Assessment) -> None:
    member = joined_elsewhere(cast.rita, cast)
    assert may_see_records(Viewer.of(member), member.organisation_id)


def joined_elsewhere(member: Membership, cast: Cast) -> Membership:
    return Membership.objects.create(
        person=member.person, organisation=cast.stranger.organisation, role="reviewer"
    )
