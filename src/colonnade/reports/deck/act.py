"""What to do: the patterns to break, the priorities, the plan and its calendar."""

from datetime import date, timedelta

from colonnade.reports import wording
from colonnade.reports.deck.canvas import Area, Canvas, Words
from colonnade.reports.deck.page import Page, short
from colonnade.reports.pack.parts import Move, Pack, PriorityPart


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


def calendar(pack: Pack) -> Page:
    plan = pack.plan

    def draw(canvas: Canvas) -> None:
        days = max(
            (plan.review_on - plan.starts_on).days, *((m.due_on - plan.starts_on).days for m in plan.moves), 1
        )
        names, lane = canvas.area.columns(1.1, 2.6, gap=0.2)
        head, foot = 0.65, 1.0
        rows = max(len(plan.moves), 1)
        height = min((canvas.area.height - head - foot) / rows, 0.75)
        for day in _marks(plan.starts_on, days):
            left = lane.left + lane.width * (day - plan.starts_on).days / days
            canvas.write(
                Area(min(left - 0.55, lane.left + lane.width - 1.1), lane.top, 1.1, 0.65),
                [Words(f"Day {(day - plan.starts_on).days}", bold=True), Words(wording.day(day))],
                sizes=(11,),
            )
            tick = canvas.box(Area(left, lane.top + head, 0.015, height * rows), tint=0.5)
            canvas.describe(tick, f"Day {(day - plan.starts_on).days}")
        for place, move in enumerate(plan.moves):
            top = lane.top + head + place * height
            canvas.write(
                Area(names.left, top + 0.03, names.width, height - 0.03),
                [Words(move.action)],
                sizes=(13, 12, 11, 10, 9),
            )
            length = lane.width * (move.due_on - plan.starts_on).days / days
            alt = f"{move.action}: {move.owner}, due on {wording.day(move.due_on)}"
            bar = canvas.box(
                Area(lane.left, top + height * 0.18, max(length, 0.2), height * 0.5),
                move.owner if move.is_owned else "",
                size=11,
                fill=True,
            )
            canvas.describe(bar, move.lever, alt)
            for checkpoint in move.checkpoints:
                left = lane.left + lane.width * (checkpoint - plan.starts_on).days / days
                spot = canvas.box(Area(left - 0.07, top + height * 0.36, 0.14, 0.14), rounded=True)
                canvas.describe(spot, f"Checkpoint {checkpoint}", f"Checkpoint on {wording.day(checkpoint)}")
        canvas.write(
            canvas.area.below(head + height * rows + 0.2),
            [Words(plan.projection, lead="If it holds")],
            sizes=(16, 14, 13, 12),
        )

    return Page(
        f"From {wording.day(plan.starts_on)} to the re-score on {wording.day(plan.review_on)}",
        draw,
        (plan.projection,),
        ("projection",),
    )


def _marks(starts_on: date, days: int) -> list[date]:
    step = 30 if days <= 120 else 60 if days <= 200 else 90
    return [starts_on + timedelta(days=number) for number in range(0, days + 1, step)]
