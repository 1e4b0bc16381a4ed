"""Columns of an export that are no column of ours and help to read or place one: mapped like the others."""

from colonnade.records.tables import TABLES, Column, Table

FINDERS = (
    Column("account_name", "text"),
    Column("account_domain", "text"),
    Column("person_email", "text"),
)
"""By these a row that does not name its account finds it; of any table but the accounts themselves."""

_OF_TABLE: dict[str, tuple[Column, ...]] = {
    "subscriptions": (
        Column("interval", "text"),
        Column("interval_count", "integer", lenient=True),
        Column("charge_type", "text"),
        Column("usage_type", "text"),
    ),
    "accounts": (Column("staff_email", "text"), Column("crm_id", "text")),
}
"""A price's interval of billing and what its line is charged for; who owns the account, and its id in the CRM."""

RECORDED = Column("recorded_at", "moment", lenient=True)
"""Of any table: when a row was written down. As of an earlier day it was not known, whatever day it tells of."""

FINDER_NAMES = frozenset(column.name for column in FINDERS)


def helpers(table: Table) -> tuple[Column, ...]:
    own = _OF_TABLE.get(table.name, ())
    has_account = "account_id" in table.column_names and table.name != "accounts"
    return (*own, *FINDERS) if has_account else own


def readable(table: Table) -> tuple[Column, ...]:
    """All columns that a mapping may name, those that help last."""
    return (*stored(table), *helpers(table))


def stored(table: Table) -> tuple[Column, ...]:
    """All columns that a loaded table may have."""
    return (*table.columns, RECORDED)


def readable_column(table: Table, name: str) -> Column:
    return next(column for column in readable(table) if column.name == name)


def helper_names() -> frozenset[str]:
    return frozenset(column.name for table in TABLES.values() for column in helpers(table))
