"""A PostgreSQL server for one test, in a folder that no other run of tests tidies away, stopped afterwards."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from socket import socket

import pytest

DEBIAN = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)


@contextmanager
def server() -> Iterator[str]:
    with tempfile.TemporaryDirectory(prefix="pg-") as folder:
        yield from _server(Path(folder))


def _server(folder: Path) -> Iterator[str]:
    """The URL of an empty database. PostgreSQL refuses to run as root: then it runs as `nobody`."""
    bin = _programs()
    if bin is None:
        pytest.skip("PostgreSQL's initdb is neither on PATH nor where Debian keeps it")
    port, data = _free_port(), folder / "data"
    folder.chmod(0o777)
    user = "nobody" if os.geteuid() == 0 else None
    subprocess.run(
        [bin / "initdb", "-D", data, "-U", "colonnade", "-A", "trust", "-E", "UTF8"],
        user=user,
        check=True,
        capture_output=True,
        cwd=folder,
        timeout=300,
    )
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off"
    with (folder / "log").open("w") as log:
        running = subprocess.Popen(
            [bin / "postgres", "-D", data, *options.split()], user=user, stdout=log, stderr=log, cwd=folder
        )
    try:
        url = f"postgresql://colonnade@127.0.0.1:{port}/postgres"
        _wait(port)
        yield url
        assert running.poll() is None, f"PostgreSQL ended by itself:\n{(folder / 'log').read_text()[-3000:]}"
    finally:
        running.terminate()
        running.wait(30)


def _programs() -> Path | None:
    found = shutil.which("initdb")
    if found and shutil.which("postgres"):
        return Path(found).parent
    return next((bin for bin in DEBIAN if (bin / "initdb").exists()), None)


def _free_port() -> int:
    with closing(socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(port: int) -> None:
    import time

    import psycopg

    for _ in range(200):
        try:
            psycopg.connect(host="127.0.0.1", port=port, user="colonnade", dbname="postgres").close()
        except psycopg.OperationalError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError("PostgreSQL did not start")
