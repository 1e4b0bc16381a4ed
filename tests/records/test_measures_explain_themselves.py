"""Around the number: breakdowns by history, several currencies, explanations, what the engine may not do."""

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from colonnade.core.errors import BadOption
from colonnade.core.measurement import Measured, Unavailable
from colonnade.records import Records, catalogue, explain, measure, movements, open_records

TODAY = date(2026, 11, 22)
SUBSCRIPTIONS = (
    "subscription_id,account_id,start_on,end_on,mrr,currency\n"
    "S1,A,2023-01-01,,100.00,USD\n"
    "S2,B,2023-01-01,2024-06-01,50.00,USD\n"
    "S3,C,2024-12-31,,10.00,USD\n"
)


def opened(folder: Path, **files: str) -> Records:
    for name, body in files.items():
        (folder / f"{name}.csv").write_text(body)
    return open_records(str(folder), today=TODAY)


def only(records: Records, metric: str, **options: object) -> Measured | Unavailable:
    (measurement,) = measure(records, [metric], **options)  # type: ignore[arg-type]
    return measurement


def test_a_breakdown_of_retention_reads_the_column_as_it_was_at_the_opening(tmp_path: Path) -> None:
    history = "account_id,from_on,to_on,segment\nA,2023-01-01,2024-03-01,small\nA,2024-03-01,,large\n"
    with opened(tmp_path, subscriptions=SUBSCRIPTIONS, account_history=history) as records:
        retention = only(records, "net_revenue_retention", by=["segment"])
        assert isinstance(retention, Measured)
        assert [(part.key, part.value, part.rows) for part in retention.by["segment"]] == [
            ("small", 1.0, 1),
            ("(not recorded)", 0.0, 1),
        ]


def test_todays_segment_says_nothing_of_a_year_ago(tmp_path: Path) -> None:
    accounts = "account_id,segment,industry\nA,large,tools\nB,large,tools\nC,small,toys\n"
    with opened(tmp_path, subscriptions=SUBSCRIPTIONS, accounts=accounts) as records:
        retention = only(records, "net_revenue_retention", by=["segment", "industry"])
        assert isinstance(retention, Measured) and retention.by["segment"] == ()
        assert "account_history.segment" in retention.notes[0]
        assert retention.notes[1] == "industry is as accounts holds it today, not as it was on 2023-12-31"
        assert [part.value for part in retention.by["industry"]] == [pytest.approx(100 / 150)]
        arr = only(records, "arr", by=["segment"])
        assert isinstance(arr, Measured) and [part.value for part in arr.by["segment"]] == [1200.0, 120.0]


def test_several_currencies_are_never_added_up_without_rates(tmp_path: Path) -> None:
    mixed = SUBSCRIPTIONS.replace("10.00,USD", "10.00,EUR")
    with opened(tmp_path, subscriptions=mixed) as records:
        arr = only(records, "arr")
        assert isinstance(arr, Unavailable) and "exchange_rates" in arr.needs[0]
        assert movements(records) == ()
        assert isinstance(only(records, "logo_churn_rate"), Measured)


def test_the_effect_of_exchange_stands_in_a_line_of_its_own(tmp_path: Path) -> None:
    mixed = SUBSCRIPTIONS.replace("100.00,USD", "100.00,EUR")
    rates = "currency,rate_on,rate\nEUR,2023-01-01,1.1\nEUR,2024-03-15,1.25\n"
    with opened(tmp_path, subscriptions=mixed, exchange_rates=rates) as records:
        arr = only(records, "arr")
        assert isinstance(arr, Measured) and arr.value == 12 * (125 + 10)
        months = {month.month.month: month for month in movements(records)}
        assert (float(months[3].opening), float(months[3].exchange), float(months[3].closing)) == (160, 15, 175)
        assert (float(months[6].churn), float(months[12].new), float(months[12].closing)) == (-50, 10, 135)
        assert sum(abs(month.exchange) for number, month in months.items() if number != 3) == 0
        assert only(records, "net_revenue_retention").value == pytest.approx(125 / 175)  # type: ignore[union-attr]


def test_an_explanation_shows_sql_inputs_and_the_accounts_behind(tmp_path: Path) -> None:
    with opened(tmp_path, subscriptions=SUBSCRIPTIONS) as records:
        explained = explain(records, "logo_churn_rate")
        assert explained.inputs == {"subscriptions": 3}
        assert explained.behind is not None and explained.behind.total == 2
        assert explained.behind.columns == ("account_id", "is_lost")
        assert [row[0] for row in explained.behind.rows] == ["A", "B"]
        assert explained.sql is not None and records.rows(explained.sql) == [(0.5, 2)]
        assert isinstance(explain(records, "csat").measurement, Unavailable)
    assert explain(None, "arr").definition.formula.startswith("Twelve times the monthly recurring revenue")


def test_an_unknown_metric_or_column_is_named_with_what_is_near(tmp_path: Path) -> None:
    with opened(tmp_path, subscriptions=SUBSCRIPTIONS) as records:
        with pytest.raises(BadOption, match="did you mean gross_revenue_retention"):
            measure(records, ["gros_revenue_retention"])
        with pytest.raises(BadOption, match="cannot break down by 'zodiac'"):
            measure(records, ["arr"], by=["zodiac"])


def test_what_is_lacking_is_named_and_what_it_would_give(tmp_path: Path) -> None:
    with opened(tmp_path, subscriptions=SUBSCRIPTIONS) as records:
        csat = only(records, "csat")
        assert isinstance(csat, Unavailable)
        assert csat.needs == ("survey_responses.kind=csat or tickets.satisfaction",)
        missing = {table.name: table.gives for table in records.check.missing}
        assert "time_to_resolution" in missing["tickets"] and "accounts_per_csm" in missing["accounts"]
        assert "csat" in missing["tickets"] and "csat" in missing["survey_responses"]
    tickets = "ticket_id,account_id,opened_at,satisfaction\n1,A,2024-12-03,5\n"
    with opened(tmp_path, tickets=tickets) as records:
        missing = {table.name: table.gives for table in records.check.missing}
        assert "csat" not in missing["survey_responses"]


def test_the_day_of_the_records_is_their_last_start_event_ticket_or_touchpoint(tmp_path: Path) -> None:
    tickets = "ticket_id,account_id,opened_at,solved_at\n1,A,2025-02-03 10:00:00,2025-06-01 00:00:00\n"
    future = SUBSCRIPTIONS + "S9,A,2030-01-01,,1,USD\n"
    with opened(tmp_path, subscriptions=future, tickets=tickets) as records:
        assert records.as_of == date(2025, 2, 3)
    with opened(tmp_path, tickets="ticket_id,account_id,opened_at\n1,A,2030-01-01\n") as records:
        assert records.as_of == date(2024, 12, 31)


def test_the_engine_is_shut_once_records_are_loaded(tmp_path: Path) -> None:
    import duckdb

    with opened(tmp_path, subscriptions=SUBSCRIPTIONS) as records:
        for forbidden in (
            f"SELECT * FROM read_csv('{tmp_path}/subscriptions.csv')",
            f"COPY subscriptions TO '{tmp_path}/out.csv'",
            "SET enable_external_access = true",
            f"ATTACH '{tmp_path}/x.db'",
        ):
            with pytest.raises(duckdb.Error):
                records.rows(forbidden)


def test_progress_is_told_to_the_end(tmp_path: Path) -> None:
    (tmp_path / "subscriptions.csv").write_text(SUBSCRIPTIONS)
    told: list[tuple[str, float]] = []
    with open_records(str(tmp_path), today=TODAY, progress=lambda what, part: told.append((what, part))):
        assert told[0] == ("subscriptions.csv", 0.0) and told[-1][1] == 1.0


def test_every_definition_says_in_words_what_it_is() -> None:
    for definition in catalogue():
        assert definition.formula.endswith(".") and len(definition.formula) > 40, definition.id
        assert definition.needs and definition.name[0].isupper()


MODULES = "import sys; print(sorted({'ibis', 'duckdb', 'pandas', 'numpy', 'pyarrow', 'yaml'} & set(sys.modules)))"


def loaded_after(code: str) -> str:
    run = subprocess.run([sys.executable, "-c", f"{code}; {MODULES}"], capture_output=True, text=True, check=True)
    return run.stdout.strip()


@pytest.mark.slow
def test_the_catalogue_is_read_without_the_engine() -> None:
    assert loaded_after("from colonnade.records import catalogue; catalogue()") == "['yaml']"


@pytest.mark.slow
def test_measuring_never_imports_pandas(tmp_path: Path) -> None:
    (tmp_path / "subscriptions.csv").write_text(SUBSCRIPTIONS)
    code = (
        "from colonnade.records import open_records, measure; import datetime\n"
        f"with open_records({str(tmp_path)!r}, today=datetime.date(2026, 11, 22)) as r: measure(r, None)\n"
        "import sys"
    )
    assert loaded_after(code) == "['duckdb', 'ibis', 'yaml']"


FORECASTS = """made_on,period_end,kind,segment,amount,actual
2026-01-01,2026-03-31,renewal,,110,100
2026-03-20,2026-03-31,renewal,,100,100
2026-04-01,2026-06-30,renewal,,270,300
2026-01-01,2026-03-31,nrr,,1.05,1.00
2026-04-01,2026-06-30,nrr,,1.02,1.05"""


def test_a_forecast_s_bias_and_error_are_told_by_amount_and_by_count(tmp_path: Path) -> None:
    """110 of 100 and 270 of 300: 20 too little of 400 by amount, neither by count; what came late is not read."""
    (tmp_path / "forecasts.csv").write_text(FORECASTS, encoding="utf-8")
    with open_records(str(tmp_path), today=date(2026, 11, 22)) as records:
        renewal, nrr = measure(records, ["renewal_forecast_accuracy", "nrr_forecast_accuracy"])
    assert isinstance(renewal, Measured) and isinstance(nrr, Measured)
    assert (renewal.value, renewal.rows) == (0.9, 2)
    assert dict(renewal.further) == pytest.approx(
        {
            "bias_by_amount": -0.05,
            "absolute_error_by_amount": 0.1,
            "bias_by_count": 0.0,
            "absolute_error_by_count": 0.1,
            "too_high": 0.5,
            "too_low": 0.5,
        }
    )
    assert nrr.value == pytest.approx(0.96)
    assert dict(nrr.further) == pytest.approx(
        {"bias_by_count": 0.01, "absolute_error_by_count": 0.04, "too_high": 0.5, "too_low": 0.5}
    )


def test_cost_to_serve_is_told_by_tier_where_costs_name_one(tmp_path: Path) -> None:
    """60 for the one large account, 40 for two small ones; 30 of tools serve all and are no tier's."""
    files = {
        "accounts": "account_id,name,segment\nA,Ann,large\nB,Bee,small\nC,Cee,small\n",
        "subscriptions": "account_id,start_on,mrr\nA,2024-01-01,10\nB,2024-01-01,1\nC,2024-01-01,1\n",
        "costs": "month,category,amount,tier\n2023-06-01,cs_people,60,large\n2023-07-01,cs_people,40,small\n"
        "2023-08-01,cs_tools,30,\n",
    }
    with opened(tmp_path, **files) as records:
        (cost,) = measure(records, ["cost_to_serve"], by=["segment"])
        (early,) = measure(records, ["cost_to_serve"], by=["segment"], as_of=date(2024, 1, 1))
    assert isinstance(cost, Measured) and cost.value == pytest.approx(130 / 3)
    assert [(slice_.key, slice_.value, slice_.rows) for slice_ in cost.by["segment"]] == [
        ("large", 60.0, 1), ("small", 20.0, 2), ("(not recorded)", None, 0),
    ]  # fmt: skip
    assert isinstance(early, Measured) and early.value == cost.value


def test_of_a_past_day_costs_by_tier_need_the_history_of_segments(tmp_path: Path) -> None:
    files = {
        "accounts": "account_id,name,segment\nA,Ann,large\n",
        "subscriptions": "account_id,start_on,end_on,mrr\nA,2024-01-01,,10\nA,2025-01-01,,10\n",
        "costs": "month,category,amount,tier\n2023-08-01,cs_people,60,large\n",
    }
    with opened(tmp_path, **files) as records:
        (cost,) = measure(records, ["cost_to_serve"], by=["segment"], as_of=date(2024, 2, 1))
    assert isinstance(cost, Measured) and cost.value == 60
    assert cost.by["segment"] == () and cost.notes
