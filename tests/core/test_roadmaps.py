"""Roadmaps: what is due at 30, 90 and 180 days, what arrives in the year, and the way to the next stage."""

from dataclasses import replace
from datetime import date, timedelta

from colonnade.content.load import shipped_model
from colonnade.core.claims import Claims, Score
from colonnade.core.company import Company
from colonnade.core.diagnosis import Diagnosis, Options, diagnose
from colonnade.core.model import Model
from colonnade.core.plan import Choice
from colonnade.core.roadmaps import Roadmaps, roadmaps

START = date(2026, 11, 23)
CSMI, FIVE_STAGE, DISTILLED = (shipped_model(id) for id in ("csmi", "five_stage", "distilled"))


def read(model: Model, *stages: int, priorities: int = 2, choices: tuple[Choice, ...] = ()) -> Diagnosis:
    scores = [
        Score(who, dimension.id, stage)
        for who in ("ana", "ben")
        for dimension, stage in zip(model.dimensions, stages, strict=True)
    ]
    options = Options(as_of=START, starts_on=START, most_priorities=priorities)
    return diagnose(model, Claims(tuple(scores)), options, choices=choices)


def maps(diagnosis: Diagnosis) -> Roadmaps:
    return roadmaps(diagnosis, [], Company())


def test_the_page_shows_three_priorities_of_which_two_are_in_the_plan() -> None:
    diagnosis = read(CSMI, 1, 1, 2, 1, 2, 3, 3)
    page = maps(diagnosis).page
    assert [road.in_plan for road in page] == [True, True, False]
    assert [road.dimension for road in page[:2]] == [p.dimension for p in diagnosis.priorities]
    assert [aim.on for aim in page[0].aims] == [START + timedelta(days=n) for n in (30, 90, 180)]


def test_quick_levers_are_in_place_at_30_days_and_all_of_the_plan_at_90() -> None:
    diagnosis = read(CSMI, 1, 2, 2, 2, 2, 2, 2)
    road = maps(diagnosis).page[0]
    levers = [CSMI.levers[i.lever] for i in diagnosis.plan.items if i.dimension == road.dimension]
    at_30, at_90, _ = road.aims
    assert set(at_30.in_place) == {lever.text for lever in levers if lever.effort == 1}
    assert set(at_30.under_way) == {lever.text for lever in levers if lever.effort > 1}
    assert (set(at_90.in_place), at_90.under_way) == ({lever.text for lever in levers if lever.effort > 1}, ())


def test_a_day_that_people_set_stands_before_the_effort() -> None:
    first = read(CSMI, 1, 2, 2, 2, 2, 2, 2).plan.items[0]
    late = Choice(first.lever, first.dimension, "Ana", "chosen", "", "", START + timedelta(days=120), "")
    at_30, at_90, at_180 = maps(read(CSMI, 1, 2, 2, 2, 2, 2, 2, choices=(late,))).page[0].aims
    text = CSMI.levers[first.lever].text
    assert text in at_30.under_way
    assert text in at_90.under_way
    assert text in at_180.in_place


def test_a_stage_holds_from_its_pace_on() -> None:
    first = maps(read(CSMI, 1, 2, 2, 2, 2, 2, 2)).page[0]
    assert [(aim.holds_stage, aim.is_held) for aim in first.aims] == [(None, False), (2, False), (2, True)]
    higher = maps(read(CSMI, 2, 3, 3, 3, 3, 3, 3)).page[0]
    assert [aim.holds_stage for aim in higher.aims] == [None, None, 3]


def test_what_is_next_in_line_waits_for_the_re_score_and_arrives_later() -> None:
    found = maps(read(CSMI, 1, 1, 1, 1, 1, 1, 1, priorities=1))
    waiting = found.page[1]
    at_30, at_90, at_180 = waiting.aims
    assert not at_30.in_place + at_30.under_way + at_90.in_place + at_90.under_way
    assert (at_30.decided, at_90.decided) == (False, True)
    assert at_180.in_place
    assert waiting.dimension in {a.dimension for a in found.year[1].arrivals}


def test_the_year_has_three_horizons_and_each_arrival_stands_in_one() -> None:
    found = maps(read(CSMI, 2, 2, 3, 3, 3, 3, 3))
    assert [stretch.days for stretch in found.year] == [90, 180, 365]
    arrivals = [arrival.dimension for stretch in found.year for arrival in stretch.arrivals]
    assert len(arrivals) == len(set(arrivals))
    assert {road.dimension for road in found.page[:2]} <= set(arrivals)


def test_five_stage_brings_its_own_actions_to_the_horizons_and_its_checklist() -> None:
    found = maps(read(FIVE_STAGE, 1, 1, 2, 2))
    assert [len(stretch.actions) for stretch in found.year] == [3, 3, 1]
    assert len(found.checklist) == 3
    assert found.checklist_by == START + timedelta(days=14)


def test_distilled_guides_to_the_next_stage_with_three_unlocks() -> None:
    (guide,) = maps(read(DISTILLED, 2)).guides
    assert (guide.from_stage.id, guide.to_stage.id) == ("walk", "run")
    assert len(guide.unlocks) == 3
    assert len(guide.actions) == 7
    assert guide.steps


def test_the_last_stage_has_no_guide_but_its_typical_company() -> None:
    found = maps(read(DISTILLED, 4))
    assert found.guides == ()
    ((_, profile),) = found.typical
    assert profile.stage == "fly"


def test_too_few_scores_for_a_headline_place_the_company_nowhere() -> None:
    diagnosis = read(DISTILLED, 2)
    few = replace(diagnosis, profile=replace(diagnosis.profile, total=2))
    assert maps(few).guides == ()
