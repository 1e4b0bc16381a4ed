"""A plan from a reconciled round to the comparison after it, as people do it, by keyboard and without a script."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from web.serving import IN_CHROMIUM, SignedIn, served_after

pytestmark = IN_CHROMIUM


@dataclass
class Planned(SignedIn):
    """A served round that is reconciled."""

    path: str = ""


@pytest.fixture
def planned(tmp_path: Path) -> Iterator[Planned]:
    with served_after("web.planned", tmp_path) as (address, browser, known):
        yield Planned(address, browser, **known)


def press(page: Page, selector: str) -> None:
    """What a keyboard does: the thing has the focus, and Enter."""
    page.locator(selector).first.focus()
    page.keyboard.press("Enter")


def make_plan(site: Planned, fay: Page) -> None:
    fay.goto(f"{site.address}{site.path}results/")
    fay.click("main >> text=To the plan")
    site.look_at(fay, "proposal")
    last = fay.locator("fieldset.decide").last
    last.locator("input[value=no]").check()
    fay.click("text=Make this the plan")
    expect(fay.locator("fieldset.decide").last.locator("[role=alert]")).to_contain_text("Say why not now")
    fay.locator("fieldset.decide").last.locator("input[type=text]").fill("after the audit in March")
    fay.click("text=Make this the plan")
    expect(fay.locator(".set-aside")).to_contain_text("after the audit in March")
    site.look_at(fay, "board")


def name_owner(site: Planned, fay: Page) -> None:
    fay.click(".board .move-card h4 a >> nth=0")
    fay.select_option("#change [name=owner]", label="Rita")
    site.look_at(fay, "a move")
    fay.click("#change button")
    expect(fay.locator(".board .move-card").first).to_contain_text("Rita")


def work_by_keyboard(site: Planned, rita: Page) -> None:
    """Rita owns the move: she starts it, notes a checkpoint, finishes it, without a mouse or a script."""
    rita.goto(f"{site.address}{site.path}plan/")
    press(rita, ".column:nth-child(1) button:has-text('Start')")
    expect(rita.locator(".column:nth-child(2) .move-card")).to_have_count(1)
    press(rita, ".column:nth-child(2) h4 a")
    press(rita, "#day-30 summary")
    rita.locator("#note-30").focus()
    rita.keyboard.type("Two teams of five are in.")
    rita.keyboard.press("Tab")
    press(rita, "#day-30 button")
    expect(rita.locator("#day-30")).to_contain_text("Two teams of five are in.")
    press(rita, "#finish summary")
    press(rita, "#finish button")
    expect(rita.locator("[role=alert]")).to_contain_text("Link what shows it")
    rita.locator("#finish [name=evidence]").fill("https://example.org/health-score")
    press(rita, "#finish button")
    done = rita.locator(".column:nth-child(3) .move-card")
    expect(done.locator("a[href='https://example.org/health-score']")).to_be_visible()


def score_again(site: Planned, page: Page, address: str, stages: str) -> None:
    page.goto(f"{site.address}{site.path}results/")
    expect(page.locator("h1")).to_have_text("Hand in first")
    page.goto(address)
    page.click("main a.button")
    for stage in stages.split():
        page.check(f'input[name=answer][value="{stage}"]')
        page.click(".score-actions button[value=next]")
    page.click("text=Hand in")
    expect(page.locator("main")).to_contain_text("handing in was final")
    page.goto(f"{site.address}{site.path}results/")
    expect(page.locator(".headline")).to_be_visible()


def test_a_team_plans_works_and_reads_what_moved(planned: Planned) -> None:
    site = planned
    fay, rita, sam = site.page_of("fay"), site.page_of("rita", scripts=False), site.page_of("sam")
    make_plan(site, fay)
    name_owner(site, fay)
    work_by_keyboard(site, rita)
    fay.click("text=Add another move")
    site.look_at(fay, "another lever")
    fay.click(".levers a >> nth=-1")
    expect(fay.locator(".notice")).to_contain_text("was not proposed")
    fay.fill("[name=sponsor]", "Chief Executive")
    fay.fill("[name=reason]", "the board asked for it")
    site.look_at(fay, "a lever to add")
    fay.click("text=Add to the plan")
    expect(fay.locator(".board")).to_contain_text("the board asked for it")
    fay.click("text=Score again before day 90")
    site.look_at(fay, "score again")
    fay.click("main form button")
    address = fay.url
    score_again(site, rita, address, "3 2 4 2 3 3 2")
    sam.goto(f"{site.address}{site.path}plan/")
    site.look_at(sam, "hand in first")
    score_again(site, sam, address, "3 2 4 2 3 3 2")
    fay.goto(address)
    fay.click("#reveal button")
    fay.click("nav >> text=What moved")
    row = fay.locator("tr", has_text="Data & Intelligence")
    expect(row).to_contain_text("moved up")
    expect(row).to_contain_text("scored in both rounds by Rita, Sam")
    expect(fay.locator(".finding").first).to_contain_text("Done. Data & Intelligence: moved up")
    site.look_at(fay, "what moved")
    fay.click("text=All rounds")
    expect(fay.locator("svg.small-line")).to_have_count(7)
    site.look_at(fay, "history")
    assert [fault for fault in site.faults if not re.search(r"40[39] \(|422 \(", fault)] == []
    assert len(site.looked_at) == 9
