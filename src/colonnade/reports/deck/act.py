"""What to do: the patterns to break, the priorities, the plan and its calendar."""

from dataclasses import dataclass
from datetime import date, timedelta

from colonnade.reports import wording
from colonnade.reports.deck.canvas import Area, Canvas, Words
from colonnade.reports.deck.page import Page, short
from colonnade.reports.pack.parts import Move, Pack, PriorityPart

HEAD, FOOT = 0.65, 1.0
"""Inches of the calendar above and below its moves."""


def patterns(pack: Pack) -> Page:
    def draw(canvas: Canvas) -> None:
        areas = canvas.area.columns(*[1] * len(pack.patterns), gap=0.5)
        parts = []
        for area, pattern in zip(areas, pack.patterns, strict=True):
            said = [
                Words(pattern.name, bold=True, scale=1.2, accent=True),
                Words(pattern.how_sure, bold=True, scale=0.9),
            ]
            said += [Words(text) for text in pattern.because]
            said.append(Words(pattern.remedy, lead="Remedy"))
            parts.append((area, said))
        canvas.write_beside(parts)

    kinds = {pattern.state for pattern in pack.patterns}
    names = wording.joined(pattern.name for pattern in pack.patterns)
    title = f"{names}: {'confirmed by evidence' if kinds == {'confirmed'} else 'what such profiles suffer from'}"
    return Page(short(title), draw, (pack.other_patterns,), ("profile", "supported_profile"))


def priorities(pack: Pack) -> Page:
    def draw(canvas: Canvas) -> None:
        priorities = pack.plan.priorities
        areas = canvas.area.columns(*[1] * len(priorities), gap=0.5)
        canvas.write_beside([(area, _priority(one)) for area, one in zip(areas, priorities, strict=True)])

    names = wording.joined(f"{p.name} from {p.from_stage} to {p.to_stage}" for p in pack.plan.priorities)
    notes = [f"{lever.text}: {lever.because}" for p in pack.plan.priorities for lever in p.levers]
    return Page(
        f"Move {names}", draw, (*notes, *(w for p in pack.plan.priorities for w in p.warnings)), ("target",)
    )


def _priority(priority: PriorityPart) -> list[Words]:
    said = [
        Words(
            f"{priority.name}: {priority.from_stage} to {priority.to_stage}", bold=True, scale=1.15, accent=True
        ),
        Words(f"{priority.because} Within {priority.pace_days} days."),
        Words("Levers", bold=True),
    ]
    said += [
        Words(f"{short(lever.text)} ({lever.effort}; decided by {lever.decided_by}).") for lever in priority.levers
    ]
    if priority.named_part or priority.unmet:
        said.append(Words("Then this holds", bold=True))
        said += [Words(text, scale=0.95) for text in priority.named_part or priority.unmet]
    return said


def plan(pack: Pack) -> Page:
    plan = pack.plan

    def draw(canvas: Canvas) -> None:
        header = ["What we change", "For", "Owner", "Done when", "By"]
        rows = [[m.action, _step(m), _who(m), m.done_when, wording.day(m.due_on)] for m in plan.moves]
        if not rows:
            canvas.write(canvas.area, [Words("Nothing is planned: every scored dimension is at its target.")])
            return
        shape = canvas.table(canvas.area, header, rows, (3.4, 1.7, 1.3, 3.6, 1.1), bold=())
        canvas.describe(shape, "Plan", "Each lever with its owner, what shows that it is done, and its date")

    unowned = sum(not move.is_owned for move in plan.moves)
    moves = wording.plural(len(plan.moves), "move")
    title = f"The plan of 90 days: {moves}, scored again on {wording.day(plan.review_on)}"
    if unowned:
        title = f"{unowned} of {moves} still {'needs' if unowned == 1 else 'need'} an owner"
    aside = [f"Deliberately not now: {text}. {why}" for text, why in plan.not_now]
    return Page(title, draw, (*plan.warnings, *aside, plan.projection), ("target", "projection"))


def _step(move: Move) -> str:
    return f"{move.dimension_name}{f', {move.from_stage} to {move.to_stage}' if move.to_stage else ''}"


def _who(move: Move) -> str:
    return f"{move.owner}, sponsor {move.sponsor}" if move.sponsor else move.owner


@dataclass(frozen=True, slots=True)
class _Lane:
    """The days of a plan from left to right."""

    area: Area
    starts_on: date
    days: int

    def length(self, until: date) -> float:
        return self.area.width * (until - self.starts_on).days / self.days

    def at(self, day: date) -> float:
        return self.area.left + self.length(day)


def calendar(pack: Pack) -> Page:
    plan = pack.plan
    days = max((day - plan.starts_on).days for day in (plan.review_on, *(move.due_on for move in plan.moves)))

    def draw(canvas: Canvas) -> None:
        names, time = canvas.area.columns(1.1, 2.6, gap=0.2)
        lane, rows = _Lane(time, plan.starts_on, max(days, 1)), max(len(plan.moves), 1)
        height = min((canvas.area.height - HEAD - FOOT) / rows, 0.75)
        for day in _marks(plan.starts_on, lane.days):
            _draw_day(canvas, lane, day, height * rows)
        for place, move in enumerate(plan.moves):
            top = time.top + HEAD + place * height
            _draw_move(canvas, Area(names.left, top, names.width, height), lane, move)
        canvas.write(
            canvas.area.below(HEAD + height * rows + 0.2),
            [Words(plan.projection, lead="If it holds")],
            sizes=(16, 14, 13, 12),
        )

    return Page(
        f"From {wording.day(plan.starts_on)} to the re-score on {wording.day(plan.review_on)}",
        draw,
        (plan.projection,),
        ("projection",),
    )


def _draw_day(canvas: Canvas, lane: _Lane, day: date, height: float) -> None:
    """Its number and date, over a line as high as all moves."""
    name, time = f"Day {(day - lane.starts_on).days}", lane.area
    canvas.write(
        Area(min(lane.at(day) - 0.55, time.left + time.width - 1.1), time.top, 1.1, HEAD),
        [Words(name, bold=True), Words(wording.day(day))],
        sizes=(11,),
    )
    canvas.describe(canvas.box(Area(lane.at(day), time.top + HEAD, 0.015, height), tint=0.5), name)


def _draw_move(canvas: Canvas, name: Area, lane: _Lane, move: Move) -> None:
    """What is done, a bar until it is due with who does it, and its checkpoints."""
    canvas.write(
        Area(name.left, name.top + 0.03, name.width, name.height - 0.03),
        [Words(move.action)],
        sizes=(13, 12, 11, 10, 9),
    )
    bar = canvas.box(
        Area(lane.area.left, name.top + name.height * 0.18, max(lane.length(move.due_on), 0.2), name.height * 0.5),
        move.owner if move.is_owned else "",
        size=11,
        fill=True,
    )
    canvas.describe(bar, move.lever, f"{move.action}: {move.owner}, due on {wording.day(move.due_on)}")
    for checkpoint in move.checkpoints:
        spot = canvas.box(
            Area(lane.at(checkpoint) - 0.07, name.top + name.height * 0.36, 0.14, 0.14), rounded=True
        )
        canvas.describe(spot, f"Checkpoint {checkpoint}", f"Checkpoint on {wording.day(checkpoint)}")


def _marks(starts_on: date, days: int) -> list[date]:
    step = 30 if days <= 120 else 60 if days <= 200 else 90
    return [starts_on + timedelta(days=number) for number in range(0, days + 1, step)]
