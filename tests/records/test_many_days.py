"""Many days asked about in one query: what each of them has when it is asked alone, of every metric."""

from collections.abc import Iterator
from dataclasses import fields
from datetime import date

import pytest

from colonnade.records import Records, many_days, open_records
from colonnade.records import sql as texts
from colonnade.records.measure import measure_one
from colonnade.records.metrics import METRICS
from colonnade.records.metrics.language import Tables, Window
from colonnade.records.practice import write_company
from colonnade.records.series import month_ends

LAST = date(2026, 3, 31)
DAYS = (date(2024, 2, 28), date(2024, 2, 29), date(2024, 3, 1), date(2024, 12, 31), *month_ends(LAST, 3))
"""A leap day, whose opening is the day before that of the day after, ends of months and of a year."""


@pytest.fixture(scope="module")
def practice(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Records]:
    folder = tmp_path_factory.mktemp("practice")
    write_company(folder, accounts=20, months=30, ends_on=LAST)
    with open_records(str(folder), today=LAST) as records:
        yield records


@pytest.mark.slow
@pytest.mark.parametrize("at_once", [True, False])
def test_every_metric_is_the_same_on_many_days_as_on_each(
    practice: Records, monkeypatch: pytest.MonkeyPatch, at_once: bool
) -> None:
    if at_once:
        monkeypatch.setattr(texts, "written", texts.compiled)
    else:
        monkeypatch.setattr(many_days, "MOST_ROWS", 0)
    for name, metric in METRICS.items():
        found = many_days.measure_on(practice, metric, DAYS)
        assert found.keys() == set(DAYS)
        for day in DAYS:
            alone = measure_one(practice, metric, Window(day))
            assert (name, day, _told(found[day])) == (name, day, _told(alone))


@pytest.mark.slow
def test_nearly_every_metric_is_asked_in_one_query(practice: Records, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    ask = Records.rows

    def count(records: Records, sql: str) -> list[tuple[object, ...]]:
        asked.append(sql)
        return ask(records, sql)

    monkeypatch.setattr(Records, "rows", count)
    singly = []
    for name, metric in METRICS.items():
        asked.clear()
        many_days.measure_on(practice, metric, DAYS)
        if len(asked) > 2:
            singly.append(name)
    assert len(singly) <= 4, singly


def test_what_tables_tell_of_days_is_told_otherwise_to_each_of_two_probes() -> None:
    """A new field that a metric may hold its days against belongs into `_told_otherwise`."""
    known = {"present", "currencies", "known_by", "are_survivors"}
    of_days = {field.name for field in fields(Tables)} - known
    assert of_days == {"known_on", "undated_from"}
    tables = Tables({}, date(2025, 1, 1), {}, undated_from=date(2025, 1, 1))
    always, never = many_days._told_otherwise(tables)
    assert all(getattr(always, name) != getattr(never, name) for name in of_days)


def _told(measurement: object) -> object:
    told = {name: getattr(measurement, name, None) for name in ("value", "rows", "period", "further", "needs")}
    return {name: sorted(each.items()) if isinstance(each, dict) else each for name, each in told.items()}
