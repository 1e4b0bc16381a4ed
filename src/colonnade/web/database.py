"""Where the data lives: one SQLite file by default, PostgreSQL by DATABASE_URL."""

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

Database = dict[str, Any]

BUSY_SECONDS = 20
MOST_CONNECTIONS = 8


def database(url: str | None, folder: Path) -> Database:
    """Django's settings for the database; raises ValueError for a URL that is not PostgreSQL's."""
    return sqlite(folder / "colonnade.sqlite3") if not url else postgresql(url)


def sqlite(path: Path) -> Database:
    """Writers take their lock when they begin: a deferred one that turns writer half-way fails at once."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "CONN_MAX_AGE": 60,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": BUSY_SECONDS,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;",
        },
    }


def postgresql(url: str) -> Database:
    parts = urlsplit(url)
    if parts.scheme not in ("postgres", "postgresql") or not parts.path.strip("/"):
        raise ValueError("DATABASE_URL is not postgresql://user:password@host:port/name")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "OPTIONS": {"pool": {"min_size": 1, "max_size": MOST_CONNECTIONS, "timeout": BUSY_SECONDS}},
    }
