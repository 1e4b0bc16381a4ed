"""Lists of accounts: which of them are our own, and what a second system's list adds to the first."""

# ruff: noqa: S608  only names of our own are put together here

from collections.abc import Sequence
from typing import TYPE_CHECKING

from colonnade.records import engine
from colonnade.records.shapes import general

if TYPE_CHECKING:
    import duckdb

_FILLED_IN = (
    "csm_id",
    "segment",
    "touch_model",
    "lifecycle_stage",
    "plan",
    "industry",
    "region",
    "country",
    "domain",
)
"""What a second list says of an account where the first says nothing."""


def _free_mail() -> str:
    """SQL for the domains that are nobody's company."""
    return ", ".join(f"'{domain}'" for domain in general().free_mail)


def company_domain(column: str) -> str:
    """SQL for a domain, unless it is nobody's company."""
    return f"CASE WHEN {column} NOT IN ({_free_mail()}) THEN {column} END"


def refuse_own_accounts(connection: "duckdb.DuckDBPyConnection", incoming: str, columns: Sequence[str]) -> None:
    """Our own company among the accounts, known by the domain of most of those who own accounts; and tests.

    Their rows in other tables are refused with them (`own_accounts`).
    """
    people = [column for column in ("csm_id", "ae_id", "staff_email") if column in columns]
    if people and "domain" in columns:
        mails = " UNION ALL ".join(f"SELECT DISTINCT lower({column}) AS mail FROM {incoming}" for column in people)
        connection.execute(
            f"UPDATE {incoming} SET refused_as = 'is our own company, not a customer', refused_for = domain"
            f" WHERE refused_as IS NULL AND domain IN (SELECT split_part(mail, '@', 2) AS home FROM"
            f" (SELECT DISTINCT mail FROM ({mails}) WHERE contains(mail, '@'))"
            f" WHERE home NOT IN ({_free_mail()}) GROUP BY home"
            f" HAVING 2 * count(*) > (SELECT count(DISTINCT mail) FROM ({mails}) WHERE contains(mail, '@')))"
        )
    connection.execute(
        f"CREATE TABLE own_accounts AS SELECT DISTINCT account_id FROM {incoming}"
        " WHERE refused_as LIKE 'is our own%' OR refused_as LIKE 'a test%'"
    )


def join_second_lists(
    connection: "duckdb.DuckDBPyConnection", incoming: str, columns: Sequence[str], second: Sequence[int]
) -> list[tuple[int, int]]:
    """Customers of billing or support who are accounts of the CRM already go by its ids; (file, rows) that do.

    The same: by the CRM's id, else a name or a domain that only one account has on either side.
    """
    connection.execute("CREATE TABLE account_ids (known_as VARCHAR, account_id VARCHAR)")
    if not second:
        return []
    theirs = f"in_file IN ({', '.join(map(str, second))})"
    _know_by_first_list(connection, incoming, columns, theirs)
    same = f"{theirs} AND refused_as IS NULL AND account_id IN (SELECT known_as FROM account_ids)"
    counted = engine.rows(connection, f"SELECT in_file, count(*) FROM {incoming} WHERE {same} GROUP BY 1")
    connection.execute(f"UPDATE {incoming} SET joined = true WHERE {same}")
    _fill_in(connection, incoming, columns)
    return [(file, rows) for file, rows in counted]


def _know_by_first_list(
    connection: "duckdb.DuckDBPyConnection", incoming: str, columns: Sequence[str], theirs: str
) -> None:
    """Fills `account_ids`: their ids, and the ids of the same accounts in the first list."""
    ways = [
        (key, other)
        for needs, key, other in (
            ("crm_id", "crm_id", "account_id"),
            ("name", "lower(name)", "lower(name)"),
            ("domain", company_domain("domain"), company_domain("domain")),
        )
        if needs in columns
    ]
    for key, other in ways:
        connection.execute(
            f"INSERT INTO account_ids SELECT t.account_id, o.account_id FROM"
            f" (SELECT {key} AS key, any_value(account_id) AS account_id FROM {incoming} WHERE {theirs}"
            f" AND refused_as IS NULL AND account_id NOT IN (SELECT known_as FROM account_ids)"
            f" AND {key} IS NOT NULL GROUP BY 1 HAVING count(DISTINCT account_id) = 1) t JOIN"
            f" (SELECT {other} AS key, any_value(account_id) AS account_id FROM {incoming} WHERE NOT {theirs}"
            f" AND refused_as IS NULL AND {other} IS NOT NULL GROUP BY 1 HAVING count(DISTINCT account_id) = 1) o"
            f" USING (key)"
        )


def _fill_in(connection: "duckdb.DuckDBPyConnection", incoming: str, columns: Sequence[str]) -> None:
    for column in (column for column in _FILLED_IN if column in columns):
        connection.execute(
            f"UPDATE {incoming} SET {column} = told.given FROM"
            f" (SELECT a.account_id, any_value(t.{column}) AS given FROM {incoming} t JOIN account_ids a"
            f" ON a.known_as = t.account_id WHERE t.joined AND t.{column} IS NOT NULL GROUP BY 1) told"
            f" WHERE {incoming}.account_id = told.account_id AND joined IS NULL AND {column} IS NULL"
        )
