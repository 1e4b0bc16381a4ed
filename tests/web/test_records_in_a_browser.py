"""Results and records in Chromium: any width, light and dark, paper, and without a script."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from web.serving import IN_CHROMIUM, SignedIn, served_after

pytestmark = IN_CHROMIUM
PAGES = (
    "records/",
    "records/loaded/",
    "records/metrics/net_revenue_retention/",
    "records/metrics/proactive_share/?page=2",
    "records/kinds/",
    "records/tiers/",
    "records/thresholds/",
)


@dataclass
class Recorded(SignedIn):
    """A served organisation with records."""

    path: str = ""
    round: str = ""

    def page(self, *, scripts: bool = True) -> Page:
        return self.page_of("fay", scripts=scripts)

    def go(self, page: Page, path: str) -> None:
        page.goto(f"{self.address}{self.path}{path}")


@pytest.fixture
def recorded_site(tmp_path: Path) -> Iterator[Recorded]:
    with served_after("web.with_records", tmp_path) as (address, browser, known):
        yield Recorded(address, browser, **known)


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
    _zone_of_the_browser(site)
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


def _zone_of_the_browser(site: Recorded) -> None:
    """It is offered to who is here already, and where it is theirs already, or without a script, it is not."""
    for scripts, zone in ((True, "Europe/Madrid"), (True, "UTC"), (False, "Europe/Madrid")):
        context = site.browser.new_context(timezone_id=zone, java_script_enabled=scripts)
        context.add_cookies([{"name": "sessionid", "value": site.sessions["fay"], "url": site.address}])
        page = context.new_page()
        page.goto(f"{site.address}/you/")
        hint = page.locator("[data-zone-hint]")
        if not scripts or zone == "UTC":
            expect(hint).to_be_hidden()
            continue
        expect(hint).to_contain_text("Your browser says: Europe/Madrid")
        hint.locator("button").click()
        page.click("main form button:not([type=button])")
        page.goto(f"{site.address}/you/")
        expect(page.locator("#id_time_zone")).to_have_value("Europe/Madrid")
        expect(hint).to_be_hidden()
        page.select_option("#id_time_zone", "UTC")
        page.click("main form button:not([type=button])")


def _one_click_without_scripts(site: Recorded, page: Page) -> None:
    site.go(page, "records/kinds/")
    page.click("#play_runs button[value=not_done]")
    expect(page.locator("#play_runs")).to_contain_text("we do not do this")
    page.click("#play_runs >> text=Take back")
    expect(page.locator("#play_runs")).not_to_contain_text("we do not do this")
