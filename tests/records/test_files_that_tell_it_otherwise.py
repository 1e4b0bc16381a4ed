"""The same rows in several files: the newest state where something says which it is, else no figure at all."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from exports import TODAY, rows

from colonnade.core.errors import UserError
from colonnade.core.measurement import Measured
from colonnade.records import load_into, measure, open_records

ACCOUNTS = "account_id,name\nA,Ann\nB,Bee\n"
HEAD = "subscription_id,account_id,start_date,end_date,mrr\n"
OLDER = HEAD + "S1,A,2024-02-01,,100\nS2,B,2024-03-01,,100\n"
NEWER = HEAD + "S1,A,2024-02-01,2024-08-01,120\nS2,B,2024-03-01,,120\n"


def written(folder: Path, **files: str) -> Path:
    for name, body in {"accounts": ACCOUNTS, **files}.items():
        (folder / f"{name}.csv").write_text(body)
    return folder


def test_files_of_which_none_is_newer_are_named_with_the_way_on(tmp_path: Path) -> None:
    source = written(tmp_path, subscriptions=OLDER, subscriptions_old=NEWER)
    with pytest.raises(UserError) as refused:
        open_records(str(source), today=TODAY)
    assert "S1: subscriptions.csv, subscriptions_old.csv" in str(refused.value)
    assert "exported_on" in str(refused.value)


def test_a_warehouse_takes_no_such_files_either(tmp_path: Path) -> None:
    (tmp_path / "exports").mkdir()
    source = written(tmp_path / "exports", subscriptions=OLDER, subscriptions_old=NEWER)
    with pytest.raises(UserError, match="say which is newer"):
        load_into(tmp_path / "kept", str(source), today=TODAY, now=datetime(2026, 11, 22, tzinfo=UTC))


def test_the_data_check_shows_them_among_the_rejected_rows(tmp_path: Path) -> None:
    source = written(tmp_path, subscriptions=OLDER, subscriptions_old=NEWER)
    with open_records(str(source), today=TODAY, must_be_clear=False) as records:
        refused = {group.file: group.count for group in records.check.rejects}
        assert refused == {"subscriptions.csv": 2, "subscriptions_old.csv": 2}


@pytest.mark.parametrize(
    ("older", "newer"),
    [("z_2024", "a_2025"), ("subs 2024-05", "abos 20240630"), ("subs-2024-05-31", "abos-2024-06-30")],
)
def test_the_day_in_a_files_name_says_which_is_newer_whatever_comes_first(
    tmp_path: Path, older: str, newer: str
) -> None:
    source = written(tmp_path, **{older: OLDER, newer: NEWER})
    with open_records(str(source), today=TODAY) as records:
        assert rows(records, "subscriptions", "CAST(mrr AS INTEGER), end_on") == [
            (120, date(2024, 8, 1)),
            (120, None),
        ]
        (refused,) = records.check.rejects
        assert refused.reason == "a newer file has the same subscription_id and is kept"
        assert refused.sample[0].found == f"S1, line 2 of {newer}.csv"


def test_a_day_given_in_the_mapping_says_it_too(tmp_path: Path) -> None:
    source = written(tmp_path, subscriptions=NEWER, subscriptions_old=OLDER)
    columns = "{subscription_id: subscription_id, account_id: account_id, start_on: start_date, mrr: mrr}"
    entries = "".join(
        f'  "{name}.csv": {{table: subscriptions, exported_on: {day}, columns: {columns}}}\n'
        for name, day in (("subscriptions", "2024-06-30"), ("subscriptions_old", "2024-05-31"))
    )
    (tmp_path / "colonnade.mapping.yaml").write_text(f"format: colonnade.mapping/1\nfiles:\n{entries}")
    with open_records(str(source), today=TODAY) as records:
        (arr,) = measure(records, ["arr"])
        assert isinstance(arr, Measured) and arr.value == 2 * 120 * 12


def test_files_that_agree_in_all_that_both_tell_are_no_contradiction(tmp_path: Path) -> None:
    less = "subscription_id,account_id,start_date,mrr\nS1,A,2024-02-01,100\nS2,B,2024-03-01,100\n"
    source = written(tmp_path, subscriptions=OLDER, subscriptions_old=less)
    with open_records(str(source), today=TODAY) as records:
        assert rows(records, "subscriptions", "count(*)") == [(2,)]
