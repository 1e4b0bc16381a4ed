"""Every spec case, judged by what it says and by the plain-Python reference, run on the engine."""

import math
from datetime import date
from pathlib import Path

import pytest
import reference_further
from cases import Case, all_cases, write_tables

from colonnade.core.measurement import Measured, Movement
from colonnade.records import measure, movements, open_records

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize("case", all_cases(), ids=lambda case: case.name)
def test_the_engine_gives_what_the_case_says(case: Case, tmp_path: Path) -> None:
    with open_records(write_tables(case.tables, tmp_path), today=TODAY) as records:
        records.ends_on = case.ends
        for measurement in measure(records, list(case.expected), as_of=case.as_of):
            said = case.expected[measurement.definition.id]
            value = measurement.value if isinstance(measurement, Measured) else None
            assert same(value, None if said == "unavailable" else float(said)), measurement
        months = {month.month.isoformat(): month for month in movements(records, as_of=case.as_of)}
    for row in case.movements:
        assert as_said(months[row["month"]]) == {name: float(row[name]) for name in MOVES}


@pytest.mark.parametrize("case", all_cases(), ids=lambda case: case.name)
def test_the_reference_gives_what_the_case_says(case: Case) -> None:
    for metric, said in case.expected.items():
        known = {"day": case.as_of.isoformat(), "ends": case.ends.isoformat()}
        tables = {**case.tables, reference_further.LAST_DAY_KNOWN: [known]}
        judged = reference_further.JUDGES[metric](tables, case.as_of)
        assert same(judged, None if said == "unavailable" else float(said)), (metric, judged)


MOVES = ("opening", "new", "expansion", "reactivation", "contraction", "churn", "closing")


def as_said(month: Movement) -> dict[str, float]:
    return {name: float(getattr(month, name)) for name in MOVES}


def same(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is other
    return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-9)
