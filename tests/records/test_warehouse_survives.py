"""Loads that are killed, refused or out of space leave the last good records; readers never wait."""

import fcntl
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from warehouses import TODAY, all_rows, assert_same_as_a_whole_load, load, rows_of, write_rows

from colonnade.records import BadWarehouse, BusyWarehouse, is_warehouse, open_warehouse

LOADER = """
import resource, sys
from datetime import UTC, date, datetime
from pathlib import Path
from colonnade.core.errors import UserError
from colonnade.records import load_into, open_records  # the engine is there before the clock runs
import duckdb, ibis
warehouse, source, most = sys.argv[1:]
if int(most):
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(most), int(most)))
print("ready", flush=True)
sys.stdin.readline()
try:
    load_into(Path(warehouse), source, today=date(2026, 11, 22), now=datetime.now(UTC))
except UserError as mistake:
    print(type(mistake).__name__, mistake, flush=True)
"""
Held = dict[str, list[tuple[Any, ...]]]


def _exports(folder: Path, number: int) -> Path:
    """A state of a company's exports; each differs from the one before in every table."""
    folder.mkdir(exist_ok=True)
    ids = [f"A{place}" for place in range(30 + number)]
    write_rows(folder / "accounts.csv", [["account_id", "name"], *([each, f"{each} of {number}"] for each in ids)])
    sold = [[f"S{each}", each, "2024-01-01", "", f"{100 + number}"] for each in ids]
    write_rows(
        folder / "subscriptions.csv", [["subscription_id", "account_id", "start_on", "end_on", "mrr"], *sold]
    )
    header = ["event_id", "account_id", "event", "occurred_at"]
    events = [
        [f"E{number}-{place}", ids[place % 30], "opened", f"2026-{1 + number % 9:02}-05T08:00:{place % 60:02}"]
        for place in range(300)
    ]
    write_rows(folder / f"usage_events_{number:03}.csv", [header, *events])
    return folder


def _held(warehouse: Path) -> Held:
    with open_warehouse(warehouse, today=TODAY) as records:
        for file in records.check.files:
            assert file.accepted + file.rejected == file.read
        return {table: all_rows(records, table) for table in records.tables.present}


@contextmanager
def _loader(warehouse: Path, source: Path, most: int = 0) -> Iterator["subprocess.Popen[str]"]:
    """A process that loads once it is told to; no file of its own grows beyond `most` bytes, if any are said."""
    command = [sys.executable, "-c", LOADER, str(warehouse), str(source), str(most)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin and process.stdout
        assert process.stdout.readline() == "ready\n"
        try:
            yield process
        finally:
            process.kill()


def _begin(process: "subprocess.Popen[str]") -> None:
    assert process.stdin
    process.stdin.write("\n")
    process.stdin.flush()


def _kill_loads(tmp_path: Path, kills: int) -> None:
    """Kills that fall anywhere in a load: what stands is whole, either as before or as after."""
    source, warehouse, dice = tmp_path / "exports", tmp_path / "warehouse", random.Random(kills)
    load(warehouse, _exports(source, 0))
    _exports(source, 1)
    with _loader(warehouse, source) as process:
        begun = time.perf_counter()
        _begin(process)
        process.wait()
        lasts = time.perf_counter() - begun
    before = _held(warehouse)
    ended_early = 0
    for number in range(2, kills + 2):
        _exports(source, number)
        with _loader(warehouse, source) as process:
            _begin(process)
            time.sleep(dice.uniform(0, lasts))
            process.send_signal(signal.SIGKILL)
            process.wait()
        stands = _held(warehouse)
        if stands == before:
            ended_early += 1
        else:  # the pointer had moved before the kill
            before = stands
            assert len(stands["accounts"]) == 30 + number
    assert ended_early > kills // 3
    load(warehouse, source)
    assert_same_as_a_whole_load(warehouse, source)
    assert sorted(path.name for path in warehouse.iterdir() if path.suffix != ".duckdb") == [
        "colonnade.warehouse.json",
        "files",
        "lock",
    ]
    assert len(list(warehouse.glob("*.duckdb"))) <= 2


@pytest.mark.slow
def test_a_dozen_kills_leave_the_last_good_records(tmp_path: Path) -> None:
    _kill_loads(tmp_path, 12)


@pytest.mark.long
def test_a_hundred_kills_leave_the_last_good_records(tmp_path: Path) -> None:
    _kill_loads(tmp_path, 100)


@pytest.mark.slow
def test_a_first_load_that_is_killed_leaves_a_folder_that_can_be_loaded_into(tmp_path: Path) -> None:
    source, warehouse = _exports(tmp_path / "exports", 0), tmp_path / "warehouse"
    with _loader(warehouse, source) as process:
        _begin(process)
        while not (warehouse / "work").exists():
            time.sleep(0.001)
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert not is_warehouse(warehouse)
    load(warehouse, source)
    assert_same_as_a_whole_load(warehouse, source)


@pytest.mark.slow
@pytest.mark.parametrize("most", [2_000, 20_000, 400_000])
def test_where_no_more_can_be_written_the_last_records_stand(tmp_path: Path, most: int) -> None:
    source, warehouse = tmp_path / "exports", tmp_path / "warehouse"
    load(warehouse, _exports(source, 0))
    before = _held(warehouse)
    _exports(source, 1)
    with _loader(warehouse, source, most) as process:
        said, _ = process.communicate("\n")
    assert said.startswith("LoadNotKept ")
    assert "the records of the load before stand" in said
    assert _held(warehouse) == before
    load(warehouse, source)
    assert_same_as_a_whole_load(warehouse, source)


def test_two_loads_at_once_are_one_and_a_refusal_and_readers_see_none_of_it(tmp_path: Path) -> None:
    source, warehouse = tmp_path / "exports", tmp_path / "warehouse"
    load(warehouse, _exports(source, 0))
    with (warehouse / "lock").open("a") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        with pytest.raises(BusyWarehouse, match=r"another load is writing to .*; wait until it has ended"):
            load(warehouse, source)
        assert len(_held(warehouse)["accounts"]) == 30
    assert not load(warehouse, source).is_news


@pytest.mark.slow
def test_a_reader_keeps_its_records_while_three_loads_go_by(tmp_path: Path) -> None:
    source, warehouse = tmp_path / "exports", tmp_path / "warehouse"
    load(warehouse, _exports(source, 0))
    with open_warehouse(warehouse, today=TODAY) as records:
        before = {table: all_rows(records, table) for table in records.tables.present}
        for number in range(1, 4):
            load(warehouse, _exports(source, number))
        assert {table: all_rows(records, table) for table in records.tables.present} == before
        assert records.load and records.load.id.startswith("1-")
    assert sorted(path.name for path in warehouse.glob("*.duckdb")) == ["3.duckdb", "4.duckdb"]
    kept = {path.name for path in (warehouse / "files").iterdir()}
    with open_warehouse(warehouse, today=TODAY) as records:
        assert records.load
        assert {file.sha256 for file in records.load.files} <= kept
        assert len(kept) == 5 + 3  # what the two generations were loaded from


def test_a_warehouse_is_read_only_and_reaches_nothing_outside(tmp_path: Path) -> None:
    import duckdb

    source, warehouse = tmp_path / "exports", tmp_path / "warehouse"
    load(warehouse, _exports(source, 0))
    with open_warehouse(warehouse, today=TODAY) as records:
        for sql in (
            "DELETE FROM loaded_accounts",
            f"SELECT * FROM read_csv('{source}/accounts.csv')",
            f"ATTACH '{tmp_path}/other.duckdb'",
            f"COPY accounts TO '{tmp_path}/out.csv'",
            "SET enable_external_access = true",
        ):
            with pytest.raises(duckdb.Error):
                records.rows(sql)


def test_a_folder_that_is_no_warehouse_is_left_as_it_is(tmp_path: Path) -> None:
    source = _exports(tmp_path / "exports", 0)
    with pytest.raises(BadWarehouse, match=r"is no warehouse and holds accounts\.csv; name a new or empty folder"):
        load(source, source)
    assert not (source / "lock").exists()
    with pytest.raises(BadWarehouse, match="there is no warehouse in"):
        open_warehouse(source, today=TODAY)


def test_a_pointer_that_is_damaged_is_named(tmp_path: Path) -> None:
    warehouse = tmp_path / "warehouse"
    load(warehouse, _exports(tmp_path / "exports", 0))
    (warehouse / "colonnade.warehouse.json").write_text("{}")
    with pytest.raises(BadWarehouse, match=r"is not of the format colonnade\.warehouse/1"):
        open_warehouse(warehouse, today=TODAY)
    shutil.rmtree(warehouse)


def test_the_load_says_when_it_was_and_of_which_files(tmp_path: Path) -> None:
    source, warehouse = _exports(tmp_path / "exports", 0), tmp_path / "warehouse"
    report = load(warehouse, source)
    with open_warehouse(warehouse, today=TODAY) as records:
        assert records.load == report.load
        assert [file.name for file in report.load.files] == sorted(path.name for path in source.iterdir())
        line = rows_of(source / "accounts.csv")[4]
        marks = "SELECT account_id, a.name FROM loaded_accounts a JOIN parts ON number = in_file"
        assert records.rows(f"{marks} WHERE parts.name = 'accounts.csv' AND in_line = 5") == [tuple(line)]
