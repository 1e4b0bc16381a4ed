"""Two implementations of the gate, one of them as plain as its paragraph, agree on whatever is drawn."""

from drawing import RULES, Ladder, ladders, supported
from hypothesis import given, settings
from plain_gate import Verdict, plain_gate

from colonnade.core.model import GateRule


def verdict(ladder: Ladder, rule: GateRule) -> Verdict:
    found = supported(ladder, gate=rule)
    return Verdict(found.stage, found.limit, found.owed, found.grade)


@given(ladders())
@settings(max_examples=200, deadline=None)
def test_both_give_the_same_stage_limit_owed_stages_and_grade(ladder: Ladder) -> None:
    assert verdict(ladder, GateRule()) == plain_gate(ladder, GateRule())


@given(ladders(), RULES)
@settings(max_examples=150, deadline=None)
def test_both_agree_under_other_parameters_too(ladder: Ladder, rule: GateRule) -> None:
    assert verdict(ladder, rule) == plain_gate(ladder, rule)
