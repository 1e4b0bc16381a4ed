"""Finds the account of a row that names it otherwise than by its id: by name, e-mail or domain."""

# ruff: noqa: S608  only names of our own are put together here

from collections.abc import Sequence
from typing import TYPE_CHECKING

from colonnade.records import engine
from colonnade.records.account_lists import company_domain
from colonnade.records.helpers import FINDER_NAMES
from colonnade.records.values import domain_of

if TYPE_CHECKING:
    import duckdb


KEYS = ("account_id", "subscription_id", "user_id", "account_name", "account_domain", "person_email")
WORDS = {
    "short_id": "the shorter form of its id",
    "subscription": "its subscription",
    "user": "its user",
    "name": "its name",
    "email": "the e-mail of a person known there",
    "domain": "its domain",
    "email_domain": "the domain of an e-mail",
}


def find_accounts(
    connection: "duckdb.DuckDBPyConnection", incoming: str, columns: Sequence[str], *, needed: bool
) -> list[tuple[int, str, int]]:
    """Fills account_id of the incoming rows, refusing those that find none where it is `needed`.

    Gives (file, way, rows) for each way that was taken.

    A name, e-mail or domain that stands for several accounts stands for none. An id nobody knows is kept.
    """
    if takes_ids_as_written(connection, incoming, columns):
        return []
    keys = [key for key in KEYS if key in columns]
    _place(connection, incoming, keys)
    _fill_in(connection, incoming, columns, keys, needed=needed)
    counted = engine.rows(
        connection,
        "SELECT in_file, in_way, count(*) FROM found WHERE refused_as IS NULL GROUP BY ALL ORDER BY ALL",
    )
    connection.execute(f"DROP TABLE {incoming}")
    connection.execute("ALTER TABLE found DROP COLUMN in_way")
    connection.execute(f"ALTER TABLE found RENAME TO {incoming}")
    connection.execute("DROP TABLE placed")
    return [(file, way, count) for file, way, count in counted if way]


def _place(connection: "duckdb.DuckDBPyConnection", incoming: str, keys: list[str]) -> None:
    """The table `placed`: each combination of keys that rows have, once, with its account and the way to it."""
    known = _known(connection)
    ways = _ways(keys, known)
    owner = f"coalesce({', '.join(f'({sql})' for _, sql in ways)})" if ways else "NULL"
    taken = " ".join(f"WHEN ({sql}) IS NOT NULL THEN '{way}'" for way, sql in ways)
    connection.execute(
        f"CREATE TABLE named AS SELECT row_number() OVER () AS place, * FROM"
        f" (SELECT DISTINCT {', '.join(keys)} FROM {incoming} WHERE refused_as IS NULL)"
    )
    connection.execute(
        f"CREATE TABLE placed AS SELECT n.*, {owner} AS owner, CASE {taken or 'WHEN false THEN NULL'} END AS way"
        f" FROM named n {''.join(_joins(keys, known))}"
    )
    connection.execute("DROP TABLE named")


def _once(key: str, before: list[str]) -> str:
    """SQL for a cell by which an account is looked for, unless one before it says the same."""
    differs = " AND ".join(f"i.{key} IS DISTINCT FROM i.{other}" for other in before) or "true"
    return f"CASE WHEN {differs} THEN i.{key} END"


def _fill_in(
    connection: "duckdb.DuckDBPyConnection",
    incoming: str,
    columns: Sequence[str],
    keys: list[str],
    *,
    needed: bool,
) -> None:
    """The table `found`: the incoming rows with their account, or with why they are refused."""
    own = (
        "SELECT account_id FROM own_accounts" if _has(connection, "own_accounts", "account_id") else "SELECT NULL"
    )
    same = " AND ".join(f"p.{key} IS NOT DISTINCT FROM i.{key}" for key in keys)
    shown = f"concat_ws(', ', {', '.join(_once(key, keys[:place]) for place, key in enumerate(keys))})"
    lost = "i.refused_as IS NULL AND p.owner IS NULL" if needed else "false"
    ours = f"i.refused_as IS NULL AND p.owner IN ({own})"
    replaced = ["refused_as", "refused_for", *(["account_id"] if "account_id" in columns else [])]
    connection.execute(
        f"CREATE TABLE found AS SELECT i.* EXCLUDE ({', '.join(replaced)}),"
        f" p.owner AS account_id, p.way AS in_way,"
        f" CASE WHEN {lost} THEN 'finds no account' WHEN {ours} THEN 'belongs to an account of our own or a test'"
        f" ELSE i.refused_as END AS refused_as,"
        f" CASE WHEN {lost} OR {ours} THEN {shown} ELSE i.refused_for END AS refused_for"
        f" FROM {incoming} i LEFT JOIN placed p ON {same}"
    )


def takes_ids_as_written(connection: "duckdb.DuckDBPyConnection", incoming: str, columns: Sequence[str]) -> bool:
    """Whether every row names an account that is known by just that id, so that nothing is looked for."""
    return "account_id" in columns and not (
        set(columns) & FINDER_NAMES or _has_strangers(connection, incoming) or _are_any_own(connection)
    )


def _known(connection: "duckdb.DuckDBPyConnection") -> set[str]:
    """What accounts can be known by here, as `table.column`."""
    told = {
        "accounts": ("account_id", "name", "domain"),
        "subscriptions": ("subscription_id",),
        "users": ("user_id",),
        "contacts": ("email",),
    }
    return {
        f"{table}.{column}"
        for table, columns in told.items()
        for column in columns
        if _has(connection, f"loaded_{table}", column)
    }


def _has_strangers(connection: "duckdb.DuckDBPyConnection", incoming: str) -> bool:
    """Whether some row names no account, or none that is known."""
    unknown = "account_id IS NULL"
    if _has(connection, "loaded_accounts", "account_id"):
        unknown += (
            " OR account_id NOT IN (SELECT known_as FROM account_ids WHERE known_as = account_ids.account_id)"
        )
    sql = f"SELECT count(*) FROM (SELECT DISTINCT account_id FROM {incoming}) WHERE {unknown}"
    return engine.number(connection, sql) > 0


def _are_any_own(connection: "duckdb.DuckDBPyConnection") -> bool:
    found = _has(connection, "own_accounts", "account_id")
    return found and engine.number(connection, "SELECT count(*) FROM own_accounts") > 0


def _ways(keys: list[str], known: set[str]) -> list[tuple[str, str]]:
    """SQL for the account by each way that is open, the most trusted first."""
    by_accounts = "accounts.account_id" in known
    ways: list[tuple[str, str]] = []
    if "account_id" in keys and by_accounts:
        ways += [("id", "by_id.account_id"), ("short_id", "by_short_id.account_id")]
    if "subscription_id" in keys and "subscriptions.subscription_id" in known:
        ways.append(("subscription", "by_subscription.account_id"))
    if "user_id" in keys and "users.user_id" in known:
        ways.append(("user", "by_user.account_id"))
    for name in ("account_id", "account_name"):
        if name in keys and "accounts.name" in known:
            ways.append(("name", f"by_{name}_name.account_id"))
    for name in ("account_id", "account_domain"):
        if name in keys and "accounts.domain" in known:
            ways.append(("domain", f"by_{name}_domain.account_id"))
    for name in ("person_email", "user_id"):
        if name in keys and "contacts.email" in known:
            ways.append(("email", f"by_{name}_email.account_id"))
        if name in keys and "accounts.domain" in known:
            ways.append(("email_domain", f"by_{name}_email_domain.account_id"))
    if "account_id" in keys:
        ways.append(("as_written", "n.account_id"))
    return ways


def _joins(keys: list[str], known: set[str]) -> list[str]:
    sources = {
        "id": ("account_ids", "known_as"),
        "short_id": ("loaded_accounts", _short("account_id")),
        "subscription": ("loaded_subscriptions", "subscription_id"),
        "user": ("loaded_users", "user_id"),
        "name": ("loaded_accounts", "lower(name)"),
        "domain": ("loaded_accounts", company_domain("domain")),
        "email": ("loaded_contacts", "lower(email)"),
        "email_domain": ("loaded_accounts", company_domain("domain")),
    }
    keyed_by = {"id": "account_id", "short_id": "account_id", "subscription": "subscription_id", "user": "user_id"}
    joins: list[str] = []
    for way, sql in _ways(keys, known):
        if way == "as_written":
            continue
        alias = sql.partition(".")[0]
        table, key = sources[way]
        cell = f"n.{keyed_by.get(way) or alias.removeprefix('by_').removesuffix(f'_{way}')}"
        match way:
            case "short_id":
                cell = _short(cell)
            case "name" | "email":
                cell = f"lower({cell})"
            case "domain":
                cell = domain_of(cell)
            case "email_domain":
                cell = f"CASE WHEN contains({cell}, '@') THEN split_part(lower({cell}), '@', 2) END"
        unique = (
            f"SELECT {key} AS key, any_value(account_id) AS account_id FROM {table} WHERE {key} IS NOT NULL"
            f" GROUP BY 1 HAVING count(DISTINCT account_id) = 1"
        )
        joins.append(f" LEFT JOIN ({unique}) {alias} ON {alias}.key = {cell}")
    return joins


def _short(column: str) -> str:
    """SQL for the first 15 signs of a Salesforce account id, which stand for all 18."""
    return f"CASE WHEN regexp_full_match({column}, '001[A-Za-z0-9]{{12}}([A-Z0-5]{{3}})?') THEN {column}[:15] END"


def _has(connection: "duckdb.DuckDBPyConnection", table: str, column: str) -> bool:
    sql = (
        "SELECT count(*) FROM duckdb_columns()"
        " WHERE table_name = ? AND column_name = ? AND database_name = current_database()"
    )
    return engine.number(connection, sql, [table, column]) > 0
