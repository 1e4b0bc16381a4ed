"""The worked example: its people enter by links that work once, and every page says that it is made up."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from colonnade.records.practice import write_answers, write_company, write_organisation, write_scorecards
from colonnade.web import example
from colonnade.web.assessments.models import Assessment, State
from colonnade.web.example import NAME, Entry, entries
from colonnade.web.people import tokens
from colonnade.web.people.models import Organisation, Person, SignInLink
from colonnade.web.plans.models import Plan, Status
from web.test_coming_in import path_of

TODAY = date.today()  # noqa: DTZ011 - scores are as of the day they are given


def no_records(organisation: Organisation, company: Path, today: date) -> None:
    """Loading and measuring them has its own tests, and takes seconds."""


@pytest.fixture
def company(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    write_scorecards(tmp_path / "scores")
    write_answers(tmp_path / "answers.csv")
    monkeypatch.setattr(example, "_bring_records", no_records)
    return tmp_path


@pytest.fixture
def links(db: None, company: Path) -> dict[str, Entry]:
    return {entry.role: entry for entry in entries(company, TODAY)}


def entered(entry: Entry) -> Client:
    client = Client()
    client.get(path_of(entry.link))
    assert client.post("/enter/").status_code == 302
    return client


def test_everybody_of_the_example_enters_by_their_link(links: dict[str, Entry]) -> None:
    assert list(links) == ["owner", "facilitator", "reviewer", "viewer"]
    for entry in links.values():
        page = entered(entry).get("/", follow=True)
        assert entry.name in page.text
        assert "A made-up company" in page.text


def test_the_address_of_everybody_in_the_example_is_theirs(links: dict[str, Entry]) -> None:
    page = entered(links["owner"]).get("/account/email/").text
    assert "You sign in as" in page
    assert "not confirmed yet" not in page


def test_a_link_signs_in_once(links: dict[str, Entry]) -> None:
    entered(links["owner"])
    assert Client().get(path_of(links["owner"].link)).status_code == 404


def test_looking_at_a_link_does_not_use_it_up(links: dict[str, Entry]) -> None:
    looked = Client()
    looked.get(path_of(links["owner"].link), follow=True)
    assert "_auth_user_id" not in looked.session
    entered(links["owner"])


def test_a_link_used_in_another_browser_meanwhile_is_over(links: dict[str, Entry]) -> None:
    slow = Client()
    slow.get(path_of(links["owner"].link))
    entered(links["owner"])
    assert slow.post("/enter/").status_code == 404


def test_a_sign_in_link_is_over_after_a_day_and_for_somebody_shut_out(links: dict[str, Entry]) -> None:
    Person.objects.filter(name=links["viewer"].name).update(is_active=False)
    assert Client().get(path_of(links["viewer"].link)).status_code == 404
    SignInLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert Client().get(path_of(links["owner"].link)).status_code == 404


def test_the_database_holds_no_token_and_no_password_of_the_example(links: dict[str, Entry]) -> None:
    for link in SignInLink.objects.select_related("person"):
        assert not link.person.has_usable_password()
    stored = set(SignInLink.objects.values_list("token_hash", flat=True))
    assert stored == {tokens.hash_of(entry.link.rstrip("/").split("/")[-1]) for entry in links.values()}


def test_a_second_demo_gives_new_links_into_the_same_example(links: dict[str, Entry], company: Path) -> None:
    again = {entry.role: entry for entry in entries(company, TODAY)}
    assert Organisation.objects.filter(name=NAME).count() == 1
    assert Client().get(path_of(links["owner"].link)).status_code == 404
    entered(again["owner"])


def test_the_example_has_a_round_to_read_and_one_to_score_in(links: dict[str, Entry]) -> None:
    states = dict(Assessment.objects.values_list("name", "state"))
    assert states == {"Where we stand": State.REVEALED, "Try it: score blind": State.OPEN}
    page = entered(links["owner"]).get("/", follow=True)
    assert "Try it: score blind" in page.text


def test_the_plan_of_the_first_round_has_owners_and_has_begun(links: dict[str, Entry]) -> None:
    moves = list(Plan.objects.get().moves.select_related("owner"))
    assert all(move.owner for move in moves)
    assert [move.status for move in moves].count(Status.DOING) == 1


@pytest.mark.slow
def test_the_example_opens_on_claims_beside_evidence(db: None, tmp_path: Path, settings: Any) -> None:
    settings.FOLDER = tmp_path / "web"
    write_scorecards(tmp_path / "scores")
    write_answers(tmp_path / "answers.csv")
    write_organisation(tmp_path / "organisation.yaml", write_company(tmp_path / "records", ends_on=TODAY))
    facilitator = next(entry for entry in entries(tmp_path, TODAY) if entry.role == "facilitator")
    client = entered(facilitator)
    page = client.get(
        f"/o/{Organisation.objects.get().pk}/assessments/{Plan.objects.get().assessment_id}/results/"
    )
    assert page.status_code == 200
    assert "contradicted" in page.text
