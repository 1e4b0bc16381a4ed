"""Every number of a diagnosis has one reference, and reports print the same."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any

import pytest
from diagnosed import diagnosed, measured, model_of, movement, unavailable

from colonnade.core.diagnosis import Diagnosis
from colonnade.core.errors import BadOption
from colonnade.core.measurement import Slice
from colonnade.core.readings import supported_profile
from colonnade.reports.diagnosis_json import diagnosis_json
from colonnade.reports.pack import Figure, pack
from colonnade.reports.refs import numbers, ref_of
from colonnade.reports.trace import trace, trace_all


def made() -> Diagnosis:
    read = diagnosed(
        model_of(3, names=["One", "Two", "Three"]),
        {"ana": [1, 2, 2], "ben": [1, 3, 2], "out": [4, 4, 4]},
        outsiders=["out"],
        supported={"d1": (1, "not_met"), "d2": (2, "unanswered")},
        measurements=[
            measured(by={"segment": (Slice("big/small", 0.5, 12), Slice("none", None, 0))}),
            unavailable(),
        ],
        movements=[movement(1), movement(2)],
    )
    supported = {d.id: d.supported for d in read.dimensions if d.supported}
    return replace(read, supported_profile=supported_profile(read.model, supported))


def leaves(value: object) -> Iterator[object]:
    if isinstance(value, dict):
        for each in value.values():
            yield from leaves(each)
    elif isinstance(value, list):
        for each in value:
            yield from leaves(each)
    else:
        yield value


def figures(value: object) -> Iterator[Figure]:
    if isinstance(value, Figure):
        yield value
    elif is_dataclass(value):
        for each in fields(value):
            yield from figures(getattr(value, each.name))
    elif isinstance(value, dict):
        yield from figures(tuple(value.values()))
    elif isinstance(value, tuple | list):
        for each in value:
            yield from figures(each)


def test_every_number_has_a_reference_of_its_own() -> None:
    saved = diagnosis_json(made())
    found = [each for each in leaves(saved) if isinstance(each, int | float) and not isinstance(each, bool)]
    assert len(numbers(saved)) == len(found)
    assert [number for _, number in numbers(saved).values()] == found


def test_what_a_report_prints_is_found_under_its_reference_with_the_same_value() -> None:
    diagnosis = made()
    known = numbers(diagnosis_json(diagnosis))
    printed = [figure for figure in figures(pack(diagnosis)) if figure.value is not None]
    assert {figure.ref.partition("/")[0] for figure in printed} >= {
        "metric",
        "movement",
        "claimed",
        "score",
        "profile",
    }
    for figure in printed:
        assert figure.ref in known, figure.ref
        assert float(figure.value or 0) == pytest.approx(known[figure.ref][1], abs=1e-6), figure.ref


@pytest.mark.parametrize(
    ("place", "ref"),
    [
        (("measurements", "churn", "value"), "metric/churn"),
        (("measurements", "churn", "by", "segment", "a/b", "value"), "metric/churn/by/segment/a/b"),
        (("measurements", "churn", "by", "segment", "a/b", "rows"), "rows/churn/by/segment/a/b"),
        (("mrr_movements", "2026-01", "new"), "movement/2026-01/new"),
        (("dimensions", "d1", "scores", "ana"), "score/d1/ana"),
        (("dimensions", "d1", "supported", "stage"), "supported/d1"),
        (("dimensions", "d1", "supported", "met"), "counted/d1/met"),
        (("agreement", "interval", "0"), "agreement/alpha_low"),
        (("profile", "distribution", "2"), "profile/stage/2"),
        (("priorities", "d1", "pace_days"), "at/priorities/d1/pace_days"),
    ],
)
def test_a_reference_reads_from_its_kind_to_what_it_is_of(place: tuple[str, ...], ref: str) -> None:
    assert ref_of(place) == ref


def told(ref: str, saved: dict[str, Any] | None = None) -> dict[str, str]:
    return dict(trace(saved or diagnosis_json(made()), ref).facts)


def test_a_metric_is_traced_to_definition_period_rows_and_load() -> None:
    facts = told("metric/churn")
    assert facts["Definition"] == "those who left / those who were there"
    assert facts["Period"] == "2025-11-23 to 2026-11-22"
    assert facts["Rows"] == "1,234"
    assert facts["Load"] == "not kept with this diagnosis"


def test_a_group_of_a_metric_says_which() -> None:
    assert told("metric/churn/by/segment/big/small")["Of it"] == "by segment big small"


def test_a_movement_is_traced_to_the_month_that_closes() -> None:
    closes = told("movement/2026-01/churn")["Closes"]
    assert closes.startswith("1,000.00 opening +200.50 new +30.00 expansion")
    assert closes.endswith("= 1,200.00 closing")


def test_a_claimed_stage_is_traced_to_the_scores_of_reviewers() -> None:
    assert told("claimed/d2")["Scores"] == "ana 2, ben 3 and out 4"


def test_a_profile_is_traced_to_the_stages_it_is_of() -> None:
    facts = told("profile/average")
    assert facts["Stages claimed"] == "One in full 1, Two in full 2 and Three in full 2"
    assert facts["Reviewers"] == "ana, ben and out"


def test_every_number_can_be_traced() -> None:
    saved = diagnosis_json(made())
    for each in trace_all(saved):
        assert dict(trace(saved, each.ref).facts)["As of"] == "2026-11-22"


def test_a_reference_that_is_not_there_is_told_with_those_near_it() -> None:
    with pytest.raises(BadOption, match="holds no number 'metric/chrun'; did you mean metric/churn"):
        trace(diagnosis_json(made()), "metric/chrun")
