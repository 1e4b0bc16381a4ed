"""Results taken along: the command line's own bytes, for who may read them, made once for the same contents."""

import io
import json
import zipfile
from dataclasses import replace
from typing import Any

import pytest
from django.utils import timezone
from pypdf import PdfReader
from pytest_django import DjangoAssertNumQueries

from colonnade.app.render import Look, render
from colonnade.core.organisation import Branding
from colonnade.web.assessments import deleted, reconciling, results, rounds
from colonnade.web.assessments.models import Assessment
from colonnade.web.assessments.standing import KEPT_FOR
from colonnade.web.people.models import AuditEntry, Membership, Organisation
from colonnade.web.plans.models import Move, Status
from colonnade.web.records.models import Load
from colonnade.web.reports import making
from colonnade.web.reports.forms_offered import BY_ID, FORMS
from colonnade.web.reports.models import Made
from web.casting import Cast, new_round, score_all, seat_of, signed_in
from web.planning import new_plan

EVERY_FORM = pytest.mark.parametrize("form", [form.id for form in FORMS])


def base(assessment: Assessment) -> str:
    return f"/o/{assessment.organisation_id}/assessments/{assessment.pk}/take/"


def taken(who: Membership, assessment: Assessment, form: str, asked: str = "") -> Any:
    answer = signed_in(who).get(f"{base(assessment)}{form}/{asked}", follow=True)
    assert answer.status_code == 200, form
    return answer


def words_of(form: str, content: bytes) -> str:
    """Everything that a file says, unpacked."""
    if form in ("report", "summary"):
        return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    if form in ("deck", "workbook"):
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            return "\n".join(package.read(name).decode() for name in package.namelist() if name.endswith(".xml"))
    return content.decode()


# --- the same content ---------------------------------------------------------------------------------------


@EVERY_FORM
@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_a_file_holds_the_bytes_that_the_command_line_writes_of_the_same_diagnosis(
    cast: Cast, revealed: Assessment, form: str, paper: str
) -> None:
    read = results.diagnosis(revealed, timezone.localdate())
    assert read is not None
    dressed = replace(read, branding=Branding("Harbour Software"))
    name = f"pack.{BY_ID[form].ending.removeprefix('.')}"
    expected = render(dressed, name, Look("letter" if paper == "letter" else "a4"))
    assert taken(cast.rita, revealed, form, f"?paper={paper}").content == expected


def test_the_plan_in_a_file_is_the_plan_that_people_made(cast: Cast, revealed: Assessment) -> None:
    plan = new_plan(cast.facilitator, revealed)
    first, second, *_ = plan.moves.order_by("place")
    Move.objects.filter(pk=first.pk).update(owner_name="Olive", sponsor="The CFO", milestone="Ten accounts read")
    Move.objects.filter(pk=second.pk).update(status=Status.NOT_NOW, aside_reason="after the migration")
    table = taken(cast.viewer, revealed, "table").content.decode()
    for word in ("Olive", "The CFO", "Ten accounts read", "not_now", "after the migration"):
        assert word in table
    saved = json.loads(taken(cast.viewer, revealed, "data").content)
    assert saved["plan"]["starts_on"] == plan.starts_on.isoformat()
    assert {item["lever"] for item in saved["plan"]["items"]} >= {first.lever}
    assert second.lever not in {item["lever"] for item in saved["plan"]["items"]}


@pytest.mark.slow
def test_the_workbook_has_the_months_that_were_kept_with_the_records(
    cast: Cast, revealed: Assessment, recorded: Load
) -> None:
    from openpyxl import load_workbook

    content = taken(cast.rita, revealed, "workbook").content
    with pytest.warns(UserWarning, match="Sparkline"):  # openpyxl says that it cannot draw the lines
        book = load_workbook(io.BytesIO(content))
    rows = {row[0]: row for row in book["Months"].iter_rows(values_only=True)}
    kept = recorded.details.get(metric="net_revenue_retention").detail["months"]
    assert len(kept) == 24
    months = [rows["Net revenue retention"][-24:][place] for place in range(24)]
    assert months == pytest.approx([value for _, value, *_ in kept], abs=1e-6)


# --- for whom -----------------------------------------------------------------------------------------------


@EVERY_FORM
def test_before_the_reveal_there_is_nothing_to_take(cast: Cast, round_: Assessment, form: str) -> None:
    for member in cast.here.values():
        client = signed_in(member)
        assert client.get(base(round_)).status_code == 404
        assert client.get(f"{base(round_)}{form}/").status_code == 404
        assert client.get(f"{base(round_)}{form}/{'0' * 64}/").status_code == 404


@EVERY_FORM
def test_a_viewers_file_names_no_reviewer_and_shows_nobodys_scores(
    cast: Cast, revealed: Assessment, form: str
) -> None:
    said = words_of(form, taken(cast.viewer, revealed, form).content)
    assert not [name for name in ("Rita", "Olive", "Sam ", "Sam,", '"Sam"') if name in said]
    if form == "data":
        read = json.loads(said)
        assert [r["id"] for r in read["reviewers"]] == [
            f"reviewer ({w})" for w in ("lowest", "between", "highest")
        ]
        assert not any(r["leniency"] for r in read["reviewers"])
        assert not read["profile"]["would_name"]
        for dimension in read["dimensions"]:
            assert list(dimension["scores"].values()) == sorted(dimension["scores"].values())


def test_who_still_scores_takes_a_file_without_records_and_the_whole_one_afterwards(
    cast: Cast, revealed: Assessment, recorded: Load
) -> None:
    again = new_round(cast.facilitator, cast.rita, cast.sam)
    page = signed_in(cast.rita).get(base(revealed)).content
    assert b"records" in page
    assert json.loads(taken(cast.rita, revealed, "data").content)["measurements"] == []
    whole = json.loads(taken(cast.owner, revealed, "data").content)
    assert len(whole["measurements"]) > 50
    score_all(seat_of(again, cast.rita))
    assert json.loads(taken(cast.rita, revealed, "data").content)["measurements"] == whole["measurements"]


def test_a_file_made_for_eyes_that_see_more_is_not_handed_to_others(cast: Cast, revealed: Assessment) -> None:
    for_rita = signed_in(cast.rita).get(f"{base(revealed)}data/").headers["Location"]
    answer = signed_in(cast.viewer).get(for_rita, follow=True)
    assert b"Rita" not in answer.content
    assert b"reviewer (lowest)" in answer.content
    assert signed_in(cast.stranger).get(for_rita).status_code == 404


def test_another_rounds_key_opens_nothing_here(cast: Cast, revealed: Assessment) -> None:
    theirs = new_round(cast.stranger, cast.stranger, cast.stranger_reviewer)
    for member in (cast.stranger, cast.stranger_reviewer):
        score_all(seat_of(theirs, member))
    rounds.reveal(cast.stranger, theirs)
    key = signed_in(cast.stranger).get(f"{base(theirs)}data/").headers["Location"].rstrip("/").split("/")[-1]
    answer = signed_in(cast.rita).get(f"{base(revealed)}data/{key}/", follow=True)
    assert b"Stella" not in answer.content
    assert b"Rita" in answer.content


# --- how it is handed out -----------------------------------------------------------------------------------


@EVERY_FORM
def test_a_file_is_saved_and_never_shown_or_kept_on_the_way(cast: Cast, revealed: Assessment, form: str) -> None:
    Organisation.objects.filter(pk=cast.harbour.pk).update(name='../"; filename=evil.exe\r\nX: y Ä株')
    Assessment.objects.filter(pk=revealed.pk).update(name="a/b\\c:*?<>|")
    headers = taken(cast.rita, revealed, form).headers
    ending = BY_ID[form].ending.rpartition(".")[2]
    day = timezone.localdate().isoformat()
    assert (
        headers["Content-Disposition"] == f'attachment; filename="filenameevilexe-x-y-a-abc-{day}-{form}.{ending}"'
    )
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"
    assert "X" not in headers


def test_each_file_taken_is_one_line_of_the_audit_log(cast: Cast, revealed: Assessment) -> None:
    client = signed_in(cast.viewer)
    client.get(base(revealed))
    address = client.get(f"{base(revealed)}plan/").headers["Location"]
    client.head(address)
    assert not AuditEntry.objects.filter(act="report.taken").exists()
    for _ in range(2):
        client.get(address)
    lines = AuditEntry.objects.filter(act="report.taken")
    assert [entry.details["assessment"] for entry in lines] == [str(revealed.pk)] * 2
    assert lines[0].actor == cast.viewer.person_id
    assert b"took a report along" in signed_in(cast.owner).get(f"/o/{cast.harbour.pk}/activity/").content


def agree(cast: Cast, assessment: Assessment) -> None:
    words = {"reason": "both saw the same dashboard", "dissent": ""}
    reconciling.agree(cast.facilitator, assessment, "data_intelligence", version=0, stage=2, **words)


# --- made once ----------------------------------------------------------------------------------------------


def test_a_file_is_made_once_for_the_same_contents_and_anew_after_any_change(
    cast: Cast, revealed: Assessment, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []

    def counting(read: Any, name: str, look: Look) -> bytes:
        made.append(name)
        return render(read, name, look)

    monkeypatch.setattr(making, "render", counting)
    for _ in range(2):
        before = taken(cast.rita, revealed, "data").content
    assert taken(cast.owner, revealed, "data").content == before
    assert len(made) == 1
    agree(cast, revealed)
    assert taken(cast.rita, revealed, "data").content != before
    Organisation.objects.filter(pk=cast.harbour.pk).update(name="Harbour & Sons")
    assert b"Harbour" not in taken(cast.rita, revealed, "data").content
    assert "Harbour & Sons" in words_of("summary", taken(cast.rita, revealed, "summary").content)
    assert len(made) == 4
    assert Made.objects.filter(assessment=revealed).count() == 2


def test_an_address_that_was_overtaken_leads_to_the_file_of_today(cast: Cast, revealed: Assessment) -> None:
    client = signed_in(cast.rita)
    address = client.get(f"{base(revealed)}data/").headers["Location"]
    agree(cast, revealed)
    fresh = client.get(f"{base(revealed)}data/").headers["Location"]
    assert fresh != address
    assert client.get(address, follow=True).content == client.get(fresh).content


def test_the_oldest_files_go_when_there_is_too_much(
    cast: Cast, revealed: Assessment, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken(cast.rita, revealed, "table")
    page = len(taken(cast.rita, revealed, "page").content)
    monkeypatch.setattr(making, "MOST_KEPT_BYTES", page + 100)
    taken(cast.rita, revealed, "plan")
    kept = Made.objects.values_list("slot", flat=True)
    assert sum(Made.objects.values_list("size_bytes", flat=True)) <= page + 100
    assert any("/plan/" in slot for slot in kept)
    assert not any("/table/" in slot for slot in kept)


def test_the_oldest_files_go_when_there_are_too_many(
    cast: Cast, revealed: Assessment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(making, "MOST_KEPT_FILES", 1)
    for form in ("table", "plan"):
        taken(cast.rita, revealed, form)
    assert ["/plan/" in slot for slot in Made.objects.values_list("slot", flat=True)] == [True]


def test_a_deleted_round_hands_out_no_file_and_leaves_none_once_removed(cast: Cast, revealed: Assessment) -> None:
    taken(cast.rita, revealed, "plan")
    rounds.delete(cast.owner, revealed)
    assert signed_in(cast.rita).get(f"{base(revealed)}plan/").status_code == 404
    deleted.remove_overdue(timezone.now() + KEPT_FOR)
    assert not Made.objects.exists()


def test_one_file_is_made_at_a_time_and_who_waits_long_is_told(
    cast: Cast, revealed: Assessment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(making, "WAIT_SECONDS", 0.01)
    client = signed_in(cast.rita)
    with making._one_at_a_time():
        answer = client.get(f"{base(revealed)}summary/?paper=letter")
        assert answer.status_code == 503
        assert answer.headers["Retry-After"]
        assert b"summary/?paper=letter" in answer.content
    assert client.get(f"{base(revealed)}summary/?paper=letter").status_code == 302
    with making._one_at_a_time():
        assert client.get(f"{base(revealed)}summary/?paper=letter").status_code == 302


def test_beyond_the_one_who_waits_nobody_holds_a_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(making, "WAIT_SECONDS", 60)
    waiting = [making._waiting.acquire(blocking=False) for _ in range(making.MOST_WAITING)]
    try:
        with making._one_at_a_time(), pytest.raises(making.Busy), making._one_at_a_time():
            pass
    finally:
        for _ in waiting:
            making._waiting.release()


@EVERY_FORM
def test_making_and_handing_out_ask_the_database_little(
    cast: Cast, revealed: Assessment, form: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    new_plan(cast.facilitator, revealed)
    client = signed_in(cast.rita)
    client.get("/you/")
    with django_assert_max_num_queries(15):
        made = client.get(f"{base(revealed)}{form}/")
    with django_assert_max_num_queries(15):
        client.get(made.headers["Location"])


def test_a_form_that_there_is_not_is_not_found(cast: Cast, revealed: Assessment) -> None:
    client = signed_in(cast.rita)
    assert client.get(f"{base(revealed)}exe/").status_code == 404
    assert client.get(f"{base(revealed)}exe/{'0' * 64}/").status_code == 404
