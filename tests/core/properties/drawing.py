"""Random ladders of criteria with answers, and how they are put to the code under test."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from hypothesis import strategies as st

from colonnade.core.criteria import Criterion, EvidenceRule, MappedTo
from colonnade.core.model import Dimension, GateRule, Model, RollUp, Stage
from colonnade.core.observations import Answer, Tier
from colonnade.core.support import Support, support

DAY = date(2026, 11, 22)
RULE = EvidenceRule("gross_revenue_retention", ">=", 0.9, 10)
Known = Literal["met", "partly", "not_met", "not_applicable"]


@dataclass(frozen=True)
class Row:
    """One criterion with what is answered; value None is unanswered."""

    value: Known | None
    weight: int = 1
    tier: Tier = "said"
    confirmed: bool = False
    measurable: bool = False


Ladder = Mapping[int, Sequence[Row]]
"""Rows by stage, from stage 2 up."""

Place = tuple[int, int]
"""A stage and a place in its rows."""


def rows(*values: Known | None) -> st.SearchStrategy[Row]:
    return st.builds(
        Row,
        value=st.sampled_from(values),
        weight=st.integers(1, 3),
        tier=st.sampled_from(("said", "documented", "measured")),
        confirmed=st.booleans(),
        measurable=st.booleans(),
    )


ANY_ROW = rows("met", "met", "partly", "not_met", "not_applicable", None)
ANSWERED_ROW = rows("met", "met", "met", "partly", "not_met", "not_applicable")
MOSTLY_ANSWERED_ROW = rows("met", "met", "met", "met", "partly", "not_met", None)


@st.composite
def ladders(draw: st.DrawFn, row: st.SearchStrategy[Row] = ANY_ROW, most: int = 6) -> Ladder:
    """Ladders of 2 to 6 stages whose stages have none to `most` criteria each."""
    top = draw(st.integers(2, 6))
    return {stage: draw(st.lists(row, max_size=most)) for stage in range(2, top + 1)}


SHARES = st.sampled_from((0.5, 0.6, 2 / 3, 0.7, 0.75, 0.8, 1.0))
RULES = st.builds(
    GateRule,
    least_criteria=st.integers(1, 3),
    answered_share=SHARES,
    met_share=SHARES,
    floor_share=st.sampled_from((0.0, 0.4, 0.5, 0.6)),
)
"""Parameters of the gate, beside the ones that are shipped."""


def applicable(ladder: Ladder, stage: int) -> list[Row]:
    return [row for row in ladder[stage] if row.value != "not_applicable"]


def places(ladder: Ladder, *values: Known | None) -> list[Place]:
    """Where rows with one of these values stand."""
    return [
        (stage, place) for stage, found in ladder.items() for place, row in enumerate(found) if row.value in values
    ]


def changed(ladder: Ladder, where: Place, value: Known | None) -> Ladder:
    stage, place = where
    found = [replace(row, value=value) if n == place else row for n, row in enumerate(ladder[stage])]
    return {**ladder, stage: found}


def model_of(ladder: Ladder, roll_up: RollUp = "gate", gate: GateRule | None = None) -> Model:
    """A model of one dimension, `only`, whose criteria are called after stage and place, such as `2.0`."""
    top = max(ladder)
    return Model(
        id="drawn",
        name="Drawn",
        version="1.0.0",
        about="",
        stages=tuple(Stage(n, f"s{n}", f"Stage {n}", "") for n in range(1, top + 1)),
        dimensions=(Dimension("only", "Only", "Only", ""),),
        roll_up=roll_up,
        gate=gate or GateRule(),
        criteria=tuple(
            _criterion(stage, place, row) for stage, found in ladder.items() for place, row in enumerate(found)
        ),
    )


def answers_of(ladder: Ladder) -> dict[str, Answer]:
    return {
        f"{stage}.{place}": Answer(f"{stage}.{place}", row.value, row.tier, DAY, ("ana",), confirmed=row.confirmed)
        for stage, found in ladder.items()
        for place, row in enumerate(found)
        if row.value is not None
    }


def supported(ladder: Ladder, roll_up: RollUp = "gate", gate: GateRule | None = None) -> Support:
    model = model_of(ladder, roll_up, gate)
    return support(model, model.criteria, answers_of(ladder))


def _criterion(stage: int, place: int, row: Row) -> Criterion:
    return Criterion(
        id=f"{stage}.{place}",
        capability="any",
        statement="",
        weight=float(row.weight),
        effort=1,
        kind="leading",
        maps={"drawn": MappedTo("only", stage)},
        evidence=RULE if row.measurable else None,
    )
