"""Files as bad as they come: each row is taken or refused with a reason, and the run goes on."""

import csv
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from colonnade.core.errors import NoUsableRecords
from colonnade.core.measurement import Measured
from colonnade.records import DataCheck, Records, measure, open_records, write_rejects
from colonnade.records.files import read_records

HEADER = "subscription_id,account_id,start_on,end_on,mrr\n"
GOOD = "S1,A,2024-01-01,,100.00\n"


@contextmanager
def opened(folder: Path, **files: str | bytes) -> Iterator[Records]:
    for name, body in files.items():
        data = body if isinstance(body, bytes) else body.encode()
        (folder / f"{name}.csv").write_bytes(data)
    with open_records(str(folder), today=date(2026, 11, 22)) as records:
        yield records


def reasons(check: DataCheck) -> dict[str, tuple[int, list[int]]]:
    """Each reason with its count and the lines of its sample."""
    return {group.reason: (group.count, [row.line for row in group.sample]) for group in check.rejects}


def accounted(check: DataCheck) -> tuple[int, int, int]:
    (file,) = check.files
    assert file.read == file.accepted + file.rejected
    assert file.rejected == sum(group.count for group in check.rejects)
    return file.read, file.accepted, file.rejected


def test_each_fault_of_a_row_is_named_with_its_line(tmp_path: Path) -> None:
    body = HEADER + GOOD + (
        "S2,,2024-01-01,,5\n"
        "S3,A,,,5\n"
        "S4,A,2024-02-30,,5\n"
        "S5,A,2024-01-01,soon,5\n"
        "S6,A,2024-01-01,2023-12-31,5\n"
        "S7,A,2024-01-01,,five\n"
        "S8,A,2024-01-01,,\n"
        "S9,A,2024-01-01,,-5\n"
        "S10,A,2024-01-01,2024-01-01,5\n"
    )  # fmt: skip
    with opened(tmp_path, subscriptions=body) as records:
        assert accounted(records.check) == (10, 2, 8)
        assert reasons(records.check) == {
            "account_id is blank": (1, [3]),
            "start_on is blank": (1, [4]),
            "start_on is not a date as the column writes them": (1, [5]),
            "end_on is not a date as the column writes them": (1, [6]),
            "end_on is before start_on": (1, [7]),
            "mrr is not a number": (1, [8]),
            "mrr is blank": (1, [9]),
            "mrr is below zero": (1, [10]),
        }
        assert "subscriptions that end on the day they start and count on no day: 1" in records.check.notes


def test_ragged_rows_and_stray_quotes_cost_only_themselves(tmp_path: Path) -> None:
    body = HEADER + GOOD + (
        "S2,A,2024-01-01\n"
        "S3,A,2024-01-01,,5,6\n"
        'S4,"A,2024-01-01,,5\n'
        'S5,"A""B",2024-01-01,,5\n'
        'S6,"A"B,2024-01-01,,5\n'
        "\n"
        'S7,"A\nnew line",2024-01-01,,7\n'
        "S8,A,2024-01-01,,8,,\n"
        'S9,"A,2024-01-01,,9\n'
        "S10,A,2024-01-01,,10\n"
    )  # fmt: skip
    with opened(tmp_path, subscriptions=body) as records:
        assert accounted(records.check) == (10, 5, 5)
        assert reasons(records.check) == {
            "does not have as many fields as the header": (2, [3, 4]),
            "a quote is opened and not closed": (2, [5, 12]),
            "quotes inside a field are not doubled": (1, [7]),
        }


def test_a_nul_byte_costs_its_row(tmp_path: Path) -> None:
    with opened(tmp_path, subscriptions=(HEADER + GOOD).encode() + b"S2,A\x00,2024-01-01,,5\n") as records:
        assert accounted(records.check) == (2, 1, 1)
        assert reasons(records.check) == {"holds a NUL byte": (1, [3])}


@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
def test_other_delimiters_are_read(tmp_path: Path, delimiter: str) -> None:
    with opened(tmp_path, subscriptions=(HEADER + GOOD).replace(",", delimiter)) as records:
        assert accounted(records.check) == (1, 1, 0)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_other_encodings_are_read_and_noted(tmp_path: Path, encoding: str) -> None:
    body = "account_id,name\r\nA,Café Müller\r\n"
    with opened(tmp_path, accounts=body.encode(encoding)) as records:
        assert records.rows("SELECT name FROM accounts") == [("Café Müller",)]
        (file,) = records.check.files
        assert bool(file.notes) == (encoding != "utf-8-sig")


@pytest.mark.parametrize("ends", ["\r\n", "\r"])
def test_other_line_ends_are_read(tmp_path: Path, ends: str) -> None:
    with opened(tmp_path, subscriptions=(HEADER + GOOD + GOOD.replace("S1", "S2")).replace("\n", ends)) as records:
        assert accounted(records.check) == (2, 2, 0)


@pytest.mark.slow
def test_an_endless_line_is_refused_in_bounded_memory(tmp_path: Path) -> None:
    with (tmp_path / "subscriptions.csv").open("wb") as file:
        file.write((HEADER + GOOD).encode() + b"S2,")
        for _ in range(200):
            file.write(b"x" * 1_000_000)
        file.write(b",2024-01-01,,5\nS3,A,2024-01-01,,5\n")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with opened(tmp_path) as records:
        assert accounted(records.check) == (3, 2, 1)
        assert reasons(records.check) == {"line longer than 1,000,000 characters": (1, [3])}
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000


@pytest.mark.parametrize(
    ("body", "word"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf\r\n\r\n", "empty"),
        (b"x" * 1_000_002, "first line is longer"),
        (b"a;b;c\n1;2;3\n", "recognised as account_id"),
        (b"subscription_id,mrr\nS1,5\n", "account_id"),
        (HEADER.encode() + b"S1,,2024-01-01,,5\n", "its only row was rejected"),
        (HEADER.encode(), "no rows"),
        (b",".join(b"c%d" % n for n in range(3000)) + b"\n", "columns"),
    ],
)
def test_a_file_of_which_nothing_is_left_says_why(tmp_path: Path, body: bytes, word: str) -> None:
    with pytest.raises(NoUsableRecords, match=word), opened(tmp_path, subscriptions=body):
        pass


@pytest.mark.parametrize("source", ["nowhere", "postgresql://host/db", "."])
def test_a_source_that_is_no_export_is_named(source: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(NoUsableRecords), open_records(source, today=date(2026, 11, 22)):
        pass


def test_of_rows_with_one_id_the_last_is_kept(tmp_path: Path) -> None:
    body = HEADER + GOOD + "S1,A,2024-01-01,,100.00\nS2,A,2024-01-01,,1\nS2,A,2024-01-01,,2\n"
    with opened(tmp_path, subscriptions=body) as records:
        assert accounted(records.check) == (4, 2, 2)
        assert reasons(records.check) == {
            "stands again further down": (1, [2]),
            "a later line has the same subscription_id and is kept": (1, [4]),
        }
        assert [group.sample[0].found for group in records.check.rejects] == ["S2, line 5", "S1, line 3"]
        (arr,) = measure(records, ["arr"])
        assert isinstance(arr, Measured) and arr.value == 12 * 102


def test_events_that_share_an_id_and_differ_are_both_kept(tmp_path: Path) -> None:
    events = "usage_id,account_id,event,occurred_at\n" + "U1,A,x,2024-01-01\n" * 2 + "U1,A,y,2024-01-01\n"
    with opened(tmp_path, usage_events=events) as records:
        assert accounted(records.check) == (3, 2, 1)
        assert records.check.files[0].notes == ("2 rows with the usage_id of a row that differs; both are kept",)


def test_events_that_only_stand_twice_are_said_to_differ_from_nothing(tmp_path: Path) -> None:
    events = "usage_id,account_id,event,occurred_at\n" + "U1,A,x,2024-01-01\n" * 2
    with opened(tmp_path, usage_events=events) as records:
        assert accounted(records.check) == (2, 1, 1)
        assert not records.check.files[0].notes


def test_an_event_that_finds_no_account_is_refused(tmp_path: Path) -> None:
    events = "subscription_id,event,occurred_at\nS1,x,2024-01-01\nS9,x,2024-01-01\n"
    with opened(tmp_path, subscriptions=HEADER + GOOD, usage_events=events) as records:
        assert reasons(records.check) == {"finds no account": (1, [3])}


def test_orphans_are_taken_and_counted(tmp_path: Path) -> None:
    with opened(tmp_path, subscriptions=HEADER + GOOD, accounts="account_id,name\nB,Bee\n") as records:
        note = "rows of subscriptions whose account is not in accounts, which are taken: 1"
        assert note in records.check.notes


def test_rejects_are_written_with_cells_that_stay_text(tmp_path: Path) -> None:
    with opened(tmp_path, subscriptions=HEADER + GOOD + "S2,A,2024-01-01,,=1+1\n") as records:
        assert write_rejects(records, tmp_path / "out.txt") == 1
    assert (tmp_path / "out.txt").read_text().splitlines() == [
        "file,line,reason,found",
        "subscriptions.csv,3,mrr is not a number,'=1+1",
    ]


@pytest.mark.parametrize("cell", ["=1+1", "  =1+1", "＝1+1", "'=1+1", '"=1+1"', "@SUM(A1)", "\t=1+1"])
def test_whatever_a_spreadsheet_would_run_is_text_in_the_rejects(tmp_path: Path, cell: str) -> None:
    """One rule with the sheets; outer blanks are gone before a cell is judged."""
    quoted = cell.replace('"', '""')
    with opened(tmp_path, subscriptions=HEADER + GOOD + f'S2,A,2024-01-01,,"{quoted}"\n') as records:
        write_rejects(records, tmp_path / "out.txt")
    with (tmp_path / "out.txt").open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    assert row["found"] == f"'{cell.strip(' ')}"


def test_a_name_made_to_break_sql_is_only_a_name(tmp_path: Path) -> None:
    header = 'account_id,"name""; DROP TABLE accounts; --","industry\'; --"\n'
    with opened(tmp_path, **{"accounts'; DROP TABLE x; --[*]": header + "A,Robert'); DROP,b\n"}) as records:
        assert records.rows("SELECT account_id FROM accounts") == [("A",)]


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(cells=st.lists(st.lists(st.text(alphabet='a",\n x', max_size=5), min_size=3, max_size=3), max_size=6))
def test_what_is_quoted_properly_is_read_back_whole(cells: list[list[str]]) -> None:
    import csv
    import io

    text = io.StringIO()
    csv.writer(text, quoting=csv.QUOTE_ALL).writerows([["p", "q", "r"], *cells])
    source = io.StringIO(text.getvalue(), newline=None)
    _, *records = read_records(source, ",", 3)
    assert [list(record.fields) for record in records] == cells
    assert all(record.fault is None for record in records)


def test_a_date_that_stands_for_none_is_shown_where_a_row_cannot_be_without(tmp_path: Path) -> None:
    (tmp_path / "subscriptions.csv").write_text(
        "subscription_id,account_id,start_on,mrr\nS1,A,1970-01-01,5\nS2,A,2024-01-01,5\n"
    )
    with open_records(str(tmp_path), today=date(2026, 11, 22)) as records:
        (rejects,) = records.check.rejects
        assert rejects.reason == "start_on stands for no date, as 1970-01-01 does"
        assert rejects.sample[0].found == "1970-01-01"
