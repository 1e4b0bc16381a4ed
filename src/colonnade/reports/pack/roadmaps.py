"""Roadmaps in words: 30, 90 and 180 days, the year, the first two weeks, and the way to the next stage."""

from colonnade.core.diagnosis import Diagnosis
from colonnade.core.model import Model
from colonnade.core.roadmaps import Guide, Road
from colonnade.reports import roadmap_words as words
from colonnade.reports import wording
from colonnade.reports.pack.parts import GuidePart, Listed, RoadmapsPart, RoadPart, TypicalPart


def roadmaps_part(read: Diagnosis) -> RoadmapsPart:
    maps = words.roadmaps_of(read)
    return RoadmapsPart(
        roads=tuple(_road(road, read.model) for road in maps.page),
        year=tuple(
            Listed(
                words.stretch_title(stretch),
                (
                    *(words.arrival(each, read.model) for each in stretch.arrivals),
                    *stretch.actions,
                    words.SCORE_AGAIN,
                ),
            )
            for stretch in maps.year
        ),
        first_weeks=Listed(f"In the first two weeks, by {wording.day(maps.checklist_by)}", maps.checklist),
        guides=tuple(map(_guide, maps.guides)),
        typical=tuple(
            TypicalPart(
                words.typical_title(each, model),
                words.usual(each),
                tuple(words.fact(fact, model) for fact in each.facts),
                words.against(each),
            )
            for model, each in maps.typical
        ),
    )


def _road(road: Road, model: Model) -> RoadPart:
    return RoadPart(
        title=words.road_title(road, model),
        because=wording.sentence_case(words.road_because(road)),
        aims=tuple(Listed(words.aim_title(aim), tuple(words.aim_lines(aim, road))) for aim in road.aims),
    )


def _guide(guide: Guide) -> GuidePart:
    lists = (
        Listed("What to do first", guide.actions),
        Listed("A way to do it", guide.steps),
        Listed("What it unlocks", guide.unlocks),
    )
    return GuidePart(words.guide_title(guide), guide.text, tuple(each for each in lists if each.entries))
