"""The whole procedure as people do it: an owner, two facilitators and three reviewers in real browsers."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from web.casting import PASSWORD
from web.serving import IN_CHROMIUM, Site, served, until

pytestmark = IN_CHROMIUM
PEOPLE = {
    "Fay": "facilitator",
    "Gus": "facilitator",
    "Rita": "reviewer",
    "Sam": "reviewer",
    "Vic": "viewer",
}
SCORES = {"Olive": "3 2 4 1 3 3 2", "Rita": "2 2 3 2 3 unknown 2", "Sam": "3 2 2 2 2 2 4"}


@dataclass
class New(Site):
    """An application that nobody has signed in to yet."""

    first_link: str = ""


@pytest.fixture
def site(tmp_path: Path) -> Iterator[New]:
    log = tmp_path / "log"
    with served(tmp_path / "data", log) as (address, browser):
        link = until(lambda: re.search(r"http://\S+/link/\S+", log.read_text()), log)
        yield New(address, browser, first_link=link[0])


def set_up(site: New) -> Page:
    owner = site.visitor()
    owner.goto(site.first_link)
    site.look_at(owner, "welcome")
    for name, value in (("organisation", "Harbour"), ("name", "Olive"), ("email", "olive@example.org")):
        owner.fill(f"[name={name}]", value)
    owner.fill("[name=password]", PASSWORD)
    owner.click("main button")
    site.look_at(owner, "no assessments yet")
    return owner


def invite_all(site: Site, owner: Page) -> dict[str, Page]:
    people = {"Olive": owner}
    owner.click("header nav >> text=People")
    for name, role in PEOPLE.items():
        owner.fill("[name=email]", f"{name.lower()}@example.org")
        owner.select_option(".inline select[name=role]", role)
        owner.click(".inline button")
        guest = site.visitor()
        guest.goto(owner.input_value("input.copy"))
        guest.fill("[name=name]", name)
        guest.fill("[name=password]", PASSWORD)
        if name == "Fay":
            site.look_at(guest, "join")
        guest.click("main button")
        people[name] = guest
    site.look_at(owner, "people")
    return people


def begin(site: Site, facilitator: Page) -> str:
    facilitator.click("main >> text=New assessment")
    facilitator.fill("[name=name]", "Autumn 2026")
    for name in SCORES:
        facilitator.check(f"label:has-text('{name} ·') input")
    site.look_at(facilitator, "new assessment")
    facilitator.click("main form button")
    site.look_at(facilitator, "an open round")
    return facilitator.url


def score(site: Site, page: Page, name: str, address: str) -> None:
    page.goto(address)
    page.click("main a.button")
    for place, value in enumerate(SCORES[name].split()):
        page.check(f'input[name=answer][value="{value}"]')
        page.fill("[name=note]", f"{name} saw it in the renewals list.")
        if name == "Rita" and place == 1:
            site.look_at(page, "score")
            expect(page.locator("#saved")).to_contain_text("Saved at")
            page.click("button[value=lock]")
            site.look_at(page, "a locked score")
        page.click(".score-actions button[value=next]")
    if name == "Rita":
        site.look_at(page, "review")
    page.click("text=Hand in")


def test_a_team_goes_from_nothing_to_a_plan(site: New) -> None:
    owner = set_up(site)
    people = invite_all(site, owner)
    fay, gus = people["Fay"], people["Gus"]
    address = begin(site, fay)
    for name in SCORES:
        score(site, people[name], name, address)
    fay.goto(address)
    expect(fay.locator("main")).to_contain_text("3 of 3 have handed in")
    fay.click("#reveal button")
    gus.goto(fay.url)
    site.look_at(fay, "reconcile")
    for facilitator, stage in ((fay, "3"), (gus, "4")):
        row = facilitator.locator("#commercial_motion")
        row.locator(f"input[name=stage][value='{stage}']").check()
        row.locator("[name=reason]").fill(f"{stage}: logged in most books")
        row.locator("button").click()
        facilitator.wait_for_selector("#commercial_motion >> text=agreed: 3")
    expect(gus.locator("#commercial_motion [role=alert]")).to_contain_text("Fay recorded this dimension")
    assert gus.locator("#commercial_motion [name=reason]").input_value() == "4: logged in most books"
    site.faults = [fault for fault in site.faults if "409 (Conflict)" not in fault]
    fay.click("text=Done: on to the results")
    expect(fay.locator(".headline")).to_contain_text("Data & Intelligence is where to start")
    expect(fay.locator("svg.wide")).to_be_visible()
    site.look_at(fay, "results")
    fay.click("main details.more summary")
    fay.click("main details.more a >> text=Data & Intelligence")
    site.look_at(fay, "a dimension")
    for name, path in (("activity", "header nav >> text=Activity"), ("list", "header nav >> text=Assessments")):
        owner.click(path)
        site.look_at(owner, name)
    for path in ("you", "account/two-step", "account/sessions", "account/password/change", "account/email"):
        owner.goto(f"{site.address}/{path}/")
        site.look_at(owner, path)
    for path in ("account/login", "account/password/reset", "account/signup"):
        stranger = site.visitor()
        stranger.goto(f"{site.address}/{path}/")
        site.look_at(stranger, path)
    assert site.faults == []
    assert len(site.looked_at) == 22


def test_the_menu_closes_on_escape_and_on_a_click_outside(site: New) -> None:
    page = set_up(site)
    menu, summary = page.locator("details.menu"), page.locator("details.menu summary")
    summary.click()
    expect(menu).to_have_attribute("open", "")
    page.keyboard.press("Escape")
    expect(menu).not_to_have_attribute("open", "")
    expect(summary).to_be_focused()
    summary.click()
    expect(menu).to_have_attribute("open", "")
    page.locator("h1").click()
    expect(menu).not_to_have_attribute("open", "")


def test_scoring_needs_no_script_and_number_keys_choose_with_one(site: New) -> None:
    owner = set_up(site)
    people = invite_all(site, owner)
    address = begin(site, people["Fay"])
    plain = site.browser.new_context(
        java_script_enabled=False, storage_state=people["Rita"].context.storage_state()
    )
    page = plain.new_page()
    page.goto(address)
    page.click("main a.button")
    page.check("input[name=answer][value='2']")
    page.click(".score-actions button[value=next]")
    expect(page.locator("h1")).to_have_text("Coverage & Segmentation")
    page.click("text=Back")
    assert page.locator("input[name=answer][value='2']").is_checked()
    keys = people["Sam"]
    keys.goto(address)
    keys.click("main a.button")
    keys.wait_for_selector(".cards")
    keys.keyboard.press("4")
    expect(keys.locator("#saved")).to_contain_text("Saved at")
    keys.keyboard.press("ArrowRight")
    assert keys.locator("input[name=answer][value='5']").is_checked()
    keys.set_viewport_size({"width": 390, "height": 844})
    keys.goto(keys.url)
    first = keys.locator(".card").first.bounding_box()
    assert first is not None
    assert first["y"] + first["height"] < 844 - 70
