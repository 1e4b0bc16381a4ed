"""Roadmaps on the page: 30, 90 and 180 days, the year, the first two weeks, and the way to the next stage."""

from collections.abc import Iterable

from colonnade.core.company import Typical
from colonnade.core.diagnosis import Diagnosis
from colonnade.core.model import Model
from colonnade.core.roadmaps import Guide, Road, Roadmaps, Stretch
from colonnade.reports import roadmap_words as words
from colonnade.reports import wording
from colonnade.reports.html_parts import block, items, paragraph, section, small, table
from colonnade.reports.markup import Markup, element


def roadmaps(diagnosis: Diagnosis) -> Markup:
    maps = words.roadmaps_of(diagnosis)
    return section(
        "roadmaps",
        "Roadmaps",
        _page(diagnosis, maps),
        block("The year", [_stretch(stretch, diagnosis.model) for stretch in maps.year]),
        block(f"In the first two weeks, by {wording.day(maps.checklist_by)}", items(maps.checklist)),
        [_guide(guide) for guide in maps.guides],
        [_typical(model, each) for model, each in maps.typical],
    )


def _page(diagnosis: Diagnosis, maps: Roadmaps) -> Markup | None:
    if not maps.page:
        return None
    return table(
        "On one page: 30, 90 and 180 days",
        ["Priority", *(words.aim_title(aim) for aim in maps.page[0].aims)],
        [_road(road, diagnosis.model) for road in maps.page],
    )


def _road(road: Road, model: Model) -> list[object]:
    title = [element("strong", words.road_title(road, model)), " ", small(words.road_because(road))]
    return [title, *(items(words.aim_lines(aim, road), "plain") for aim in road.aims)]


def _stretch(stretch: Stretch, model: Model) -> list[Markup]:
    arrivals = [words.arrival(each, model) for each in stretch.arrivals]
    listed = [*arrivals, *stretch.actions, words.SCORE_AGAIN]
    return [paragraph(element("strong", words.stretch_title(stretch))), items(listed)]


def _guide(guide: Guide) -> Markup:
    def part(title: str, entries: Iterable[str]) -> list[Markup]:
        return [paragraph(element("strong", title)), items(entries)]

    return element(
        "details",
        element("summary", words.guide_title(guide)),
        paragraph(guide.text),
        part("What to do first", guide.actions),
        part("A way to do it", guide.steps),
        part("What it unlocks", guide.unlocks),
    )


def _typical(model: Model, typical: Typical) -> Markup:
    return block(
        words.typical_title(typical, model),
        paragraph(words.usual(typical)),
        items(words.fact(fact, model) for fact in typical.facts),
        paragraph(words.against(typical)),
    )
