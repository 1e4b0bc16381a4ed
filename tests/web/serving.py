"""The application served over a folder that a process of its own has filled, with a browser to look at it."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from socket import socket
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from web.test_the_procedure_in_a_browser import CHROMIUM

TESTS = Path(__file__).parents[1]


@dataclass
class Served:
    """`known` is what the filling program printed on its last line."""

    address: str
    browser: Browser
    known: dict[str, Any]


@contextmanager
def served_after(filling: str, folder: Path) -> Iterator[Served]:
    """`filling` is the module that puts people and rounds into the folder."""
    with closing(socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "COLONNADE_URL")}
    environment |= {"COLONNADE_DIR": str(folder), "COLONNADE_SECRET_KEY": "one key for both processes" * 3}
    filled = subprocess.run(
        [sys.executable, "-m", filling], env=environment, cwd=TESTS, check=True, capture_output=True, text=True
    )
    known = json.loads(filled.stdout.splitlines()[-1])
    command = [sys.executable, "-c", "from colonnade.cli.main import run; run()"]
    arguments = ["serve", "--dir", str(folder), "--port", str(port), "--no-open"]
    with (folder / "log").open("w") as log, sync_playwright() as playwright:
        served = subprocess.Popen([*command, *arguments], env=environment, stdout=log, stderr=log)
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        try:
            _wait_for(port)
            yield Served(f"http://localhost:{port}", browser, known)
        finally:
            browser.close()
            served.terminate()
            served.wait(20)


def _wait_for(port: int) -> None:
    for _ in range(150):
        with closing(socket()) as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.2)
    raise TimeoutError("the application does not answer")
