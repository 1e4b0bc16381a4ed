"""The board report and its page, from the command line and from the library."""

import json
from pathlib import Path

import pytest
from pypdf import PdfReader
from rounds import DAYS, write_records, write_scores
from running import colonnade, process

from colonnade.app.render import DIAGNOSIS_ENDINGS, PLAN_ENDINGS, SUMMARY_ENDING, form_of
from colonnade.records.made_up import MARK

ORGANISATION = 'name: Nordwind\ncolour: "#f5b800"\nlogo: logo.svg\n'
LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 3"><rect width="9" height="3"/></svg>'


def test_out_writes_the_report_and_its_page_dressed_as_the_organisation_says(tmp_path: Path) -> None:
    (tmp_path / "organisation.yaml").write_text(ORGANISATION)
    (tmp_path / "logo.svg").write_text(LOGO)
    report, page = tmp_path / "board.pdf", tmp_path / "board-summary.pdf"
    files = ("--org", tmp_path / "organisation.yaml", "--out", report, "--out", page, "--paper", "letter")
    ran = colonnade("diagnose", write_scores(tmp_path), *DAYS, *files)
    assert (ran.status, ran.err) == (0, "")
    assert len(PdfReader(page).pages) == 1 < len(PdfReader(report).pages)
    for path in (report, page):
        first = PdfReader(path).pages[0]
        assert first.mediabox.width == 612 and "Nordwind" in first.extract_text()


def test_a_damaged_logo_costs_nothing_but_one_clear_error(tmp_path: Path) -> None:
    (tmp_path / "organisation.yaml").write_text("logo: logo.png\n")
    (tmp_path / "logo.png").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x09\0\0\0\x09" + b"\0" * 20)
    saved, report = tmp_path / "read.json", tmp_path / "board.pdf"
    files = ("--org", tmp_path / "organisation.yaml", "--out", saved, "--out", report)
    ran = colonnade("diagnose", write_scores(tmp_path), *DAYS, *files)
    assert ran.status == 2 and len(ran.told) == 1 and "the logo is damaged" in ran.told[0]
    assert not saved.exists() and not report.exists()


@pytest.mark.slow
def test_two_processes_write_the_same_bytes(tmp_path: Path) -> None:
    scores = write_scores(tmp_path)
    paths = (tmp_path / "one.pdf", tmp_path / "two.pdf")
    for path in paths:
        assert process("diagnose", scores, *DAYS, "--out", path).status == 0
    assert paths[0].read_bytes() == paths[1].read_bytes()


@pytest.mark.slow
def test_made_up_records_are_marked_in_every_form(tmp_path: Path) -> None:
    records = Path(write_records(tmp_path))
    page, summary, saved = tmp_path / "page.html", tmp_path / "summary.pdf", tmp_path / "read.json"
    outs = ("--out", page, "--out", summary, "--out", saved)
    run = ("diagnose", write_scores(tmp_path), "--data", records, *DAYS, *outs)
    assert not _marked(colonnade(*run).out, page, summary)
    assert json.loads(saved.read_text())["synthetic"] is False
    (records / "README.txt").write_text(f"{MARK}\n")
    assert _marked(colonnade(*run).out, page, summary) == {"terminal", "page", "report"}
    assert json.loads(saved.read_text())["synthetic"] is True


def _marked(printed: str, page: Path, summary: Path) -> set[str]:
    said = {
        "terminal": printed,
        "page": page.read_text(),
        "report": PdfReader(summary).pages[0].extract_text(),
    }
    return {where for where, text in said.items() if "company is made up" in " ".join(text.split())}


def test_a_name_says_its_form_and_the_one_page_comes_before_the_report() -> None:
    assert form_of("Board-SUMMARY.PDF") == SUMMARY_ENDING and form_of("board.pdf") == ".pdf"
    assert all(form_of(f"x{ending}") == ending for ending in DIAGNOSIS_ENDINGS + PLAN_ENDINGS)
    assert form_of("board.docx") is None
