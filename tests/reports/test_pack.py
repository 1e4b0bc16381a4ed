"""The pack before it is a file: its figures are those of the JSON, and each says where it comes from."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from diagnosed import DAY, measured, model_of, unavailable
from diagnosed import diagnosed as diagnosed_as
from hypothesis import HealthCheck, given, settings
from packed import figures
from shapes import diagnoses
from test_html_page import usual

from colonnade.core.diagnosis import Diagnosis
from colonnade.reports import wording
from colonnade.reports.diagnosis_json import diagnosis_json
from colonnade.reports.pack import Figure, pack
from colonnade.reports.pack.sources import source_of
from colonnade.reports.refs import numbers


def is_same(figure: Figure, saved: Mapping[str, tuple[object, float]]) -> bool:
    """A figure's value is the number that its reference stands for in the saved JSON; what is unknown has none."""
    if figure.value is None:
        return figure.ref not in saved
    return abs(float(figure.value) - saved[figure.ref][1]) <= 1e-6


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(diagnoses())
def test_every_figure_points_at_the_number_that_the_json_holds(read: Diagnosis) -> None:
    saved = numbers(diagnosis_json(read))
    assert [figure for figure in figures(pack(read)) if not is_same(figure, saved)] == []


def test_every_figure_of_records_points_at_the_number_that_the_json_holds() -> None:
    read = usual()
    found = figures(pack(read).records)
    assert {figure.ref for figure in found} >= {
        "metric/churn",
        "metric/churn/by/plan/pro",
        "movement/2026-01/closing",
    }
    saved = numbers(diagnosis_json(read))
    assert [figure for figure in found if not is_same(figure, saved)] == []


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(diagnoses())
def test_every_figure_has_its_source_in_the_list(read: Diagnosis) -> None:
    shown = pack(read)
    listed = {source.ref for source in shown.sources}
    # A distribution over supported stages is all 0 while nothing is known, and then no answers are a source.
    assert {source_of(f.ref) for f in figures(shown)} - listed <= {"answers"}


def test_a_metric_is_a_source_with_its_definition_period_and_rows() -> None:
    source = next(s for s in pack(usual()).sources if s.ref == "metric/churn")
    assert source.text == "Those who left / those who were there."
    assert (source.period, source.rows) == ("23 Nov 2025 to 22 Nov 2026", 1234)


def test_one_text_for_one_reference() -> None:
    """No number is written in two ways."""
    texts: dict[str, set[str]] = {}
    for figure in figures(pack(usual())):
        texts.setdefault(figure.ref, set()).add(figure.text)
    assert [ref for ref, said in texts.items() if len(said) > 1] == []


def test_months_of_a_metric_are_points_and_an_unknown_month_says_what_it_needs() -> None:
    months = ((DAY, measured(0.5)), (DAY, unavailable("churn")))
    shown = pack(replace(usual(), series={"churn": months}))
    known, unknown = next(m for m in shown.records.metrics if m.id == "churn").series
    assert known.figure == Figure("50.0 %", 0.5, "share", "metric/churn/2026-11-22")
    assert unknown.figure is None and unknown.needs == ("survey_responses.score",)


def test_money_keeps_its_cents_in_the_value_and_not_on_paper() -> None:
    closing = next(f for f in figures(pack(usual())) if f.ref == "movement/2026-01/contraction")
    assert (closing.text, closing.value) == (wording.amount(Decimal("-10.25")), Decimal("-10.25"))


def test_what_is_not_known_is_none_and_says_so() -> None:
    read = diagnosed_as(model_of(2), {"ana": [1, None]})
    second = pack(read).dimensions[1]
    assert (second.claimed.value, second.claimed.text) == (None, "not scored")
    assert second.gap.value is None and second.supported is None


def test_marks_say_provisional_and_made_up_while_they_hold() -> None:
    agreed = diagnosed_as(model_of(2), {"ana": [1, 2], "ben": [1, 2]})
    assert pack(agreed).marks == ()
    assert pack(replace(usual(), synthetic=True)).marks == (
        "Provisional",
        "Synthetic data: this company is made up.",
    )
