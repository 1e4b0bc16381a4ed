"""What was changed is taken back from the page that follows, without a script, and what it said stays readable."""

import re
from collections.abc import Mapping
from datetime import timedelta
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from colonnade.web.assessments.models import Assessment
from colonnade.web.company.models import Asset, EarlierAsset, Profile
from colonnade.web.people.models import AuditEntry, Role
from colonnade.web.plans.models import Checkpoint, Move, Plan, Status
from colonnade.web.records.models import About, Load
from web.casting import Cast, signed_in
from web.planning import START, moves_of, new_plan
from web.test_organisation_settings import SVG, png, seen
from web.test_plans import fields

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
NOTICE = re.compile(
    r'<div class="notice undo" role="status"><p>(.*?)</p><form method="post" action="(.*?)">(.*?)</form>',
    re.DOTALL,
)


@pytest.fixture
def plan(cast: Cast, revealed: Assessment) -> Plan:
    return new_plan(cast.facilitator, revealed)


def base(plan: Plan) -> str:
    return f"/o/{plan.assessment.organisation_id}/assessments/{plan.assessment_id}/plan/"


def act(client: Client, path: str, typed: Mapping[str, object]) -> str:
    return unescape(client.post(path, typed, follow=True).content.decode())


def take_back(client: Client, page: str) -> str:
    """Press the button of the notice, as a browser without a script does."""
    found = NOTICE.search(page)
    assert found, "the page offers no undo"
    _words, address, inputs = found.groups()
    typed = dict(re.findall(r'<input type="hidden" name="(\w+)" value="(.*?)">', inputs))
    typed.pop("csrfmiddlewaretoken", None)
    return act(client, address, typed)


def state(move: Move) -> tuple[object, ...]:
    """All of a move but its version and who changed it."""
    move.refresh_from_db()
    apart = ("version", "changed_at", "changed_by_id")
    return tuple(getattr(move, f.attname) for f in Move._meta.concrete_fields if f.attname not in apart)


# --- plans --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed",
    [
        {"to": "dropped", "aside_reason": "no budget"},
        {"to": "not_now", "aside_reason": "after the audit"},
        {"to": "done", "evidence": "https://example.org/x"},
        {"to": "doing"},
    ],
)
def test_a_card_that_went_elsewhere_is_as_it_was(cast: Cast, plan: Plan, typed: dict[str, str]) -> None:
    move, client = moves_of(plan)[0], signed_in(cast.facilitator)
    before = state(move)
    page = act(client, f"{base(plan)}moves/{move.pk}/card/", {**typed, "version": 1})
    assert state(move) != before
    take_back(client, page)
    assert state(move) == before


def test_a_reason_that_is_lost_by_taking_a_move_in_again_comes_back(cast: Cast, plan: Plan) -> None:
    move, client = moves_of(plan)[0], signed_in(cast.facilitator)
    card = f"{base(plan)}moves/{move.pk}/card/"
    act(client, card, {"to": "dropped", "aside_reason": "no budget", "version": 1})
    page = act(client, card, {"to": "not_started", "version": 2})
    take_back(client, page)
    move.refresh_from_db()
    assert (move.status, move.aside_reason) == (Status.DROPPED, "no budget")


def test_what_was_saved_over_is_as_it_was_and_stays_readable_with_who_changed_it(cast: Cast, plan: Plan) -> None:
    move, client = moves_of(plan)[0], signed_in(cast.facilitator)
    path, was = f"{base(plan)}moves/{move.pk}/", move.milestone
    act(client, path, fields(move, owner=cast.rita.person_id, milestone="Half of them", stops="Weekly slides"))
    before = state(move)
    page = act(client, path, fields(move, owner="", owner_name="Dana", milestone="All of them", version=2))
    history = unescape(client.get(path).content.decode())
    history = history[history.index('id="history"') : history.index('id="change"')]
    for words in ("Fay, ", "<s>Half of them</s>", "<s>Rita</s>", "<s>Weekly slides</s>", f"<s>{was}</s>"):
        assert words in history
    take_back(client, page)
    assert state(move) == before


def test_undo_takes_nothing_back_that_somebody_changed_since(cast: Cast, plan: Plan) -> None:
    move, client = moves_of(plan)[0], signed_in(cast.facilitator)
    path = f"{base(plan)}moves/{move.pk}/"
    page = act(client, path, fields(move, owner_name="Dana"))
    act(signed_in(cast.owner), path, fields(move, owner_name="Mo", version=2))
    assert "Olive changed this" in take_back(client, page)
    move.refresh_from_db()
    assert move.owner_name == "Mo"


def test_who_may_only_read_a_move_takes_nothing_back(cast: Cast, plan: Plan) -> None:
    move = moves_of(plan)[0]
    act(signed_in(cast.facilitator), f"{base(plan)}moves/{move.pk}/", fields(move, owner_name="Dana"))
    for member in (cast.sam, cast.viewer, cast.stranger):
        answer = signed_in(member).post(f"{base(plan)}moves/{move.pk}/back/", {"version": 2})
        assert answer.status_code == 404


def test_an_owner_who_takes_part_no_longer_does_not_come_back_with_the_move(cast: Cast, plan: Plan) -> None:
    move, client = moves_of(plan)[0], signed_in(cast.facilitator)
    path = f"{base(plan)}moves/{move.pk}/"
    act(client, path, fields(move, owner=cast.rita.person_id))
    page = act(client, path, fields(move, owner="", version=2))
    cast.rita.role = Role.VIEWER
    cast.rita.save()
    take_back(client, page)
    move.refresh_from_db()
    assert move.owner is None


def test_dates_that_moved_move_back(cast: Cast, plan: Plan) -> None:
    client, due = signed_in(cast.facilitator), [move.due_on for move in moves_of(plan)]
    page = act(client, f"{base(plan)}dates/", {"starts_on": START + timedelta(days=7), "version": 1})
    assert "the plan starts on 30 Nov 2026" in page
    take_back(client, page)
    plan.refresh_from_db()
    assert (plan.starts_on, [move.due_on for move in moves_of(plan)]) == (START, due)
    told = AuditEntry.objects.filter(act="plan.redated").order_by("number").first()
    assert told
    assert (told.details["before"], told.details["after"]) == ("2026-11-23", "2026-11-30")


def test_a_note_that_was_written_over_stays_readable(cast: Cast, plan: Plan) -> None:
    move, client = moves_of(plan)[0], signed_in(cast.facilitator)
    path = f"{base(plan)}moves/{move.pk}/"
    act(client, f"{path}day/30/", {"version": 0, "note": "two teams in"})
    page = act(client, f"{path}day/30/", {"version": 1, "note": "three teams in"})
    assert "<s>two teams in</s>" in page
    assert Checkpoint.objects.get(move=move, day=30).note == "three teams in"


def test_a_move_with_a_history_asks_the_database_no_oftener(
    cast: Cast, plan: Plan, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    move, client = moves_of(plan)[0], signed_in(cast.facilitator)
    path = f"{base(plan)}moves/{move.pk}/"
    for version, owner in enumerate((cast.rita, cast.sam, cast.owner) * 2, start=1):
        client.post(path, fields(move, owner=owner.person_id, version=version))
    client.get("/you/")
    with django_assert_max_num_queries(15):
        page = client.get(path).content.decode()
    assert "Changed 6 times" in page


# --- what an organisation says of itself ---------------------------------------------------------------------


def said(cast: Cast) -> list[object]:
    of = About.objects.get(organisation=cast.harbour)
    tables = {table: each["state"] for table, each in of.tables.items()}
    return [of.top_tier, of.second_tier, of.low_tier, tables, of.thresholds]


def test_what_is_not_done_and_named_and_held_is_as_it_was(cast: Cast, recorded: Load) -> None:
    client, records = signed_in(cast.facilitator), f"/o/{cast.harbour.pk}/records/"
    page = client.get(f"{records}thresholds/").content.decode()
    criterion = re.findall(r'for="v-([a-z_.0-9]+)">Your threshold .%.', page)[0]
    threshold = f"thresholds/{criterion}/"
    acts = (
        ("kinds/play_runs/", {"state": "not_done"}, {"state": "elsewhere"}),
        ("tiers/", {"top_tier": "enterprise", "low_tier": "smb"}, {"top_tier": "smb", "low_tier": "enterprise"}),
        (threshold, {"value": "97.5", "reason": "the board"}, {"value": "50", "reason": "spring"}),
        (threshold, {"value": "33.3", "reason": "a third"}, {"then": "product"}),
    )
    for path, first, second in acts:
        act(client, records + path, first)
        before = said(cast)
        page = act(client, records + path, second)
        assert said(cast) != before
        take_back(client, page)
        assert said(cast) == before


def test_a_first_saying_is_taken_back_to_nothing(cast: Cast, recorded: Load) -> None:
    client, records = signed_in(cast.facilitator), f"/o/{cast.harbour.pk}/records/"
    take_back(client, act(client, f"{records}kinds/play_runs/", {"state": "not_done"}))
    assert About.objects.get().tables == {}


def test_settings_are_as_they_were(cast: Cast) -> None:
    client, path = signed_in(cast.facilitator), f"/o/{cast.harbour.pk}/settings/"
    look = {"name": "Harbour", "colour": "#123456", "paper": "a4"}
    for part, first, second in (
        ("look", look, {"name": "", "colour": "", "paper": "letter"}),
        ("facts", {"ownership": "private", "arr_musd": "6.5"}, {"ownership": "public", "cs_team": "3"}),
    ):
        act(client, f"{path}{part}/", {"seen": seen(client, cast, part), **first})
        before = Profile.objects.values().get()
        page = act(client, f"{path}{part}/", {"seen": seen(client, cast, part), **second})
        assert Profile.objects.values().get() != before
        take_back(client, page)
        assert Profile.objects.values().get() == before


def test_a_file_that_was_taken_away_or_replaced_is_had_back(cast: Cast) -> None:
    client, path = signed_in(cast.facilitator), f"/o/{cast.harbour.pk}/settings/files/logo/"

    def logo() -> tuple[str, bytes]:
        found = Asset.objects.get(organisation=cast.harbour)
        return found.name, bytes(found.data)

    act(client, path, {"file": SimpleUploadedFile("first.svg", SVG)})
    first = logo()
    page = act(client, path, {"then": "remove"})
    assert not Asset.objects.exists()
    take_back(client, page)
    assert logo() == first
    page = act(client, path, {"file": SimpleUploadedFile("second.png", png())})
    assert logo() != first
    take_back(client, page)
    assert logo() == first
    assert EarlierAsset.objects.count() == 1


def test_a_first_file_is_taken_back_to_none(cast: Cast) -> None:
    client, path = signed_in(cast.facilitator), f"/o/{cast.harbour.pk}/settings/files/logo/"
    take_back(client, act(client, path, {"file": SimpleUploadedFile("first.svg", SVG)}))
    assert not Asset.objects.exists()


def test_what_an_undo_carries_is_text_on_the_page(cast: Cast, recorded: Load) -> None:
    client, path = signed_in(cast.facilitator), f"/o/{cast.harbour.pk}/records/tiers/"
    client.post(path, {"top_tier": '"><script>alert(1)</script>'})
    page = client.post(path, {"top_tier": "x"}, follow=True).content
    assert b"&lt;script&gt;alert" in page
    assert b"<script>alert" not in page
