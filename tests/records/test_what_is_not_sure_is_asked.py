"""What is sure is mapped, what is ambiguous asked, what is unknown named; the mapping file settles it."""

from datetime import date
from pathlib import Path

import pytest

from colonnade.core.errors import NoUsableRecords
from colonnade.core.measurement import Measured
from colonnade.records import BadMapping, Records, measure, open_records, write_mapping
from colonnade.records.mapping import FileMapping
from colonnade.records.values import decide_dates

TODAY = date(2026, 11, 22)


def opened(folder: Path, files: dict[str, str], mapping: Path | None = None) -> Records:
    for name, body in files.items():
        (folder / name).write_text(body, encoding="utf-8")
    return open_records(str(folder), mapping=mapping, today=TODAY)


def mapped(records: Records, name: str) -> dict[str, tuple[str, tuple[str, ...]]]:
    file = next(file for file in records.check.files if file.name == name)
    return {column.column: (column.source, column.reading) for column in file.columns}


ACCOUNTS = "account_id,name\nA,Ann\n"


def test_dates_that_could_be_either_way_are_asked_and_not_used(tmp_path: Path) -> None:
    files = {"accounts.csv": ACCOUNTS, "subscriptions.csv": "account_id,start_on,mrr\nA,03/04/2024,5\n"}
    with opened(tmp_path, files) as records:
        (question,) = records.check.questions
        assert (question.table, question.column, question.source) == ("subscriptions", "start_on", "start_on")
        assert [candidate.name for candidate in question.candidates] == ["day_first", "month_first"]
        assert "03/04/2024" in question.text
        (arr,) = measure(records, ["arr"])
        assert not isinstance(arr, Measured) and "subscriptions.start_on" in arr.needs


def test_the_mapping_file_answers_the_question(tmp_path: Path) -> None:
    files = {"accounts.csv": ACCOUNTS, "subscriptions.csv": "account_id,start_on,mrr\nA,03/04/2024,5\n"}
    answer = tmp_path / "answers.yaml"
    with opened(tmp_path, files) as records:
        write_mapping(records.check.mapping, answer)
    text = answer.read_text()
    answer.write_text(
        text.replace("    # columns:", "    columns:").replace("    #   account_id", "      account_id")
        .replace("    #   start_on", "      start_on").replace("    #   mrr", "      mrr")
    )  # fmt: skip
    with opened(tmp_path, {}, answer) as records:
        assert mapped(records, "subscriptions.csv")["start_on"] == ("start_on", ("day_first",))
        assert records.rows("SELECT start_on FROM subscriptions") == [(date(2024, 4, 3),)]


def test_another_date_of_the_same_file_tells_day_from_month(tmp_path: Path) -> None:
    body = "account_id,start_on,end_on,mrr\nA,03/04/2024,25/12/2024,5\n"
    with opened(tmp_path, {"subscriptions.csv": body}) as records:
        assert records.rows("SELECT start_on, end_on FROM subscriptions") == [
            (date(2024, 4, 3), date(2024, 12, 25))
        ]
        assert "start_on is read day_first, as the other dates of the file show" in records.check.files[0].notes


def test_dots_put_the_day_first_where_nothing_else_tells(tmp_path: Path) -> None:
    body = "account_id,start_on,end_on,mrr\nA,03.04.2024,01.02.2025,5\nA,05.06.2024,,5\n"
    with opened(tmp_path, {"subscriptions.csv": body}) as records:
        assert not records.check.questions
        assert records.rows("SELECT min(start_on), max(end_on) FROM subscriptions") == [
            (date(2024, 4, 3), date(2025, 2, 1))
        ]
        assert "end_on is read day_first, as dates with dots are written" in records.check.files[0].notes


@pytest.mark.parametrize("other", ["05/06/2024", "5.6.2024"])
def test_dots_decide_only_a_column_that_is_written_so_throughout(tmp_path: Path, other: str) -> None:
    body = f"account_id,start_on,mrr\nA,03.04.2024,5\nA,{other},5\n"
    with opened(tmp_path, {"accounts.csv": ACCOUNTS, "subscriptions.csv": body}) as records:
        assert [question.column for question in records.check.questions] == ["start_on"]


def test_another_date_of_the_file_says_more_than_dots(tmp_path: Path) -> None:
    body = "account_id,start_on,end_on,mrr\nA,03.04.2024,12.25.2024,5\n"
    with opened(tmp_path, {"subscriptions.csv": body}) as records:
        assert records.rows("SELECT start_on FROM subscriptions") == [(date(2024, 3, 4),)]


def test_the_order_of_day_and_month_is_decided_for_the_column_and_slips_are_refused(tmp_path: Path) -> None:
    rows = "".join(f"S{n},A,{day:02}-01-2024,5\n" for n, day in enumerate([*range(13, 29), *range(13, 29), 5, 6]))
    body = "subscription_id,account_id,start_on,mrr\n" + rows + "S99,A,01-25-2024,5\n"
    with opened(tmp_path, {"subscriptions.csv": body}) as records:
        assert records.rows("SELECT count(*) FROM subscriptions WHERE month(start_on) = 1") == [(34,)]
        (rejects,) = records.check.rejects
        assert (rejects.count, rejects.sample[0].found) == (1, "01-25-2024")


def test_a_column_that_mixes_both_orders_is_asked(tmp_path: Path) -> None:
    body = "account_id,start_on,mrr\nA,25/01/2024,5\nA,01/25/2024,5\n"
    with pytest.raises(NoUsableRecords, match="not used until it is settled how start_on is read"):
        opened(tmp_path, {"subscriptions.csv": body})


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2024-12-25", date(2024, 12, 25)),
        ("2024-12-25T23:30:00Z", date(2024, 12, 25)),
        ("2024-12-25T23:30:00-05:00", date(2024, 12, 26)),
        ("2024/12/25", date(2024, 12, 25)),
        ("25.12.2024", date(2024, 12, 25)),
        ("12/25/2024 11:30 PM", date(2024, 12, 25)),
        ("25 Dec 2024", date(2024, 12, 25)),
        ("25-Dec-2024", date(2024, 12, 25)),
        ("December 25, 2024", date(2024, 12, 25)),
        ("1735084800", date(2024, 12, 25)),
        ("1735084800000", date(2024, 12, 25)),
    ],
)
def test_days_are_read_however_a_column_writes_them(tmp_path: Path, written: str, day: date) -> None:
    with opened(tmp_path, {"subscriptions.csv": f'account_id,start_on,mrr\nA,"{written}",5\n'}) as records:
        assert records.rows("SELECT start_on FROM subscriptions") == [(day,)]


@pytest.mark.parametrize(
    ("written", "cents"),
    [
        (["1234.5"], 123450),
        (["1,234.50"], 123450),
        (["1.234,50"], 123450),
        (["$1,234.50"], 123450),
        (["USD 1234"], 123400),
        (["1,234"], 123400),
        (["12,5", "1.234"], 1250),
        (["83.333", "12.5"], 8333),
    ],
)
def test_amounts_are_read_by_the_decimal_mark_of_their_column(
    tmp_path: Path, written: list[str], cents: int
) -> None:
    body = "subscription_id,account_id,start_on,mrr\n"
    body += "".join(f'S{n},A,2024-01-01,"{amount}"\n' for n, amount in enumerate(written))
    with opened(tmp_path, {"subscriptions.csv": body}) as records:
        found = records.rows("SELECT CAST(mrr * 100 AS BIGINT) FROM subscriptions ORDER BY subscription_id")
        assert found[0] == (cents,)


def test_an_amount_that_may_be_a_thousand_or_a_fraction_is_asked(tmp_path: Path) -> None:
    files = {"accounts.csv": ACCOUNTS, "subscriptions.csv": "account_id,start_on,mrr\nA,2024-01-01,1.234\n"}
    with opened(tmp_path, files) as records:
        (question,) = records.check.questions
        assert question.column == "mrr" and "thousand or a fraction" in question.text


def test_a_yearly_amount_alone_becomes_a_monthly_one(tmp_path: Path) -> None:
    with opened(tmp_path, {"contracts.csv": "Account ID,Start Date,ARR (USD)\nA,2024-01-01,1200\n"}) as records:
        assert mapped(records, "contracts.csv")["mrr"] == ("ARR (USD)", ("yearly",))
        (arr,) = measure(records, ["arr"])
        assert isinstance(arr, Measured) and arr.value == 1200


def test_two_columns_of_equal_trust_are_a_question_with_samples(tmp_path: Path) -> None:
    body = "account_id,name,csm,customer_success_manager\nA,Ann,Kim,Lee\n"
    with opened(tmp_path, {"accounts.csv": body}) as records:
        (question,) = records.check.questions
        assert question.column == "csm_id"
        assert [(c.name, c.samples) for c in question.candidates] == [
            ("csm", ("Kim",)),
            ("customer_success_manager", ("Lee",)),
        ]


def test_the_owner_of_an_account_is_never_taken_for_its_csm_unasked(tmp_path: Path) -> None:
    with opened(tmp_path, {"accounts.csv": "account_id,name,owner\nA,Ann,Kim\n"}) as records:
        assert "csm_id" not in mapped(records, "accounts.csv")
        assert {question.column for question in records.check.questions} == {"csm_id", "ae_id"}


def test_the_turnover_of_a_customer_is_not_revenue(tmp_path: Path) -> None:
    with opened(tmp_path, {"accounts.csv": "account_id,name,AnnualRevenue\nA,Ann,1000000\n"}) as records:
        (file,) = records.check.files
        assert "turnover" in file.left_out["AnnualRevenue"]


def test_columns_nobody_knows_are_named(tmp_path: Path) -> None:
    with opened(tmp_path, {"accounts.csv": "account_id,name,zodiac\nA,Ann,leo\n"}) as records:
        assert records.check.files[0].unknown == ("zodiac",)


def test_a_folder_with_nothing_of_a_customer_maps_nothing(tmp_path: Path) -> None:
    files = {"iris.csv": "sepal_length,species\n5.1,setosa\n", "readings.csv": "date,celsius\n2024-01-01,3\n"}
    with pytest.raises(NoUsableRecords, match="no table of ours has columns like these"):
        opened(tmp_path, files)


def test_names_in_capitals_and_camels_are_the_same(tmp_path: Path) -> None:
    body = "Subscription ID,accountId,Start Date,END_DATE,Monthly Recurring Revenue\nS,A,2024-01-01,,5\n"
    with opened(tmp_path, {"Subscriptions Export.csv": body}) as records:
        assert records.check.files[0].table == "subscriptions" and not records.check.files[0].unknown


def test_a_mapping_is_written_and_read_back_the_same(tmp_path: Path) -> None:
    body = 'Subscription ID,accountId,"Start: #1",mrr_amount,is_trial\nS,A,25/12/2024,5,FALSE\n'
    path = tmp_path / "colonnade.mapping.yaml"
    path.write_text(
        "format: colonnade.mapping/1\nfiles:\n  subs.csv:\n    table: subscriptions\n    columns:\n"
        "      account_id: accountId\n      start_on: 'Start: #1'\n"
        "      mrr: {column: mrr_amount, as: cents}\n"
        "      kind: {column: is_trial, as: [trial_flag]}\n"
    )
    with opened(tmp_path, {"subs.csv": body}) as records:
        assert records.check.mapping_file == str(path)
        first = records.check.mapping
        assert mapped(records, "subs.csv")["start_on"] == ("Start: #1", ("day_first",))
        write_mapping(first, path)
    with opened(tmp_path, {}) as records:
        assert columns_of(records.check.mapping) == columns_of(first)


def columns_of(mapping: tuple[FileMapping, ...]) -> list[object]:
    return [(file.file, file.table, file.columns) for file in mapping]


def test_all_problems_of_a_mapping_are_named_at_once_with_their_lines(tmp_path: Path) -> None:
    path = tmp_path / "m.yaml"
    path.write_text(
        "format: colonnade.mapping/9\nextra: 1\nfiles:\n  nowhere.csv:\n    table: accounts\n"
        "  accounts.csv:\n    table: subscriptions\n    columns:\n      colour: name\n"
        "      account_id: ident\n      start_on: {column: name, as: sideways}\n      mrr: [a]\n"
    )
    with pytest.raises(BadMapping) as caught:
        opened(tmp_path, {"accounts.csv": ACCOUNTS}, path)
    assert [problem.line for problem in caught.value.problems] == [2, 1, 5, 9, 10, 11, 12, 12, 7]
    assert {problem.file for problem in caught.value.problems} == {"m.yaml"}


def test_the_evidence_for_dates_is_counted_over_all_cells() -> None:
    nothing = [0, 0, 0, 0, 0, 0]
    assert decide_dates([0, *nothing, 0, 0, 0, 0, 0]).reading == ("iso",)
    assert decide_dates([3, 0, 3, 0, 0, 0, 0, 1, 0, 0, 3, 1]).reading == ("day_first",)
    assert decide_dates([3, 0, 3, 0, 0, 0, 0, 0, 1, 0, 3, 1]).reading == ("month_first",)
    assert decide_dates([30, 10, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]).question
