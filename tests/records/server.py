"""A PostgreSQL of the tests' own: started in a scratch folder, reached by its socket, gone afterwards."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

NOT_SAFE_BUT_FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum=off")
"""What these tests write is never needed again."""

UNPRIVILEGED = "nobody"
"""PostgreSQL refuses to be run by root."""

START_SECONDS = 30.0


@contextmanager
def postgresql() -> Iterator[str]:
    """The address of an empty database; skips, with the reason, where there is no PostgreSQL to start."""
    programs = _programs()
    if programs is None:
        pytest.skip("no PostgreSQL: neither `initdb` on PATH nor /usr/lib/postgresql/*/bin")
    with tempfile.TemporaryDirectory(prefix="pg-") as name:
        folder, data, user = Path(name), Path(name) / "data", _unprivileged()
        if user is not None:
            os.chown(folder, pwd.getpwnam(user).pw_uid, -1)
        made = subprocess.run(
            [programs / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "-N"],
            user=user, cwd=folder, capture_output=True, text=True,
        )  # fmt: skip
        assert made.returncode == 0, made.stderr
        settings = [part for setting in NOT_SAFE_BUT_FAST for part in ("-c", setting)]
        with (folder / "log").open("w") as log:
            server = subprocess.Popen(
                [programs / "postgres", "-D", data, "-k", folder, "-c", "listen_addresses=", *settings],
                user=user, cwd=folder, stdout=log, stderr=log,
            )  # fmt: skip
        try:
            address = f"host={folder} user=postgres dbname=postgres"
            _wait_for(address, server, folder / "log")
            yield address
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(START_SECONDS)


def _programs() -> Path | None:
    """The folder of initdb and postgres: that on PATH, else the newest that Debian keeps."""
    found = shutil.which("initdb")
    if found and (Path(found).resolve().parent / "postgres").exists():
        return Path(found).resolve().parent
    debian = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    return max(debian, key=lambda path: int(path.parent.name), default=None)


def _unprivileged() -> str | None:
    return UNPRIVILEGED if os.geteuid() == 0 else None


def _wait_for(address: str, server: "subprocess.Popen[bytes]", log: Path) -> None:
    last = time.monotonic() + START_SECONDS
    while server.poll() is None and time.monotonic() < last:
        try:
            psycopg.connect(address).close()
            return
        except psycopg.OperationalError:
            time.sleep(0.05)
    raise AssertionError(f"PostgreSQL did not start: {log.read_text()}")
