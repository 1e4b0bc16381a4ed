"""Starting the web application: the data folder, its secret, the tables, the server."""

import os
import secrets
import sys
import threading
import webbrowser
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path
from socket import AF_INET, SOCK_STREAM, socket

from colonnade.core.errors import BadOption

SIGNING_KEY = "secret"
WORKERS, THREADS = 2, 4


def serve(folder: Path, *, port: int, opens: bool) -> int:
    """Make the tables, say where to go, and serve until stopped."""
    _refuse_taken(port)
    prepare(folder, port=port)
    _tidy()
    address = _public_address()
    start = _first_link() or address
    _say(folder, address)
    if start != address:
        print(f"Nobody is here yet. Set it up within 24 hours, once, at\n\n    {start}\n")
    return _run(port, start if opens else None)


def serve_example(company: Path, today: date, *, port: int, opens: bool) -> int:
    """The same over the worked example, with a link for each of its people in place of passwords.

    `company` is the folder of its files, in which the data is kept too.
    """
    folder = company / "web"
    port = port if _is_free(port) else _any_free()
    os.environ["COLONNADE_SMTP"] = "none:"  # made-up people get no mail
    prepare(folder, port=port)
    from colonnade.web.example import entries

    print("Making the example in the browser: its people, records, rounds and a plan ...", flush=True)
    links = entries(company, today)
    _say(folder, _public_address())
    print("The company is made up. Be any of its people; each link signs in once:\n")
    for entry in links:
        print(f"  {entry.name}, {entry.role}: {entry.shows}\n    {entry.link}\n")
    sys.stdout.flush()
    # Measuring leaves threads of the engine behind, which workers forked from here would stumble over.
    command = [sys.executable, "-m", "colonnade.web.serve", str(folder), str(port), links[0].link if opens else ""]
    os.execv(sys.executable, command)  # noqa: S606 - this program again, in a process that measured nothing


def remind(folder: Path) -> int:
    """What a daily job does: remind, and remove what was deleted long ago. Mail has COLONNADE_URL's addresses."""
    if not (folder / SIGNING_KEY).exists() and not os.environ.get("COLONNADE_SECRET_KEY"):
        raise BadOption(f"{folder} holds no data of the application; name the folder that serve uses with --dir")
    prepare(folder, port=8000)
    _tidy()
    from django.utils import timezone

    from colonnade.web.assessments.mails import remind_daily

    print(f"{remind_daily(timezone.localdate())} reminded")
    return 0


def _tidy() -> None:
    """Rounds deleted thirty days ago go for good."""
    from django.utils import timezone

    from colonnade.web.assessments.deleted import remove_overdue

    if removed := remove_overdue(timezone.now()):
        print(f"{removed} deleted rounds removed for good")


def prepare(folder: Path, *, port: int) -> None:
    """Set up Django over a data folder and bring its tables up to date."""
    folder.mkdir(parents=True, exist_ok=True)
    os.environ["COLONNADE_DIR"] = str(folder.absolute())
    os.environ.setdefault("COLONNADE_URL", f"http://localhost:{port}")
    os.environ.setdefault("COLONNADE_SECRET_KEY", _secret(folder / SIGNING_KEY))
    os.environ["DJANGO_SETTINGS_MODULE"] = "colonnade.web.settings"
    import django
    from django.core.management import call_command

    with _old_permissions():
        try:
            django.setup()
        except ValueError as wrong:
            raise BadOption(str(wrong)) from None
        call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)


def _secret(path: Path) -> str:
    """The key that signs sessions, made once and readable by its owner only."""
    if not path.exists():
        made = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(made, "w") as file:
            file.write(secrets.token_urlsafe(50))
    return path.read_text().strip()


@contextmanager
def _old_permissions() -> Iterator[None]:
    """Files made meanwhile, the database above all, are for this user alone."""
    before = os.umask(0o077)
    try:
        yield
    finally:
        os.umask(before)


def _refuse_taken(port: int) -> None:
    if not _is_free(port):
        raise BadOption(f"port {port} is in use by another program; choose one with --port")


def _is_free(port: int) -> bool:
    with closing(socket(AF_INET, SOCK_STREAM)) as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


def _any_free() -> int:
    with closing(socket(AF_INET, SOCK_STREAM)) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _public_address() -> str:
    from django.conf import settings

    return f"{settings.PUBLIC_URL}/"


def _first_link() -> str | None:
    from colonnade.web.people.joining import first_link

    return first_link()


def _say(folder: Path, address: str) -> None:
    print(f"Colonnade keeps its data in {folder} and serves {address}. Stop with Ctrl-C.")


def _run(port: int, opens: str | None) -> int:
    """Serve until stopped; `opens` is the address to show in the browser."""
    sys.stdout.flush()
    if opens:
        threading.Timer(1.5, webbrowser.open, [opens]).start()
    from gunicorn.app.base import BaseApplication

    class Server(BaseApplication):  # type: ignore[misc]  # gunicorn ships no types
        def load_config(self) -> None:
            host = os.environ.get("COLONNADE_HOST", "127.0.0.1")
            settings = {
                "bind": f"{host}:{port}",
                "workers": WORKERS,
                "threads": THREADS,
                "preload_app": True,
                "keepalive": 15,
                "loglevel": "warning",
                "limit_request_line": 4094,
            }
            for name, value in settings.items():
                self.cfg.set(name, value)

        def load(self) -> object:
            from django.core.wsgi import get_wsgi_application

            return get_wsgi_application()

    from django.db import connections

    connections.close_all()  # a connection opened before the workers fork must not be shared by them
    Server().run()
    return 0


if __name__ == "__main__":
    prepare(Path(sys.argv[1]), port=int(sys.argv[2]))
    sys.exit(_run(int(sys.argv[2]), sys.argv[3] or None))
