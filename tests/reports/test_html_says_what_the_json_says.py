"""The page and the JSON of one diagnosis hold the same figures: neither is worked out twice."""

import re
from typing import Any

from diagnosed import diagnosed, measured, model_of, movement, unavailable
from hypothesis import HealthCheck, given, settings
from shapes import diagnoses
from test_html_page import Page

from colonnade.core.diagnosis import Diagnosis
from colonnade.core.model import KeyMetric
from colonnade.reports import wording
from colonnade.reports.diagnosis_json import diagnosis_json
from colonnade.reports.html import diagnosis_html


def rows_of(diagnosis: Diagnosis, caption: str) -> list[list[str]]:
    """The cells of the body of the table under a caption, as a reader sees them."""
    source = diagnosis_html(diagnosis).split(f"<caption>{caption}</caption>")[1].split("</table>")[0]
    body = source.split("<tbody>")[1]
    return [
        [Page(f"<p>{cell}</p>").said for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)]
        for row in re.findall(r"<tr>(.*?)</tr>", body, re.DOTALL)
    ]


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(diagnoses())
def test_the_table_under_the_picture_holds_the_stages_and_targets_of_the_json(diagnosis: Diagnosis) -> None:
    rows = rows_of(diagnosis, "The same in figures")
    dimensions = diagnosis_json(diagnosis)["dimensions"]
    assert len(rows) == len(dimensions)
    for row, dimension in zip(rows, dimensions, strict=True):
        assert stages_in(row[1]) == claimed(dimension), row
        if dimension["supported"]:
            assert stages_in(row[2]) == (
                [dimension["supported"]["stage"]] if dimension["supported"]["stage"] else []
            )
        assert stages_in(row[-2]) == ([] if dimension["target"] is None else [dimension["target"]])
        assert row[-1] == ("" if dimension["gap"] is None else wording.signed(dimension["gap"]))


def stages_in(cell: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", cell)]


def claimed(dimension: dict[str, Any]) -> list[int]:
    if dimension["stage"] is None:
        return []
    given = dimension["scores"].values()
    is_range = dimension["state"] == "provisional" and dimension["spread"]
    return [min(given), max(given), dimension["stage"]] if is_range else [dimension["stage"]]


def test_the_spread_over_stages_is_the_distribution_of_the_json() -> None:
    read = diagnosed(model_of(6, 4), {"ana": [1, 2, 2, 4, None, 2], "ben": [1, 2, 2, 4, None, 2]})
    counts = {row[0].split()[0]: row[1].split()[0] for row in rows_of(read, "Dimensions at each stage")}
    assert {stage: int(count) for stage, count in counts.items()} == diagnosis_json(read)["profile"][
        "distribution"
    ]


def test_every_metric_stands_with_the_value_and_rows_of_the_json() -> None:
    metrics = [KeyMetric("Churn", ("churn",), ("s1",), speaks_to=("d1",))]
    read = diagnosed(
        model_of(2, metrics=metrics), {"ana": [1, 2]}, measurements=[measured(0.12344), unavailable()]
    )
    stated = {row[0].split(" 1,234")[0]: row[1] for row in rows_of(read, "Measured from the records")}
    told = [m for m in diagnosis_json(read)["measurements"] if m["status"] == "measured"]
    assert stated == {m["name"]: wording.figure(m["value"], m["unit"]) for m in told}


def test_movements_are_those_of_the_json_in_whole_units() -> None:
    read = diagnosed(model_of(2), {"ana": [1, 2]}, movements=[movement(3)])
    (row,) = rows_of(read, "Monthly recurring revenue: opening and all movements make closing")
    (told,) = diagnosis_json(read)["mrr_movements"]
    assert row[0] == told["month"]
    assert [int(cell.replace(",", "").replace("−", "-")) for cell in row[1:]] == [
        int(wording.half_up(value, 0)) for name, value in told.items() if name not in ("month", "ref")
    ]


def test_the_plan_holds_the_dates_of_the_json() -> None:
    read = diagnosed(model_of(3), {"ana": [1, 2, 3], "ben": [1, 2, 3]})
    source = diagnosis_html(read).split("<caption>Moves, in order of priority")[1].split("</table>")[0]
    days = re.findall(r'datetime="([\d-]+)"', source)
    items = diagnosis_json(read)["plan"]["items"]
    assert days == [day for item in items for day in (*item["checkpoints"], item["due_on"])]
