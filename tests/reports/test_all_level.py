"""Where every dimension stands at one stage, none is called the lowest: that they are level is said once."""

from datetime import date

import pytest

from colonnade.content.load import shipped_model
from colonnade.core.claims import Claims, Score
from colonnade.core.diagnosis import Diagnosis, Options, diagnose
from colonnade.reports import dimension_words, wording
from colonnade.reports.pillars import pillars

CSMI = shipped_model("csmi")


def read(*stages: int) -> Diagnosis:
    scores = tuple(
        Score(who, d.id, stage)
        for who in ("Rita", "Sam")
        for d, stage in zip(CSMI.dimensions, stages, strict=True)
    )
    return diagnose(CSMI, Claims(scores), Options(as_of=date(2026, 1, 31), starts_on=date(2026, 1, 31)))


@pytest.mark.parametrize(("stages", "tagged"), [((2,) * 7, 0), ((2, 2, 2, 2, 3, 3, 3), 3)])
def test_all_level_is_said_once_and_fewer_are_tagged_each(stages: tuple[int, ...], tagged: int) -> None:
    found = read(*stages)
    tags = [pillar.tag for pillar in pillars(found)]
    assert tags.count("Start here") == 1
    assert tags.count("Lowest too") == tagged
    marks = [dimension_words.mark(found, d.id) for d in found.dimensions]
    assert marks.count("lowest") == tagged
    assert wording.headline(found).startswith("All dimensions stand level.") == (tagged == 0)


def test_one_dimension_alone_is_level_with_nothing() -> None:
    model = shipped_model("distilled")
    scores = (Score("Rita", model.dimensions[0].id, 2), Score("Sam", model.dimensions[0].id, 2))
    found = diagnose(model, Claims(scores), Options(as_of=date(2026, 1, 31), starts_on=date(2026, 1, 31)))
    assert not wording.all_level(found)
