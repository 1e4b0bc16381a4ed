"""How it is set up: nothing to warn about in production, cookies that stay, data readable by its owner."""

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from colonnade.cli.main import run
from colonnade.web.database import database

PRODUCTION = {
    "COLONNADE_URL": "https://colonnade.example.org",
    "COLONNADE_SECRET_KEY": "k" * 20 + "".join(chr(97 + n) for n in range(26)) + "0123456789",
}


def in_production(folder: Path, *command: str) -> "subprocess.CompletedProcess[str]":
    environment = {
        **{k: v for k, v in os.environ.items() if not k.startswith("COLONNADE")},
        **PRODUCTION,
        "COLONNADE_DIR": str(folder),
        "DJANGO_SETTINGS_MODULE": "colonnade.web.settings",
    }
    return subprocess.run(
        [sys.executable, *command], env=environment, capture_output=True, text=True, timeout=300, check=False
    )


@pytest.mark.slow
def test_djangos_own_check_has_nothing_to_say(tmp_path: Path) -> None:
    ran = in_production(tmp_path, "-m", "django", "check", "--deploy", "--fail-level", "WARNING")
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "no issues" in ran.stdout


@pytest.mark.slow
def test_the_tables_are_as_the_models_say(tmp_path: Path) -> None:
    ran = in_production(tmp_path, "-W", "ignore", "-m", "django", "makemigrations", "--check", "--dry-run")
    assert "No changes detected" in ran.stdout


@pytest.mark.slow
def test_behind_https_cookies_are_secure_and_bound_to_the_host(tmp_path: Path) -> None:
    show = (
        "import json; from colonnade.web import settings as s;"
        "print(json.dumps({n: getattr(s, n) for n in dir(s) if n.isupper() and ('COOKIE' in n or 'HSTS' in n"
        " or n in ('DEBUG', 'ALLOWED_HOSTS', 'SECURE_SSL_REDIRECT'))}))"
    )
    shown = json.loads(in_production(tmp_path, "-c", show).stdout)
    assert shown["DEBUG"] is False
    assert shown["ALLOWED_HOSTS"] == ["colonnade.example.org"]
    assert shown["SECURE_SSL_REDIRECT"] is True
    assert shown["SECURE_HSTS_SECONDS"] >= 31_536_000
    for cookie in ("SESSION", "CSRF"):
        assert shown[f"{cookie}_COOKIE_NAME"].startswith("__Host-")
        assert shown[f"{cookie}_COOKIE_SECURE"] is shown[f"{cookie}_COOKIE_HTTPONLY"] is True
        assert shown[f"{cookie}_COOKIE_SAMESITE"] == "Lax"


def test_without_a_url_the_data_is_one_sqlite_file_that_locks_early(tmp_path: Path) -> None:
    found = database(None, tmp_path)
    assert found["NAME"] == tmp_path / "colonnade.sqlite3"
    assert found["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "journal_mode=WAL" in found["OPTIONS"]["init_command"]


def test_a_url_names_a_postgresql_database_with_a_bounded_pool(tmp_path: Path) -> None:
    found = database("postgresql://us%40er:p%2Fw@db.example.org:5433/maturity", tmp_path)
    assert (found["USER"], found["PASSWORD"], found["HOST"], found["PORT"], found["NAME"]) == (
        "us@er",
        "p/w",
        "db.example.org",
        "5433",
        "maturity",
    )
    assert found["OPTIONS"]["pool"]["max_size"] == 8


@pytest.mark.parametrize("url", ["mysql://host/db", "postgresql://host", "sqlite:///etc/passwd", "nonsense"])
def test_another_kind_of_database_is_refused_without_repeating_its_password(tmp_path: Path, url: str) -> None:
    with pytest.raises(ValueError, match="DATABASE_URL is not postgresql://") as refused:
        database(url, tmp_path)
    assert url not in str(refused.value)


@pytest.mark.slow
def test_a_new_data_folder_is_readable_by_its_owner_alone(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    prepare = (
        "import sys, pathlib; from colonnade.web.serve import prepare;prepare(pathlib.Path(sys.argv[1]), port=1)"
    )
    ran = in_production(tmp_path, "-c", prepare, str(folder))
    assert ran.returncode == 0, ran.stderr
    for name in ("secret", "colonnade.sqlite3"):
        if (folder / name).exists():
            assert stat.S_IMODE((folder / name).stat().st_mode) == 0o600
    assert (folder / "colonnade.sqlite3").exists()


@pytest.mark.parametrize("port", ["0", "65536", "x", "-1"])
def test_a_port_that_is_none_is_a_mistake_of_the_user(port: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        run(["serve", "--port", port, "--no-open"])
    assert ended.value.code == 2
    assert "is not a port" in capsys.readouterr().err
