"""The plan and its roadmaps as Markdown, for a wiki, a ticket or a chat."""

import re
from collections.abc import Iterable, Sequence

from colonnade.core.diagnosis import Diagnosis
from colonnade.core.plan import PlanItem
from colonnade.core.roadmaps import Guide, Roadmaps
from colonnade.reports import roadmap_words, wording

_MARKS = re.compile(r"[\\`*_\[\]<>#|~]|&(?=#?\w+;)|^[-+](?=\s)|(?<=^\d)[.)](?=\s)")
"""What Markdown takes for more than text: marks anywhere, and those of a list where a line begins."""


def plan_markdown(diagnosis: Diagnosis) -> str:
    """The 90 days, the page of 30, 90 and 180 days, the year; checklist and guides where models have them."""
    plan, maps = diagnosis.plan, roadmap_words.roadmaps_of(diagnosis)
    lines = [
        f"# Plan: {text(diagnosis.model.name)}",
        "",
        *(
            ["**Provisional**: the reviewers have not agreed on every stage yet.", ""]
            if _is_open(diagnosis)
            else []
        ),
        text(wording.headline(diagnosis)),
        "",
        f"From {wording.day(plan.starts_on)} to {wording.day(plan.review_on)}, then score again.",
        "",
        "## The plan for 90 days",
        "",
        *_moves(diagnosis),
        *_aside("Deliberately not now", diagnosis, plan.not_now),
        *_aside("Done already", diagnosis, plan.done),
        *_page(diagnosis, maps),
        *_year(diagnosis, maps),
        *_checklist(maps),
        *(line for guide in maps.guides for line in _guide(guide)),
        *_typical(maps),
    ]
    return "\n".join(lines).rstrip() + "\n"


def text(words: str) -> str:
    """Words as Markdown that shows them as they are, on one line."""
    return _MARKS.sub(r"\\\g<0>", " ".join(words.split()))


def _is_open(diagnosis: Diagnosis) -> bool:
    return diagnosis.status == "provisional"


def _table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    lines = [columns, ["---"] * len(columns), *rows]
    return ["| " + " | ".join(line) + " |" for line in lines] + [""]


def _moves(diagnosis: Diagnosis) -> list[str]:
    model = diagnosis.model
    if not diagnosis.plan.items:
        return ["Every scored dimension is at its target: there is nothing to move.", ""]
    return _table(
        ["Move", "Dimension", "Owner", "Done when", "Milestone", "Checkpoints", "Due"],
        [
            [
                text(model.levers[item.lever].text),
                text(model.by_id[item.dimension].short),
                _owner(item),
                text(item.done_when),
                text(item.milestone_today),
                ", ".join(day.isoformat() for day in item.checkpoints),
                item.due_on.isoformat(),
            ]
            for item in diagnosis.plan.items
        ],
    )


def _owner(item: PlanItem) -> str:
    owner = text(item.owner) if item.owner else "*to be named*"
    return f"{owner} (sponsor: {text(item.sponsor)})" if item.sponsor else owner


def _aside(title: str, diagnosis: Diagnosis, items: Sequence[PlanItem]) -> list[str]:
    if not items:
        return []
    levers = diagnosis.model.levers
    listed = [f"- {text(levers[i.lever].text)} {text(i.reason or 'No reason is recorded.')}" for i in items]
    return [f"### {title}", "", *listed, ""]


def _page(diagnosis: Diagnosis, maps: Roadmaps) -> list[str]:
    if not maps.page:
        return []
    model = diagnosis.model
    heads = [roadmap_words.aim_title(aim) for aim in maps.page[0].aims]
    rows = [
        [
            f"**{text(roadmap_words.road_title(road, model))}**: {text(roadmap_words.road_because(road))}",
            *("<br>".join(map(text, roadmap_words.aim_lines(aim, road))) for aim in road.aims),
        ]
        for road in maps.page
    ]
    return ["## On one page: 30, 90 and 180 days", "", *_table(["Priority", *heads], rows)]


def _year(diagnosis: Diagnosis, maps: Roadmaps) -> list[str]:
    lines = ["## The year", ""]
    for stretch in maps.year:
        said = [roadmap_words.arrival(each, diagnosis.model) for each in stretch.arrivals]
        listed = [f"- {text(line)}" for line in [*said, *stretch.actions, roadmap_words.SCORE_AGAIN]]
        lines += [f"### {roadmap_words.stretch_title(stretch)}", "", *listed, ""]
    return lines


def _checklist(maps: Roadmaps) -> list[str]:
    if not maps.checklist:
        return []
    listed = [f"- [ ] {text(item)}" for item in maps.checklist]
    return [f"## In the first two weeks, by {wording.day(maps.checklist_by)}", "", *listed, ""]


def _guide(guide: Guide) -> list[str]:
    def part(title: str, items: Iterable[str]) -> list[str]:
        return [f"### {title}", "", *(f"- {text(item)}" for item in items), ""]

    return [
        f"## {text(roadmap_words.guide_title(guide))}",
        "",
        text(guide.text),
        "",
        *part("What to do first", guide.actions),
        *part("A way to do it", guide.steps),
        *part("What it unlocks", guide.unlocks),
    ]


def _typical(maps: Roadmaps) -> list[str]:
    lines = []
    for model, each in maps.typical:
        facts = [f"- {text(roadmap_words.fact(fact, model))}" for fact in each.facts]
        title = f"## {text(roadmap_words.typical_title(each, model))}"
        lines += [
            title,
            "",
            text(roadmap_words.usual(each)),
            "",
            *facts,
            "",
            text(roadmap_words.against(each)),
            "",
        ]
    return lines
