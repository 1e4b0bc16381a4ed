"""The plan on the page: moves with owners and dates, what is deliberately left, and the projection."""

from collections.abc import Iterable

from colonnade.core.diagnosis import Diagnosis
from colonnade.core.plan import PlanItem, Priority
from colonnade.reports import reading_words
from colonnade.reports.html_parts import block, day, items, paragraph, section, small, table
from colonnade.reports.markup import Markup, element, join
from colonnade.reports.wording import sentence_case


def plan(diagnosis: Diagnosis) -> Markup:
    plan = diagnosis.plan
    warned = [*plan.warnings, *(w for priority in diagnosis.priorities for w in priority.warnings)]
    return section(
        "plan",
        "The plan for 90 days",
        paragraph("From ", day(plan.starts_on), " to ", day(plan.review_on), ", then score again."),
        _priorities(diagnosis),
        _moves(diagnosis),
        [paragraph(sentence_case(w.because), class_="warning") for w in dict.fromkeys(warned)],
        block("Deliberately not now", items(_aside(diagnosis, plan.not_now), "spaced")),
        block("Done already", items(_aside(diagnosis, plan.done), "spaced")),
        block("If every move reaches its target", paragraph(reading_words.projection(diagnosis))),
    )


def _priorities(diagnosis: Diagnosis) -> Markup | None:
    """Which dimensions move, one stage each, and why they come first."""
    if not diagnosis.priorities:
        return paragraph("Every scored dimension is at its target: there is nothing to move.")
    return element("ol", [element("li", _priority(diagnosis, priority)) for priority in diagnosis.priorities])


def _priority(diagnosis: Diagnosis, priority: Priority) -> list[object]:
    name = diagnosis.model.by_id[priority.dimension].name
    step = f"{name}, from stage {priority.from_stage} to {priority.to_stage}"
    return [element("strong", step), f": {priority.because}; {priority.pace_days} days at the usual pace."]


def _moves(diagnosis: Diagnosis) -> Markup:
    return table(
        "Moves, in order of priority",
        ["Move", "Owner", "Done when", "Milestone", "Checkpoints", "Due"],
        [
            [
                [
                    element("strong", diagnosis.model.levers[item.lever].text),
                    " ",
                    small(diagnosis.model.by_id[item.dimension].short, _status(item)),
                ],
                _owner(item),
                item.done_when,
                item.milestone_today if item.milestone not in ("", item.done_when) else small("as in done when"),
                _days(item),
                day(item.due_on),
            ]
            for item in diagnosis.plan.items
        ],
    )


def _owner(item: PlanItem) -> list[object]:
    owner: object = item.owner or element("em", "to be named")
    return [owner, small(f" sponsor: {item.sponsor}")] if item.sponsor else [owner]


def _status(item: PlanItem) -> str:
    reason = f": {item.reason}" if item.reason else ""
    return f", {item.status}{reason}" if item.status != "proposed" or reason else ""


def _days(item: PlanItem) -> Markup:
    return join([element("span", day(on), class_="checkpoint") for on in item.checkpoints])


def _aside(diagnosis: Diagnosis, put_aside: Iterable[PlanItem]) -> Iterable[object]:
    for item in put_aside:
        reason = sentence_case(item.reason) if item.reason else "No reason is recorded."
        yield [diagnosis.model.levers[item.lever].text, " ", small(reason)]
