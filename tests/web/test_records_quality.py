"""A reader sees at once what was loaded, how fresh it is, what was refused, and which export would help most."""

import re
from datetime import date
from html import unescape
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from colonnade.app.evidence import measure_all
from colonnade.content.load import shipped_model
from colonnade.core.organisation import TableState
from colonnade.records import open_records
from colonnade.web.records import about, stored
from colonnade.web.records.models import About, Load, State
from colonnade.web.records.quality import quality_of, to_json
from web.casting import Cast, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

EXPORTS = {
    "accounts": "account_id,name,segment\nA,Ames,smb\nB,Brill,\n",
    "subscriptions": (
        "subscription_id,account_id,start_on,end_on,mrr,currency\n"
        "S1,A,2025-01-01,,100,USD\nS2,B,2025-03-01,2025-02-01,100,USD\nS3,B,2025-03-01,,100,USD\n"
    ),
    "usage_events": (
        "account_id,event,occurred_at\n"
        "A,login,2026-11-18T10:00:00\nA,login,2026-11-19T10:00:00\n"
        "B,login,2026-11-20T10:00:00\nGONE,login,2026-11-20T10:00:00\n"
    ),
}


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What is kept of the exports above, measured once."""
    folder = tmp_path_factory.mktemp("exports")
    for name, text in EXPORTS.items():
        (folder / f"{name}.csv").write_text(text)
    with open_records(str(folder), today=date(2026, 11, 22)) as records:
        return {
            "as_of": records.as_of,
            "tables": [[t.name, t.rows, str(t.first or ""), str(t.last or "")] for t in records.check.tables],
            "quality": to_json(records.check),
            "measured": stored.to_json(measure_all(records, [shipped_model("csmi")])),
        }


@pytest.fixture
def messy(cast: Cast, measured: dict[str, Any]) -> Load:
    at = timezone.now()
    return Load.objects.create(
        organisation=cast.harbour, key="messy", state=State.MEASURED, begun_at=at, measured_at=at, **measured
    )


def page_of(cast: Cast, path: str) -> str:
    page = signed_in(cast.viewer).get(f"/o/{cast.harbour.pk}/records/{path}").content.decode()
    return " ".join(re.sub(r"<[^>]*>", " ", unescape(page)).split())


def test_what_was_read_is_what_was_taken_and_what_was_refused(cast: Cast, messy: Load) -> None:
    quality = quality_of(messy, About())
    assert (quality.read, quality.accepted, quality.refused) == (9, 8, 1)
    assert quality.refused == sum(reject["count"] for reject in quality.rejects)


def test_the_first_thing_on_the_page_is_how_much_how_fresh_and_what_found_its_account(
    cast: Cast, messy: Load
) -> None:
    page = page_of(cast, "")
    first = page[: page.index("Recurring revenue and retention")]
    assert "Loaded 8 rows of 3 kinds" in first
    assert "Newest entry 20 Nov 2026" in first
    assert "Events that found their account 75.0 % of 4 usage events" in first
    assert "Rows refused 1 of 9 read" in first
    assert "What would help most: " in first


def test_the_kinds_say_their_age_their_gaps_and_why_rows_were_refused(cast: Cast, messy: Load) -> None:
    page = page_of(cast, "loaded/")
    assert re.search(r"Usage events 4 rows 18 Nov 2026 – 20 Nov 2026 .* found their account", page)
    assert re.search(r"Accounts .*? 1 column with gaps : Accounts segment 50.0 % filled", page)
    assert re.search(r"1 row: .* is before .* subscriptions.csv, line 3", page)


def test_no_cell_of_a_refused_row_is_kept(messy: Load) -> None:
    assert "2025-02-01" not in str(messy.quality["rejects"])


def test_the_export_that_most_waits_for_comes_first_and_what_is_done_elsewhere_is_not_asked_for(
    cast: Cast, messy: Load
) -> None:
    helps = quality_of(messy, About()).helps
    weights = [each.metrics + each.criteria for each in helps]
    assert weights == sorted(weights, reverse=True)
    assert weights[-1] > 0
    elsewhere: TableState = "elsewhere"
    about.say_of_kind(cast.facilitator, helps[0].table, elsewhere)
    after = quality_of(messy, About.objects.get()).helps
    assert after[0].table == helps[1].table


def test_of_records_that_lack_nothing_nothing_is_asked(cast: Cast, recorded: Load) -> None:
    assert quality_of(recorded, About()).helps == ()
    assert "Every export that a metric waits for is here." in page_of(cast, "")


@pytest.mark.parametrize("path", ["", "loaded/"])
def test_the_pages_ask_the_database_fifteen_times_at_most(
    cast: Cast, messy: Load, path: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = signed_in(cast.owner)
    client.get("/you/")
    with django_assert_max_num_queries(15):
        assert client.get(f"/o/{cast.harbour.pk}/records/{path}").status_code == 200
