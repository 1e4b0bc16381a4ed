"""Where names tell nothing, the error leads on and `data map` asks which table a file is, and which columns."""

from pathlib import Path

import pytest
from exports import TODAY, file_of, opened, rows

from colonnade.core.errors import NoUsableRecords
from colonnade.core.measurement import Measured
from colonnade.records import asked_for_table, measure, open_records, settle, write_mapping
from colonnade.records.mapping import FileMapping, Question

DEALS = """nr;firm;from;until;cents;rhythm
    1;Ann;2025-01-01;;10000;monthly
    2;Bee;2025-02-01;2026-02-01;120000;yearly
"""
KUNDEN = """Kundennummer;Kunde;Branche;Kunde seit
    1001;Müller & Söhne GmbH;Bau;01.03.2023
    1002;Bäckerei Weiß;Handel;15.11.2023
"""
VERTRAEGE = """Vertragsnummer;Kundennummer;Vertragsbeginn;Vertragsende;Kündigung;MRR monatlich;Währung;Status
    V1;1001;01.03.2023;;;1.250,50;EUR;aktiv
    V2;1002;15.11.2023;14.11.2025;01.08.2025;100,00;EUR;beendet
"""


def asked(folder: Path) -> tuple[FileMapping, ...]:
    """What `data map` begins with, or goes on with after its answers."""
    answered = folder / "colonnade.mapping.yaml"
    mapping = answered if answered.exists() else None
    with open_records(str(folder), mapping=mapping, today=TODAY, must_be_usable=False) as records:
        return tuple(map(asked_for_table, records.check.mapping))


def answer(folder: Path, files: tuple[FileMapping, ...], column: str | None, name: str, place: int = 0) -> None:
    question = the_question(files, column)
    chosen = [candidate for candidate in question.candidates if candidate.name == name][place]
    write_mapping(settle(files, question, chosen), folder / "colonnade.mapping.yaml")


def the_question(files: tuple[FileMapping, ...], column: str | None) -> Question:
    return next(each for file in files for each in file.questions if each.column == column)


def test_when_nothing_is_usable_the_error_says_what_asks(tmp_path: Path) -> None:
    (tmp_path / "deals2.csv").write_text(DEALS)
    with pytest.raises(NoUsableRecords, match=r"colonnade data map .* asks which file is which table"):
        open_records(str(tmp_path), today=TODAY)


def test_the_error_names_the_column_that_may_be_what_is_lacking_with_its_values(tmp_path: Path) -> None:
    (tmp_path / "subscriptions.csv").write_text("id,customer_id,start_date,amount\nS1,A,2025-01-01,50.00\n")
    with pytest.raises(NoUsableRecords, match=r"recognised as mrr; mrr may be amount \(50\.00\)"):
        open_records(str(tmp_path), today=TODAY)


def test_a_file_of_no_known_name_is_asked_for_its_table_then_for_the_columns_it_cannot_do_without(
    tmp_path: Path,
) -> None:
    body = "\n".join(line.strip() for line in DEALS.strip().splitlines())
    (tmp_path / "deals2.csv").write_text(body + "\n")
    files = asked(tmp_path)
    assert "nr, firm, from, until, cents, rhythm" in the_question(files, None).text
    answer(tmp_path, files, None, "subscriptions")
    files = asked(tmp_path)
    dates = {each.name: each.samples for each in the_question(files, "start_on").candidates}
    assert dates == {"from": ("2025-01-01", "2025-02-01"), "until": ("2026-02-01",)}
    assert [each.name for each in the_question(files, "interval").candidates] == ["rhythm"]
    for column, name in (
        ("account_id", "firm"),
        ("start_on", "from"),
        ("end_on", "until"),
        ("interval", "rhythm"),
    ):
        question = the_question(files, column)
        files = settle(files, question, next(each for each in question.candidates if each.name == name))
    cents = next(
        each for each in the_question(files, "mrr").candidates if each.reading == ("cents", "per_interval")
    )
    write_mapping(settle(files, the_question(files, "mrr"), cents), tmp_path / "colonnade.mapping.yaml")
    with open_records(str(tmp_path), today=TODAY) as records:
        assert rows(records, "subscriptions", "account_id, CAST(mrr AS INTEGER)") == [("Ann", 100), ("Bee", 100)]
        (arr,) = measure(records, ["arr"])
        assert isinstance(arr, Measured) and arr.value == 2400


def test_what_is_left_open_is_asked_again_and_not_taken_for_an_answer(tmp_path: Path) -> None:
    (tmp_path / "deals2.csv").write_text(DEALS)
    before = asked(tmp_path)
    write_mapping(before, tmp_path / "colonnade.mapping.yaml")
    assert asked(tmp_path) == before


def test_a_table_named_by_hand_without_columns_has_them_looked_for(tmp_path: Path) -> None:
    (tmp_path / "export 7.csv").write_text("id,company\nA,Ann\nB,Bee\n")
    (tmp_path / "by hand.yaml").write_text(
        'format: colonnade.mapping/1\nfiles:\n  "export 7.csv": {table: accounts}\n'
    )
    (tmp_path / "by hand.yaml").rename(tmp_path.parent / "by hand.yaml")
    with open_records(str(tmp_path), mapping=tmp_path.parent / "by hand.yaml", today=TODAY) as records:
        assert rows(records, "accounts", "account_id, name") == [("A", "Ann"), ("B", "Bee")]


def test_german_headings_are_known_and_what_may_mean_two_things_is_asked(tmp_path: Path) -> None:
    with opened(tmp_path, kunden=KUNDEN, verträge=VERTRAEGE) as records:
        assert rows(records, "accounts", "account_id, name, industry")[0] == ("1001", "Müller & Söhne GmbH", "Bau")
        assert rows(records, "subscriptions", "account_id, start_on, end_on, mrr, currency, status") == rows(
            records,
            "(VALUES ('1001', DATE '2023-03-01', NULL::DATE, 1250.50::DECIMAL(18,2), 'EUR', 'aktiv'),"
            " ('1002', DATE '2023-11-15', DATE '2025-11-14', 100.00::DECIMAL(18,2), 'EUR', 'beendet')) AS t",
            "*",
        )
        assert "Kündigung" in file_of(records, "verträge").unknown


def test_a_list_by_the_words_of_german_teams_is_read_and_its_renewal_asked(tmp_path: Path) -> None:
    export = "Kunde;Jahresumsatz Vertrag (ARR);Vertragsbeginn;Verlängerung\nAnn;12.000,00;15.03.2023;14.03.2027\n"
    with opened(tmp_path, kunden=export) as records:
        assert rows(records, "subscriptions", "account_id, CAST(mrr AS INTEGER)") == [("Ann", 1000)]
        (question,) = records.check.questions
        assert (question.column, question.candidates[0].name) == ("end_on", "Verlängerung")


@pytest.mark.parametrize("heading", ["ARR (EUR)", "arr_eur", "ARR €"])
def test_the_currency_that_the_heading_of_an_amount_names_is_that_of_its_rows(
    tmp_path: Path, heading: str
) -> None:
    export = f"account_id,start_date,{heading}\nA,2025-01-01,1200\n"
    with opened(tmp_path, subscriptions=export) as records:
        assert rows(records, "subscriptions", "currency") == [("EUR",)]
        write_mapping(records.check.mapping, tmp_path.parent / "kept.yaml")
    with open_records(str(tmp_path), mapping=tmp_path.parent / "kept.yaml", today=TODAY) as records:
        assert rows(records, "subscriptions", "currency") == [("EUR",)]
