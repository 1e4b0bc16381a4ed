"""The application as a process of its own, with a real browser to look at it."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from socket import socket
from typing import Any, Literal, TypeVar

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
IN_CHROMIUM = [
    pytest.mark.slow,
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on this machine"),
]
TESTS = Path(__file__).parents[1]
Found = TypeVar("Found")
WIDTHS = (320, 360, 800, 1280)
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


@dataclass
class Site:
    """A served application and what its pages were found wanting in."""

    address: str
    browser: Browser
    faults: list[str] = field(default_factory=list)
    looked_at: set[str] = field(default_factory=set)

    def visitor(self, *, scripts: bool = True) -> Page:
        page = self.browser.new_context(java_script_enabled=scripts).new_page()
        page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))
        page.on("console", lambda m: self.faults.append(f"{page.url}: {m.text}") if m.type == "error" else None)
        return page

    def look_at(self, page: Page, name: str) -> None:
        """No page is wider than its window at any width, and axe finds nothing serious in light or dark."""
        self.looked_at.add(name)
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            for violation in Axe().run(page).response["violations"]:
                if violation["impact"] in ("serious", "critical"):
                    self.faults.append(f"{name}, {scheme}: {violation['id']} at {violation['nodes'][0]['html']}")
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 844})
            if (wide := page.evaluate("document.documentElement.scrollWidth")) > width:
                self.faults.append(f"{name} is {wide} wide in a window of {width}")
        page.set_viewport_size({"width": 1280, "height": 900})


@dataclass
class SignedIn(Site):
    """A served application in which people are signed in already."""

    sessions: dict[str, str] = field(default_factory=dict)

    def page_of(self, name: str, *, scripts: bool = True) -> Page:
        page = self.visitor(scripts=scripts)
        page.context.add_cookies([{"name": "sessionid", "value": self.sessions[name], "url": self.address}])
        return page


@contextmanager
def served(folder: Path, log: Path, **environment: str) -> Iterator[tuple[str, Browser]]:
    """Its address, once it answers, and a browser."""
    with closing(socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-c", "from colonnade.cli.main import run; run()"]
    arguments = ["serve", "--dir", str(folder), "--port", str(port), "--no-open"]
    with log.open("w") as output, sync_playwright() as playwright:
        process = subprocess.Popen(
            [*command, *arguments], env=_our_own() | environment, stdout=output, stderr=output
        )
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        try:
            until(lambda: _answers(port), log)
            yield f"http://localhost:{port}", browser
        finally:
            browser.close()
            process.terminate()
            process.wait(20)


@contextmanager
def served_after(filling: str, folder: Path) -> Iterator[tuple[str, Browser, dict[str, Any]]]:
    """`filling` is the module that puts people and rounds into the folder; its last line says what is there."""
    secret = {"COLONNADE_SECRET_KEY": "one key for both processes" * 3}
    environment = _our_own() | secret | {"COLONNADE_DIR": str(folder)}
    filled = subprocess.run(
        [sys.executable, "-m", filling], env=environment, cwd=TESTS, check=True, capture_output=True, text=True
    )
    with served(folder, folder / "log", **secret) as (address, browser):
        yield address, browser, json.loads(filled.stdout.splitlines()[-1])


def until(found_by: Callable[[], Found | None], log: Path) -> Found:
    """What is found in the end."""
    for _ in range(150):
        if found := found_by():
            return found
        time.sleep(0.2)
    raise TimeoutError(log.read_text())


def _our_own() -> dict[str, str]:
    """The environment without what would lead to another database or address."""
    return {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "COLONNADE_URL")}


def _answers(port: int) -> bool:
    with closing(socket()) as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
