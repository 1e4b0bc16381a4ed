"""The plan as Markdown: everything the plan says, and text that stays text."""

from dataclasses import replace

import pytest
from diagnosed import DAY, diagnosed, model_of

from colonnade.content.load import shipped_model
from colonnade.core.company import Company
from colonnade.core.diagnosis import Diagnosis
from colonnade.core.plan import Choice
from colonnade.reports.plan_markdown import plan_markdown, text


def made() -> Diagnosis:
    return diagnosed(model_of(3), {"ana": [1, 2, 2], "ben": [1, 2, 3]})


def test_every_move_stands_with_its_days() -> None:
    diagnosis = made()
    page = plan_markdown(diagnosis)
    for item in diagnosis.plan.items:
        row = next(line for line in page.splitlines() if diagnosis.model.levers[item.lever].text in line)
        assert f"| {item.due_on} |" in row
        assert ", ".join(map(str, item.checkpoints)) in row


def test_rows_of_a_table_have_as_many_cells_as_its_head() -> None:
    for block in plan_markdown(made()).split("\n\n"):
        rows = [line for line in block.splitlines() if line.startswith("|")]
        assert len({line.replace("\\|", "").count("|") for line in rows}) <= 1


def test_an_owner_written_as_markdown_stays_text() -> None:
    model = model_of(3)
    owner = "a|b [x](javascript:1) <img src=x> *y* `z`"
    choice = Choice("d1.1.do", "d1", owner, "chosen", "", "", None, "")
    page = plan_markdown(diagnosed(model, {"ana": [1, 2, 2]}, choices=[choice]))
    assert r"a\|b \[x\](javascript:1) \<img src=x\> \*y\* \`z\`" in page
    assert "<img" not in page.replace(r"\<img", "")


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("- a", r"\- a"),
        ("1. a", r"1\. a"),
        ("a\n\n# b", r"a \# b"),
        ("Q&A", "Q&A"),
        ("&lt;", r"\&lt;"),
        ("3.5", "3.5"),
    ],
)
def test_text_on_its_own_line_begins_no_list_title_or_entity(written: str, shown: str) -> None:
    assert text(written) == shown


def test_what_is_not_done_now_stands_with_its_reason() -> None:
    choice = Choice("d1.1.do", "d1", None, "not_now", "", "", None, "No budget before May")
    page = plan_markdown(diagnosed(model_of(3), {"ana": [1, 2, 2]}, choices=[choice]))
    assert "### Deliberately not now" in page
    assert "No budget before May" in page


def test_a_provisional_diagnosis_says_so_first() -> None:
    assert "**Provisional**" in plan_markdown(diagnosed(model_of(3), {"ana": [1, 2, 2]})).splitlines()[2]


def test_distilled_stands_beside_the_company_usually_found_there() -> None:
    model = shipped_model("distilled")
    diagnosis = replace(diagnosed(model, {"ana": [1], "ben": [1]}), company=Company(arr_musd=50, cs_team=2))
    page = plan_markdown(diagnosis)
    assert "the company usually found at Crawl" in page
    assert "- ARR: $50.0M, typical of Run." in page
    assert "- Customer Success team: 2 people, typical of Crawl." in page
    assert "- Years of Customer Success: not known" in page
    assert "Companies of its ARR usually stand further on. A larger company also stands here" in page


def test_the_same_diagnosis_gives_the_same_text() -> None:
    assert plan_markdown(made()) == plan_markdown(made())
    assert str(DAY.year) in plan_markdown(made())
