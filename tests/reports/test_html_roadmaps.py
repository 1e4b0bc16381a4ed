"""Roadmaps and published figures on the page."""

import re
from dataclasses import replace

from diagnosed import diagnosed, measured, model_of

from colonnade.content.load import shipped_model
from colonnade.core.benchmarks import Comparison
from colonnade.core.company import Company
from colonnade.reports.html import diagnosis_html
from colonnade.reports.html_roadmaps import roadmaps
from colonnade.reports.plan_markdown import plan_markdown


def plain(markup: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", markup).split())


def test_the_page_has_a_row_for_each_of_three_priorities_and_a_column_for_each_moment() -> None:
    page = roadmaps(diagnosed(model_of(4), {"ana": [1, 1, 2, 2], "ben": [1, 1, 2, 2]}))
    table = page.split("<caption>On one page")[1].split("</table>")[0]
    assert table.count("<tr>") == 4
    assert [f"{days} days, " in table for days in (30, 90, 180)] == [True] * 3
    assert "next in line" in table


def test_the_guide_and_the_typical_company_stand_under_distilled() -> None:
    diagnosis = diagnosed(shipped_model("distilled"), {"ana": [2], "ben": [2]})
    said = plain(roadmaps(replace(diagnosis, company=Company(arr_musd=12))))
    assert "from Walk to Run" in said
    assert "the company usually found at Walk" in said
    assert "ARR: $12.0M, typical of Walk." in said


def test_page_and_markdown_say_the_same_of_the_year() -> None:
    diagnosis = diagnosed(shipped_model("five_stage"), {"ana": [1, 1, 2, 2], "ben": [1, 1, 2, 2]})
    page, text = plain(roadmaps(diagnosis)), plan_markdown(diagnosis)
    year = text.split("## The year")[1].split("\n## ")[0]
    lines = [line.removeprefix("- ") for line in year.splitlines() if line.startswith("- ")]
    assert len(lines) > 8
    assert [line for line in lines if line not in page] == []


def test_nothing_to_move_leaves_the_page_without_a_table_of_priorities() -> None:
    diagnosis = diagnosed(model_of(2, stages=3), {"ana": [3, 3], "ben": [3, 3]})
    assert "On one page" not in roadmaps(diagnosis)


def test_the_page_says_beside_how_many_metrics_a_published_figure_stands() -> None:
    diagnosis = diagnosed(model_of(2), {"ana": [1, 2]}, measurements=[measured()])
    page = diagnosis_html(replace(diagnosis, published={"churn": Comparison()}))
    assert "No published figure is comparable with any of them." in page
    assert "published figure" not in diagnosis_html(diagnosis)
