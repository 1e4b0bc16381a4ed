"""What records show of the company, and the reference by which a load is known again."""

from datetime import date
from pathlib import Path

from colonnade.records import open_records
from colonnade.records.reference import load_reference
from colonnade.records.team import recorded_company

DAY = date(2026, 6, 30)
CSMS = "csm_id,name,started_on\nc1,Ana,2024-06-30\nc2,Ben,2026-01-01\nc3,Cia,2026-07-15\n"
ACCOUNTS = "account_id,name,created_on\na1,One,2025-01-01\na2,Two,2025-01-01\n"


def folder_of(place: Path, **files: str) -> str:
    place.mkdir(exist_ok=True)
    for name, text in files.items():
        (place / f"{name}.csv").write_text(text)
    return str(place)


def company(source: str) -> tuple[int | None, float | None]:
    with open_records(source, today=DAY) as records:
        found = recorded_company(records, as_of=DAY)
    return found.cs_team, found.cs_years


def reference(source: str) -> str:
    with open_records(source, today=DAY) as records:
        return load_reference(records, source).id


def test_the_team_is_the_csms_that_had_begun_and_as_old_as_the_first_of_them(tmp_path: Path) -> None:
    team, years = company(folder_of(tmp_path, csms=CSMS, accounts=ACCOUNTS))
    assert team == 2
    assert years is not None
    assert abs(years - 2) < 0.01


def test_without_start_days_the_team_has_no_age(tmp_path: Path) -> None:
    csms = "csm_id,name\nc1,Ana\nc2,Ben\n"
    assert company(folder_of(tmp_path, csms=csms, accounts=ACCOUNTS)) == (2, None)


def test_records_without_csms_tell_nothing_of_the_team(tmp_path: Path) -> None:
    assert company(folder_of(tmp_path, accounts=ACCOUNTS)) == (None, None)


def test_a_load_is_known_by_its_content_wherever_the_folder_lies(tmp_path: Path) -> None:
    one = reference(folder_of(tmp_path / "one", accounts=ACCOUNTS, csms=CSMS))
    other = reference(folder_of(tmp_path / "other", accounts=ACCOUNTS, csms=CSMS))
    changed = reference(folder_of(tmp_path / "other", accounts=ACCOUNTS.replace("Two", "Too"), csms=CSMS))
    assert one == other
    assert changed != one


def test_a_load_names_its_files_with_the_rows_it_took(tmp_path: Path) -> None:
    source = folder_of(tmp_path / "exports", accounts=ACCOUNTS + ",Nobody,2025-01-01\n", csms=CSMS)
    with open_records(source, today=DAY) as records:
        found = load_reference(records, source)
    assert found.source == "exports"
    assert [(file.name, file.rows) for file in found.files] == [("accounts.csv", 2), ("csms.csv", 3)]
    assert found.files[0].size_bytes == (tmp_path / "exports" / "accounts.csv").stat().st_size
