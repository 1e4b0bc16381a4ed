"""Taking results along, and what they look like, in Chromium: any width, light and dark, without a script."""

import re
from pathlib import Path

from playwright.sync_api import expect
from pypdf import PdfReader

from web.serving import IN_CHROMIUM
from web.test_records_in_a_browser import Recorded, recorded_site

__all__ = ["recorded_site"]
pytestmark = IN_CHROMIUM
LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 3"><rect width="9" height="3"/></svg>'


def test_settings_and_all_forms_are_whole_at_every_width_and_work_without_a_script(
    recorded_site: Recorded, tmp_path: Path
) -> None:
    site, page = recorded_site, recorded_site.page(scripts=False)
    logo = tmp_path / "logo.svg"
    logo.write_text(LOGO)
    site.go(page, "settings/")
    page.get_by_label("Name in reports").fill("Harbour Group")
    page.get_by_label("Colour").fill("#f5b800")
    page.get_by_label("US Letter").check()
    page.get_by_role("button", name="Keep", exact=True).first.click()
    expect(page.get_by_text("Reports take the same hue darker")).to_be_visible()
    page.locator("#logo-file").set_input_files(logo)
    page.get_by_role("button", name="Keep this file").first.click()
    expect(page.get_by_alt_text("Your logo")).to_be_visible()
    site.go(page, f"assessments/{site.round}/take/")
    expect(page.get_by_label("US Letter")).to_be_checked()
    with page.expect_download() as saving:
        page.get_by_role("button", name=re.compile("Save.*One-page summary")).click()
    saving.value.save_as(tmp_path / "summary.pdf")
    assert saving.value.suggested_filename.endswith("-summary.pdf")
    summary = PdfReader(tmp_path / "summary.pdf").pages[0]
    assert summary.mediabox.width == 612
    assert "Harbour Group" in summary.extract_text()
    seen = site.page()
    for path in ("settings/", f"assessments/{site.round}/take/"):
        site.go(seen, path)
        site.look_at(seen, path)
    assert not site.faults
