"""Where we stand: the summary, the scorecard, and what each reviewer gave."""

from collections.abc import Sequence

from xlsxwriter.utility import xl_col_to_name, xl_range, xl_rowcol_to_cell  # type: ignore[import-untyped]

from colonnade.reports.pack.parts import DimensionPart, Pack
from colonnade.reports.workbook.book import HEAD_ROW, Book, Cell, Column, Formula

FIRST = HEAD_ROW + 1


def summary(book: Book) -> None:
    pack = book.pack
    with book.sheet(
        "Summary", [Column("What", 22), Column("In words", 110)], says="How mature is Customer Success"
    ) as sheet:
        sheet.add("In a sentence", pack.headline)
        sheet.add("Decision", pack.decision)
        for term, said in pack.reading.facts:
            sheet.add(term, said)
        for term, said in pack.reading.holds_back:
            sheet.add(term, said)
        for found in pack.reading.contradicted:
            sheet.add(found.name, found.sentence)
        sheet.add("What would change it", "\n".join(pack.reading.would_change))
        for warning in (pack.why_provisional, *pack.warnings):
            if warning:
                sheet.add("To be careful with", warning)
        for statement, why in pack.not_known:
            sheet.add("Find evidence first", f"{statement} ({why})")


def scorecard(book: Book) -> None:
    """The scorecard of the index: current and target stage, levers, owner, milestone, and the average, live."""
    pack = book.pack
    columns = [
        Column("Dimension", 24),
        Column("Current stage", 9),
        Column("Supported by evidence", 11),
        Column("Target stage", 9),
        Column("Priority levers", 40),
        Column("Owner", 16),
        Column("90-day milestone", 40),
        Column("By evidence", 14),
    ]
    with book.sheet("Scorecard", columns, says="Scorecard") as sheet:
        for dimension in pack.dimensions:
            sheet.add(
                dimension.name, dimension.claimed, dimension.supported, dimension.target, *_plan(pack, dimension)
            )
        sheet.close_with("Average", _average(book, 1), None, _average_target(book))


def _plan(pack: Pack, dimension: DimensionPart) -> tuple[Cell, ...]:
    moves = [move for move in pack.plan.moves if move.dimension == dimension.id]
    owners = [f"{m.owner} (sponsor {m.sponsor})" if m.sponsor else m.owner for m in moves]
    milestones = [move.milestone or move.done_when for move in moves]
    return (_numbered([move.action for move in moves]), _numbered(owners), _numbered(milestones), dimension.claim)


def _numbered(lines: Sequence[str]) -> str:
    """A line a lever, under its number where there are several."""
    if len(lines) < 2:
        return "".join(lines)
    return "\n".join(f"{number}. {line}" for number, line in enumerate(lines, 1))


def _average(book: Book, column: int) -> Formula:
    now = book.pack.reading.average.value
    return Formula(f"=AVERAGE({_down(book, column)})", None if now is None else float(now), "0.00")


def _average_target(book: Book) -> Formula:
    """Over the same dimensions: those that were not scored have a target too, and no place in the average."""
    targets = [d.target.value for d in book.pack.dimensions if d.claimed.value is not None]
    known = [float(value) for value in targets if value is not None]
    mean = sum(known) / len(known) if known else None
    return Formula(f'=AVERAGEIF({_down(book, 1)},"<>",{_down(book, 3)})', mean, "0.00")


def _down(book: Book, column: int) -> str:
    return str(xl_range(FIRST, column, FIRST + len(book.pack.dimensions) - 1, column))


def scores(book: Book) -> None:
    """What each reviewer gave, blind: the company's own first, outsiders behind the stage that stands."""
    pack = book.pack
    own = [place for place, given in enumerate(pack.dimensions[0].scores) if not given.is_outsider]
    outside = [place for place, given in enumerate(pack.dimensions[0].scores) if given.is_outsider]
    names = [heading for heading, _ in pack.agreement.reviewers]
    columns = [
        Column("Dimension", 26),
        *(Column(names[place], 14) for place in own),
        Column("Spread", 9),
        Column("Stands at", 11),
        *(Column(names[place], 14) for place in outside),
        Column("State", 13),
        Column("Reason", 48),
    ]
    with book.sheet("Scores", columns, says="What each reviewer gave, blind") as sheet:
        for dimension in pack.dimensions:
            given = [_given(dimension, place) for place in own]
            spread = _spread(sheet.row, len(own), dimension) if dimension.spread.value is not None else None
            sheet.add(
                dimension.name,
                *given,
                spread,
                dimension.claimed,
                *(_given(dimension, place) for place in outside),
                dimension.state,
                dimension.reason or dimension.dispute,
            )
        means = [_reviewer_mean(book, place, number) for number, place in enumerate(own, 1)]
        sheet.close_with("Average", *means, None, _average(book, len(own) + 2))
        for sentence in (*pack.agreement.sentences, *(words for _, words in pack.agreement.leniency)):
            sheet.say(sentence)


def _given(dimension: DimensionPart, place: int) -> Cell:
    figure = dimension.scores[place].figure
    return figure if figure.value is not None else None


def _spread(row: int, count: int, dimension: DimensionPart) -> Formula:
    cells = f"{xl_rowcol_to_cell(row, 1)}:{xl_rowcol_to_cell(row, count)}"
    spread = dimension.spread.value
    return Formula(f"=MAX({cells})-MIN({cells})", None if spread is None else float(spread), "0")


def _reviewer_mean(book: Book, place: int, column: int) -> Cell:
    given = [d.scores[place].figure.value for d in book.pack.dimensions]
    found = [float(value) for value in given if value is not None]
    if not found:
        return None
    name = xl_col_to_name(column)
    cells = f"{name}{FIRST + 1}:{name}{FIRST + len(book.pack.dimensions)}"
    return Formula(f"=AVERAGE({cells})", sum(found) / len(found), "0.00")
