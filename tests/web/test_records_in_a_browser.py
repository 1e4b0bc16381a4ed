"""Results and records in Chromium: any width, light and dark, paper, and without a script."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from socket import socket

import pytest
from playwright.sync_api import Page, expect, sync_playwright

from web.test_plans_in_a_browser import _wait_for
from web.test_the_procedure_in_a_browser import CHROMIUM, Site

pytestmark = [
    pytest.mark.slow,
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on this machine"),
]
TESTS = Path(__file__).parents[1]
PAGES = (
    "records/",
    "records/metrics/net_revenue_retention/",
    "records/metrics/proactive_share/?page=2",
    "records/kinds/",
    "records/tiers/",
    "records/thresholds/",
)


@dataclass
class Recorded(Site):
    """A served organisation with records; its facilitator is signed in already."""

    path: str = ""
    round: str = ""
    session: str = ""

    def page(self, *, scripts: bool = True) -> Page:
        page = self.visitor(scripts=scripts)
        page.context.add_cookies([{"name": "sessionid", "value": self.session, "url": self.address}])
        return page

    def go(self, page: Page, path: str) -> None:
        page.goto(f"{self.address}{self.path}{path}")


@pytest.fixture
def recorded_site(tmp_path: Path) -> Iterator[Recorded]:
    with closing(socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "COLONNADE_URL")}
    environment |= {"COLONNADE_DIR": str(tmp_path), "COLONNADE_SECRET_KEY": "one key for both processes" * 3}
    prepared = subprocess.run(
        [sys.executable, "-m", "web.with_records"],
        env=environment,
        cwd=TESTS,
        check=True,
        capture_output=True,
        text=True,
    )
    known = json.loads(prepared.stdout.splitlines()[-1])
    command = [sys.executable, "-c", "from colonnade.cli.main import run; run()"]
    arguments = ["serve", "--dir", str(tmp_path), "--port", str(port), "--no-open"]
    with (tmp_path / "log").open("w") as log, sync_playwright() as playwright:
        served = subprocess.Popen([*command, *arguments], env=environment, stdout=log, stderr=log)
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        try:
            _wait_for(port)
            yield Recorded(f"http://localhost:{port}", "", browser, **known)
        finally:
            browser.close()
            served.terminate()
            served.wait(20)


def test_results_and_records_are_whole_at_every_width_in_light_and_dark_and_on_paper(
    recorded_site: Recorded,
) -> None:
    site, page = recorded_site, recorded_site.page()
    results = f"assessments/{site.round}/results/"
    for path in (results, f"{results}data_intelligence/", *PAGES):
        site.go(page, path)
        page.evaluate("document.querySelectorAll('main details').forEach(each => { each.open = true })")
        site.look_at(page, path)
    _first_sheet_stands_alone(site, page, results)
    _picture_leads_on(site, page, results)
    _one_click_without_scripts(site, site.page(scripts=False))
    assert not site.faults


def _first_sheet_stands_alone(site: Recorded, page: Page, results: str) -> None:
    """On paper the first section ends its sheet, and its table is open."""
    site.go(page, results)
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.querySelector('.first')).breakAfter") == "page"
    expect(page.locator(".first table")).to_be_visible()
    page.emulate_media(media="screen")


def _picture_leads_on(site: Recorded, page: Page, results: str) -> None:
    site.go(page, results)
    page.locator(".picture .wide svg a").nth(3).focus()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("Data & Intelligence")
    page.locator(".figures a").first.click()
    expect(page.locator("#definition")).to_be_visible()


def _one_click_without_scripts(site: Recorded, page: Page) -> None:
    site.go(page, "records/kinds/")
    page.click("#play_runs button[value=not_done]")
    expect(page.locator("#play_runs")).to_contain_text("we do not do this")
    page.click("#play_runs >> text=Take back")
    expect(page.locator("#play_runs")).not_to_contain_text("we do not do this")
