"""What the records show of the Customer Success team itself."""

from datetime import date
from typing import TYPE_CHECKING

from colonnade.core.company import Company
from colonnade.records import engine

if TYPE_CHECKING:
    from colonnade.records.open import Records

DAYS_OF_A_YEAR = 365.25


def recorded_company(records: "Records", *, as_of: date) -> Company:
    """CSMs that had begun by the day, and years since the first of them: the function may be older."""
    tables = records.tables
    if not tables.has("csms"):
        return Company()
    if not tables.has("csms.started_on"):
        (count,) = engine.row(records.connection, "SELECT count(*) FROM csms")
        return Company(cs_team=int(count) or None)
    sql = "SELECT count(*), min(started_on) FROM csms WHERE started_on IS NULL OR started_on <= ?"
    count, first = engine.row(records.connection, sql, [as_of])
    years = (as_of - first).days / DAYS_OF_A_YEAR if first else None
    return Company(cs_team=int(count) or None, cs_years=years)
