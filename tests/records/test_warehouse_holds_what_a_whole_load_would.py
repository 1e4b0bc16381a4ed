"""Loads that read only what is new end in the same rows, figures and rejects as a load of everything."""

import gzip
import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from warehouses import (
    NOW,
    TODAY,
    all_rows,
    assert_same_as_a_whole_load,
    change,
    exports_of,
    load,
    make_company,
    rows_of,
    set_cell,
    write_events,
    write_rows,
)

from colonnade.records import load_into, open_records, open_warehouse

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("company") / "records"
    make_company(folder)
    return folder


@pytest.fixture(scope="module")
def loaded(company: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Exports and the warehouse they were loaded into; for copies only."""
    folder = tmp_path_factory.mktemp("loaded")
    source = exports_of(company, folder / "exports")
    load(folder / "warehouse", source)
    return source, folder / "warehouse"


@pytest.fixture
def kept(loaded: tuple[Path, Path], tmp_path: Path) -> tuple[Path, Path]:
    source, warehouse = tmp_path / "exports", tmp_path / "warehouse"
    shutil.copytree(loaded[0], source)
    shutil.copytree(loaded[1], warehouse)
    return source, warehouse


def test_the_first_load_is_a_whole_load(loaded: tuple[Path, Path]) -> None:
    assert_same_as_a_whole_load(loaded[1], loaded[0], figures=True)


def test_a_new_file_of_events_is_the_only_one_that_is_read(kept: tuple[Path, Path], company: Path) -> None:
    source, warehouse = kept
    added = write_events(company, source, 4)
    report = load(warehouse, source)
    assert (report.read, report.again) == ((added.name,), ())
    assert_same_as_a_whole_load(warehouse, source)


def test_events_that_stand_in_the_file_of_the_day_before_too_count_once(
    kept: tuple[Path, Path], company: Path
) -> None:
    source, warehouse = kept
    added = write_events(company, source, 4, shared=7)
    report = load(warehouse, source)
    assert (report.read, report.again) == ((added.name,), ())
    before = next(file for file in report.check.files if file.name == "usage_events_03.csv")
    assert (before.accepted, before.rejected) == (43, 7)
    assert_same_as_a_whole_load(warehouse, source)

    added.unlink()  # and count again for the file before, once this one is taken out
    report = load(warehouse, source, prune=True)
    assert (report.again, report.pruned) == (("usage_events_03.csv",), (added.name,))
    assert_same_as_a_whole_load(warehouse, source)


def test_the_rows_of_a_changed_file_of_events_take_the_place_of_those_it_had(kept: tuple[Path, Path]) -> None:
    source, warehouse = kept
    change(source / "usage_events_01.csv", lambda rows: rows.pop(3))
    change(source / "usage_events_01.csv", set_cell("occurred_at", "some day", row=5))
    report = load(warehouse, source)
    assert (report.read, report.again) == (("usage_events_01.csv",), ())
    assert_same_as_a_whole_load(warehouse, source, figures=True)


def test_a_changed_row_of_a_table_with_ids_is_the_row_from_then_on(kept: tuple[Path, Path]) -> None:
    source, warehouse = kept
    newer = rows_of(source / "subscriptions.csv")[:2]
    set_cell("mrr", "12345.67")(newer)
    change(source / "subscriptions.csv", lambda rows: rows.append(newer[1]))
    report = load(warehouse, source)
    assert (report.read, report.again) == (("subscriptions.csv",), ())
    assert_same_as_a_whole_load(warehouse, source)


def test_a_changed_account_reads_no_file_whose_rows_name_accounts_by_id(kept: tuple[Path, Path]) -> None:
    source, warehouse = kept
    change(source / "accounts.csv", set_cell("name", "Another Name"))
    report = load(warehouse, source)
    assert (report.read, report.again) == (("accounts.csv",), ())
    assert_same_as_a_whole_load(warehouse, source)


def test_an_account_that_is_gone_has_its_rows_looked_up_anew(kept: tuple[Path, Path]) -> None:
    source, warehouse = kept
    change(source / "accounts.csv", lambda rows: rows.pop(1))
    report = load(warehouse, source)
    assert {"subscriptions.csv", "usage_events_00.csv"} <= set(report.again)
    assert_same_as_a_whole_load(warehouse, source)


def test_rows_that_are_looked_up_follow_what_is_known(kept: tuple[Path, Path]) -> None:
    source, warehouse = kept
    for day in range(2):
        change(source / f"usage_events_{day:02}.csv", set_cell("account_id", "", row=4))
    load(warehouse, source)
    change(source / "users.csv", lambda rows: rows.pop())
    report = load(warehouse, source)
    assert "usage_events_03.csv" in report.again  # by then events are known to find accounts by their users
    assert_same_as_a_whole_load(warehouse, source)


def test_a_file_under_two_names_is_loaded_once(kept: tuple[Path, Path]) -> None:
    source, warehouse = kept
    shutil.copy(source / "touchpoints.csv", source / "touchpoints (1).csv")
    load(warehouse, source)
    assert_same_as_a_whole_load(warehouse, source)


def test_a_file_that_was_only_touched_is_no_news(kept: tuple[Path, Path]) -> None:
    source, warehouse = kept
    for path in source.iterdir():
        os.utime(path, (1, 1))
    assert not load(warehouse, source).is_news


def test_a_file_that_vanished_keeps_its_rows_until_it_is_pruned(kept: tuple[Path, Path]) -> None:
    source, warehouse = kept
    whole = source.with_name("whole")
    shutil.copytree(source, whole)
    (source / "tickets.csv").unlink()
    (source / "usage_events_00.csv").unlink()
    report = load(warehouse, source)
    assert not report.is_news
    assert report.gone == ("tickets.csv", "usage_events_00.csv")
    change(source / "accounts.csv", lambda rows: rows.pop(1))  # so that the files that are gone are read again
    shutil.copy(source / "accounts.csv", whole)
    assert "tickets.csv" in load(warehouse, source).again
    assert_same_as_a_whole_load(warehouse, whole)
    assert load(warehouse, source, prune=True).pruned == ("tickets.csv", "usage_events_00.csv")
    assert_same_as_a_whole_load(warehouse, source)


def test_a_file_that_can_no_longer_be_read_keeps_what_was_read_of_it(kept: tuple[Path, Path]) -> None:
    source, warehouse = kept
    whole = source.with_name("whole")
    shutil.copytree(source, whole)
    (source / "tickets.csv").write_bytes(b"")
    report = load(warehouse, source)
    assert (report.is_news, report.damaged) == (False, ("tickets.csv is empty",))
    change(source / "costs.csv", lambda rows: rows.pop())
    shutil.copy(source / "costs.csv", whole)
    assert load(warehouse, source).read == ("costs.csv",)
    assert_same_as_a_whole_load(warehouse, whole)


def test_a_warehouse_that_was_moved_reads_its_own_copies(kept: tuple[Path, Path]) -> None:
    source, warehouse = kept
    moved = warehouse.rename(warehouse.with_name("elsewhere"))
    change(source / "accounts.csv", lambda rows: rows.pop(1))
    load(moved, source)
    assert_same_as_a_whole_load(moved, source)


def test_a_packed_file_is_unpacked_again_when_its_rows_have_to_be_read_again(kept: tuple[Path, Path]) -> None:
    source, warehouse = kept
    for table in ("subscriptions", "accounts"):
        packed = source / f"{table}.csv.gz"
        packed.write_bytes(gzip.compress((source / f"{table}.csv").read_bytes(), mtime=0))
        (source / f"{table}.csv").unlink()
    load(warehouse, source, prune=True)
    assert_same_as_a_whole_load(warehouse, source)
    accounts = gzip.decompress((source / "accounts.csv.gz").read_bytes()).decode().splitlines(keepends=True)
    (source / "accounts.csv.gz").write_bytes(
        gzip.compress("".join([accounts[0], *accounts[2:]]).encode(), mtime=0)
    )
    report = load(warehouse, source)
    assert (report.read, "subscriptions.csv.gz" in report.again) == (("accounts.csv.gz",), True)
    assert_same_as_a_whole_load(warehouse, source)


def test_of_a_database_only_tables_that_changed_are_loaded(
    kept: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    source, _ = kept

    def tables(address: str, scratch: Path) -> list[tuple[str, Path]]:
        scratch.mkdir(parents=True)
        names = ("accounts", "subscriptions", "users")
        copies = [
            shutil.copy(source / f"{name}.csv", scratch / f"{place}.csv") for place, name in enumerate(names)
        ]
        return [(f"public#{name}", Path(path)) for name, path in zip(names, copies, strict=True)]

    monkeypatch.setattr("colonnade.records.postgres.copy_tables", tables)
    address = "postgresql://reader:secret@host/crm"
    first = load_into(tmp_path / "crm", address, today=TODAY, now=NOW)
    assert first.load.source == "postgresql://host/crm"
    assert first.read == ("public#accounts", "public#subscriptions", "public#users")
    assert not load_into(tmp_path / "crm", address, today=TODAY, now=NOW).is_news
    change(source / "subscriptions.csv", set_cell("mrr", "99"))
    report = load_into(tmp_path / "crm", address, today=TODAY, now=NOW)
    assert (report.read, report.again) == (("public#subscriptions",), ())
    with open_warehouse(tmp_path / "crm", today=TODAY) as a, open_records(address, today=TODAY) as b:
        assert all_rows(a, "subscriptions") == all_rows(b, "subscriptions")


def _some_change(dice: random.Random, company: Path, source: Path, number: int) -> None:
    events = sorted(source.glob("usage_events_*.csv"))
    header, *all_events = rows_of(company / "usage_events.csv")
    changes: list[Callable[[], object]] = [
        lambda: write_rows(source / f"usage_events_{number + 10}.csv", [header, *dice.sample(all_events, 20)]),
        lambda: shutil.copy(dice.choice(events), source / f"usage_events_{number + 10}.csv"),
        lambda: change(dice.choice(events), lambda rows: rows.pop()),
        lambda: change(dice.choice(events), set_cell("occurred_at", "some day", row=2)),
        lambda: change(dice.choice(events), set_cell("account_id", "", row=3)),
        lambda: dice.choice(events).unlink(),
        lambda: change(source / "accounts.csv", set_cell("name", f"Name {number}", row=dice.randint(1, 20))),
        lambda: change(source / "accounts.csv", lambda rows: rows.pop(dice.randint(1, len(rows) - 1))),
        lambda: change(source / "subscriptions.csv", lambda rows: rows.append([*dice.choice(rows[1:])])),
        lambda: change(source / "contacts.csv", lambda rows: rows.pop()),
        lambda: change(source / "tickets.csv", lambda rows: rows.pop()),
    ]
    dice.choice(changes)()


@pytest.mark.long
@pytest.mark.parametrize("seed", range(20))
def test_whatever_changes_the_rows_are_those_of_a_whole_load(
    seed: int, kept: tuple[Path, Path], company: Path
) -> None:
    source, warehouse = kept
    dice = random.Random(seed)
    for number in range(12):
        _some_change(dice, company, source, number)
        load(warehouse, source, prune=True)
        assert_same_as_a_whole_load(warehouse, source, figures=number % 4 == 3)
