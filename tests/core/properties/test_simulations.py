"""Small runs of the two simulations in `bench`: they fail when the gate or the patterns go astray."""

import importlib
import random
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from colonnade.content.load import shipped_model

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def bench() -> Iterator[tuple[ModuleType, ModuleType]]:
    with pytest.MonkeyPatch.context() as patched:
        patched.syspath_prepend(str(ROOT))
        yield (importlib.import_module("bench.simulate_gate"), importlib.import_module("bench.simulate_patterns"))


def test_companies_that_meet_all_up_to_their_stage_and_nothing_above_are_read_exactly(
    bench: tuple[ModuleType, ModuleType],
) -> None:
    gate, _ = bench
    csmi = shipped_model("csmi")
    plain = gate.World("plain", 1.0, 0.0, 0.0, unanswered=0.0)
    made = list(gate.companies(csmi, plain, 1, random.Random(1)))
    assert gate.read(csmi, made, csmi.gate).exact == 1.0


def test_companies_with_noise_are_seldom_read_too_high_or_denied_and_most_are_read_exactly(
    bench: tuple[ModuleType, ModuleType],
) -> None:
    gate, _ = bench
    csmi = shipped_model("csmi")
    made = list(gate.companies(csmi, gate.WORLDS[0], 12, random.Random(2)))
    found = gate.read(csmi, made, csmi.gate)
    assert found.exact + found.one_off + found.two_off + found.unknown == pytest.approx(1.0)
    assert found.exact / (1 - found.unknown) > 0.75
    assert found.high < 0.02
    assert found.denied < 0.15


def test_companies_as_ripe_in_every_pillar_are_suspected_of_nothing(bench: tuple[ModuleType, ModuleType]) -> None:
    _, patterns = bench
    level = patterns.Ordinary("level", 2.5, 0.8, 0.0)
    assert patterns.suspected(shipped_model("csmi"), level, 200, random.Random(1)).any == 0


def test_no_pattern_is_suspected_of_nearly_everybody_nor_of_nobody(bench: tuple[ModuleType, ModuleType]) -> None:
    _, patterns = bench
    found = patterns.suspected(shipped_model("csmi"), patterns.ORDINARY, 1000, random.Random(1))
    assert len(found.suspected) == 5
    assert all(0.1 < share < 0.4 for share in found.suspected.values())


def test_the_share_printed_beside_a_suspicion_is_what_a_run_finds(bench: tuple[ModuleType, ModuleType]) -> None:
    _, patterns = bench
    csmi = shipped_model("csmi")
    found = patterns.suspected(csmi, patterns.ORDINARY, 2000, random.Random(3)).suspected
    for pattern in csmi.patterns:
        assert pattern.ordinary_share == pytest.approx(found[pattern.id], abs=0.04)
