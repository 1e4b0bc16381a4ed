"""What is paid in other currencies is reckoned in decimals, to the last digit of amount and rate."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from cases import write_tables
from test_metrics_agree_with_the_reference import TODAY

from colonnade.core.measurement import Measured
from colonnade.records import cohort_triangle, explain, measure, movements, open_records


@pytest.mark.parametrize("rate", ["1.0835", "0.00006135", "0.000000041372599", "999999999.125", "26000.125", "1"])
def test_a_sum_in_another_currency_is_the_sum_of_exact_products(rate: str, tmp_path: Path) -> None:
    amounts = ("0.05", "33.35", "71.11", "1000000.01")
    won = {"account_id": "A", "source": "referral", "close_on": "2024-06-01", "is_won": "true"}
    deals = [{**won, "amount": amount, "currency": "EUR"} for amount in amounts]
    tables = {
        "opportunities": [*deals, {**won, "amount": "0.01", "currency": "USD"}],
        "exchange_rates": [{"currency": "EUR", "rate_on": "2024-01-01", "rate": rate}],
    }
    with open_records(write_tables(tables, tmp_path), today=TODAY) as records:
        (measured,) = measure(records, ["referral_sourced_arr"], as_of=date(2024, 12, 31))
    assert isinstance(measured, Measured)
    exact = sum((Decimal(amount) * Decimal(rate) for amount in amounts), Decimal("0.01"))
    assert measured.value == float(exact)


@pytest.mark.parametrize(
    ("rate", "why"), [("0", "not above zero"), ("-2", "not above zero"), ("1" * 40, "a billion or more")]
)
def test_a_rate_that_is_none_is_rejected_with_its_reason(rate: str, why: str, tmp_path: Path) -> None:
    rates = [{"currency": "EUR", "rate_on": "2024-01-01", "rate": each} for each in ("1.1", rate)]
    with open_records(write_tables({"exchange_rates": rates}, tmp_path), today=TODAY) as records:
        (rejects,) = records.check.rejects
    assert why in rejects.reason


@pytest.mark.parametrize(("price", "accounts"), [("100.00", 3000), ("73250.50", 7), ("0.01", 3000)])
def test_yearly_prices_add_up_to_the_cents_they_are_written_in(price: str, accounts: int, tmp_path: Path) -> None:
    rows = [f"S{number},A{number},2024-01-15,,{price}" for number in range(accounts)]
    text = "\n".join(["subscription_id,account_id,start_on,end_on,arr", "X,X,2024-01-15,2024-06-01,7.00", *rows])
    (tmp_path / "subscriptions.csv").write_text(text)
    with open_records(str(tmp_path), today=TODAY) as records:
        (arr,) = measure(records, ["arr"], as_of=date(2024, 12, 31))
        (early,) = measure(records, ["arr"], as_of=date(2024, 3, 1))
        months = movements(records, as_of=date(2024, 12, 31))
        behind = explain(records, "arr", as_of=date(2024, 12, 31), most_rows=1).behind
        (cohort,) = cohort_triangle(records, as_of=date(2024, 12, 31))
    whole = Decimal(price) * accounts
    assert isinstance(arr, Measured) and Decimal(str(arr.value)) == whole
    assert isinstance(early, Measured) and Decimal(str(early.value)) == whole + 7
    assert all(month.closes for month in months) and round(months[-1].closing * 12, 2) == whole
    assert round(cohort.cells[-1].mrr * 12, 2) == whole
    assert behind is not None and abs(behind.rows[0][1] * 12 - Decimal(price)) < Decimal("0.0000001")
