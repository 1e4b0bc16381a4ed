"""Exports of seven systems, each as its vendor or a connector tool writes it: what is taken, and a diagnosis.

The headers are those of Fivetran's and Airbyte's tables, of HubSpot's screen exports and of a list kept by hand;
the rows are two made-up customers. The text file beside each folder says every column that is taken, from which
column of the file and how it is read, and every question with its candidates; nothing else is taken.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from rounds import write_scores
from running import colonnade

from colonnade.records import Records, open_records
from colonnade.records.quality import FileCheck

EXPORTS = Path(__file__).parent / "exports"
TODAY = date(2026, 11, 1)
SYSTEMS = sorted(folder.name for folder in EXPORTS.iterdir() if folder.is_dir())


def opened(system: str) -> Records:
    return open_records(str(EXPORTS / system), today=TODAY)


def lines(file: FileCheck) -> Iterator[str]:
    yield f"{file.name} is {file.table or 'not read'}"
    for mapped in file.columns:
        yield f"    {mapped.column} <- {mapped.source}{read_as(mapped.reading)}"
    for question in file.questions:
        candidates = (f"{candidate.name}{read_as(candidate.reading)}" for candidate in question.candidates)
        yield f"    {question.column} ? {', '.join(candidates)}"


def read_as(reading: tuple[str, ...]) -> str:
    return f" ({' '.join(reading)})" if reading else ""


@pytest.mark.parametrize("system", SYSTEMS)
def test_just_these_columns_are_taken_and_just_these_questions_asked(system: str) -> None:
    with opened(system) as records:
        files = sorted(records.check.files, key=lambda file: file.name)
        said = [line for file in files for line in lines(file)]
        assert said == (EXPORTS / f"{system}.txt").read_text(encoding="utf-8").splitlines()
        assert all(file.accepted + file.rejected == file.read for file in files)


@pytest.mark.parametrize(
    ("system", "asked"),
    [
        ("chargebee_and_intercom", set()),
        ("hubspot_by_connector", set()),
        ("hubspot_by_screen", set()),
        ("planhat", {("accounts", "csm_id"), ("accounts", "ae_id"), ("opportunities", "amount")}),
        ("salesforce_by_connector", {("subscriptions", "mrr")}),
        ("spreadsheet", {("accounts", "ae_id"), ("subscriptions", "end_on")}),
        ("stripe_and_zendesk", set()),
    ],
)
def test_what_is_asked_is_what_the_system_does_not_say(system: str, asked: set[tuple[str, str]]) -> None:
    """An owner may sell or look after; a price may be a year's or a month's; a renewal date may be an end."""
    with opened(system) as records:
        assert {(question.table, question.column) for question in records.check.questions} == asked


@pytest.mark.parametrize("system", SYSTEMS)
def test_the_two_customers_are_the_accounts_and_every_row_finds_one(system: str) -> None:
    with opened(system) as records:
        names = records.rows("SELECT name FROM accounts ORDER BY 1")
        assert names == [("Harbour Tools",), ("Ridge Software",)]
        assert not [note for note in records.check.notes if "not in accounts" in note]


@pytest.mark.parametrize(
    ("system", "harbour", "ridge_ended_on"),
    [
        ("chargebee_and_intercom", 4000, date(2026, 3, 1)),
        ("hubspot_by_connector", 4000, None),
        ("planhat", 4000, date(2026, 3, 1)),
        ("spreadsheet", 4000.04166667, None),
        ("stripe_and_zendesk", 4000, date(2026, 3, 1)),
    ],
)
def test_what_a_customer_pays_a_month_is_the_same_in_every_system(
    system: str, harbour: float, ridge_ended_on: date | None
) -> None:
    """48,000 a year: ten seats at 4,800.00 in cents, a monthly figure, or `48.000,50` in a list."""
    with opened(system) as records:
        paid = records.rows(
            "SELECT a.name, CAST(mrr AS DOUBLE), end_on FROM subscriptions JOIN accounts a USING (account_id)"
            " WHERE kind = 'recurring' ORDER BY 1"
        )
    assert paid[0][:2] == ("Harbour Tools", harbour)
    assert [ended for name, _, ended in paid if name == "Ridge Software"] in ([ridge_ended_on], [])


@pytest.mark.parametrize("system", SYSTEMS)
def test_each_gives_a_diagnosis_that_measures_what_it_can(system: str, tmp_path: Path) -> None:
    ran = colonnade(
        "diagnose", write_scores(tmp_path), "--data", EXPORTS / system,
        "--as-of", "2026-10-31", "--start", "2026-11-02", "--format", "json",
    )  # fmt: skip
    assert ran.status == 0, ran.err
    measured = {each["metric"]: each for each in ran.json["measurements"]}
    without = system in ("salesforce_by_connector", "hubspot_by_screen", "spreadsheet")  # prices, or ends
    assert (measured["net_revenue_retention"]["status"] == "unavailable") is without
    if without:
        assert any("subscriptions" in need for need in measured["net_revenue_retention"]["needs"])
