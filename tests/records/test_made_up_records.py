"""Made-up records say so beside themselves, and whoever reads them knows."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from colonnade.records import load_into, open_records
from colonnade.records.generate import Plan, write_records
from colonnade.records.made_up import FILE_NAME, MARK, are_made_up
from colonnade.records.practice import write_company

TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, tzinfo=UTC)


def exports(folder: Path) -> Path:
    (folder / "accounts.csv").write_text("account_id,name\na1,Acme\n")
    return folder


def test_what_demo_and_generate_write_is_marked(tmp_path: Path) -> None:
    write_company(tmp_path / "demo", accounts=12, months=15, ends_on=TODAY)
    write_records(tmp_path / "generated", Plan(accounts=50, months=15, events=100, seed=1))
    assert are_made_up(str(tmp_path / "demo")) and are_made_up(str(tmp_path / "generated"))
    assert are_made_up(str(tmp_path / "demo" / "accounts.csv"))


@pytest.mark.parametrize("readme", [None, "", "The records in this folder are made up of three exports.", "\xff"])
def test_what_does_not_say_so_is_not(tmp_path: Path, readme: str | None) -> None:
    if readme is not None:
        (exports(tmp_path) / FILE_NAME).write_text(readme)
    assert not are_made_up(str(tmp_path))
    assert not are_made_up("postgresql://host/name") and not are_made_up("no\0path")


def test_records_know_whether_they_are_made_up(tmp_path: Path) -> None:
    folder = exports(tmp_path)
    with open_records(str(folder), today=TODAY) as records:
        assert not records.are_made_up
    (folder / FILE_NAME).write_text(f"{MARK}\n")
    with open_records(str(folder), today=TODAY) as records:
        assert records.are_made_up
        assert [(item.name, item.why) for item in records.check.files][-1] == (
            FILE_NAME,
            "says that these records are made up",
        )


def test_a_warehouse_keeps_whether_its_records_are_made_up(tmp_path: Path) -> None:
    made_up, real, warehouse = tmp_path / "made up", tmp_path / "real", tmp_path / "warehouse"
    made_up.mkdir()
    (exports(made_up) / FILE_NAME).write_text(f"{MARK}\n")
    real.mkdir()
    (real / "contacts.csv").write_text("contact_id,account_id,email\nc1,a1,kim@acme.com\n")

    def kept(source: Path, *, prune: bool = False) -> bool:
        load_into(warehouse, str(source), prune=prune, today=TODAY, now=NOW)
        with open_records(str(warehouse), today=TODAY) as records:
            return records.are_made_up

    assert kept(made_up)
    (made_up / FILE_NAME).unlink()
    assert kept(real), "rows of made-up accounts stay"
    assert not kept(real, prune=True)
