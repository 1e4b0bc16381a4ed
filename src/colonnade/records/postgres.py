"""Tables of a PostgreSQL database by its address, copied out in one read-only transaction."""

from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from colonnade.core.errors import NoUsableRecords

if TYPE_CHECKING:
    import psycopg

SCHEMES = ("postgresql", "postgres")
SSL_MODES = ("disable", "prefer", "require", "verify-ca", "verify-full")
CONNECT_SECONDS, STATEMENT_SECONDS = 10, 600
MAX_TABLES = 500


def is_address(source: str) -> bool:
    return "://" in source


def shown(source: str) -> str:
    """The address without its password."""
    parts = urlsplit(source)
    place = f"{parts.hostname or ''}{f':{parts.port}' if parts.port else ''}"
    return f"{parts.scheme}://{place}{parts.path}"


def parameters(source: str) -> dict[str, str]:
    """What libpq is told, by name: nothing of the address reaches it but these."""
    try:
        parts = urlsplit(source)
        port = parts.port
    except ValueError:
        raise NoUsableRecords("that address cannot be read; write postgresql://user@host/database") from None
    if parts.scheme not in SCHEMES:
        raise NoUsableRecords(f"addresses of the kind '{parts.scheme}://' are not read; allowed is postgresql://")
    _refuse_odd(parts)
    asked = parse_qsl(parts.query, keep_blank_values=True)
    for name, given in asked:
        if name not in ("sslmode", "schema"):
            raise NoUsableRecords(f"the address has the setting '{name}'; allowed are sslmode and schema")
        if name == "sslmode" and given not in SSL_MODES:
            raise NoUsableRecords(f"sslmode is '{given}'; allowed is one of {', '.join(SSL_MODES)}")
    told = {
        "host": parts.hostname or "",
        "port": str(port or 5432),
        "dbname": unquote(parts.path.removeprefix("/")),
        "user": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "sslmode": dict(asked).get("sslmode", "prefer"),
    }
    return {name: given for name, given in told.items() if given}


def _refuse_odd(parts: SplitResult) -> None:
    if not parts.hostname or "," in parts.netloc or "%2f" in parts.netloc.lower():
        raise NoUsableRecords("the address names no single host; write postgresql://user@host/database")
    database = unquote(parts.path.removeprefix("/"))
    told = (database, unquote(parts.username or ""), unquote(parts.password or ""))
    if not database or "=" in database or "://" in database:
        raise NoUsableRecords("the address names no database; write postgresql://user@host/database")
    if any(sign in text for text in told for sign in "\0\n\r") or parts.fragment:
        raise NoUsableRecords("the address holds signs that no name has")


def copy_tables(source: str, scratch: Path) -> list[tuple[str, Path]]:
    """Each table and view that may be read, as CSV; names and places."""
    told = parameters(source)
    schema = dict(parse_qsl(urlsplit(source).query)).get("schema")
    return copy_from(told, schema, scratch, shown(source))


def copy_from(told: dict[str, str], schema: str | None, scratch: Path, called: str) -> list[tuple[str, Path]]:
    try:
        import psycopg
    except ImportError:
        raise NoUsableRecords(
            "reading PostgreSQL needs one more package: pip install 'colonnade[postgresql]'"
        ) from None
    try:
        with psycopg.connect(
            "",
            **told,  # type: ignore[arg-type]
            connect_timeout=CONNECT_SECONDS,
            application_name="colonnade",
            options=f"-c statement_timeout={STATEMENT_SECONDS * 1000} -c TimeZone=UTC -c DateStyle=ISO",
        ) as connection:
            connection.read_only = True
            connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
            return list(_copied(connection, schema, scratch))
    except psycopg.Error as fault:
        why = (str(fault).strip().splitlines() or [type(fault).__name__])[0]
        raise NoUsableRecords(f"{called} cannot be read: {_without(why, told.get('password'))}") from None


def _without(text: str, secret: str | None) -> str:
    return text.replace(secret, "…") if secret else text


def _copied(connection: "psycopg.Connection", schema: str | None, scratch: Path) -> list[tuple[str, Path]]:
    from psycopg import sql

    tables = connection.execute(
        "SELECT table_schema, table_name FROM information_schema.tables"
        " WHERE table_schema NOT IN ('pg_catalog', 'information_schema') AND table_schema NOT LIKE 'pg\\_%%'"
        " AND (%(schema)s::text IS NULL OR table_schema = %(schema)s)"
        " AND has_table_privilege(quote_ident(table_schema) || '.' || quote_ident(table_name), 'SELECT')"
        " ORDER BY 1, 2",
        {"schema": schema},
    ).fetchall()
    found: list[tuple[str, Path]] = []
    scratch.mkdir(parents=True, exist_ok=True)
    for place, table in tables[:MAX_TABLES]:
        path = scratch / f"{len(found)}.csv"
        statement = sql.SQL("COPY (SELECT * FROM {}) TO STDOUT (FORMAT csv, HEADER)").format(
            sql.Identifier(place, table)
        )
        with path.open("wb") as file, connection.cursor() as cursor, cursor.copy(statement) as rows:
            for piece in rows:
                file.write(piece)
        found.append((f"{place}#{table}", path))
    return found
