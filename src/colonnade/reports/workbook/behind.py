"""What is behind it: criteria with their answers, metrics with their months, patterns, method, sources."""

from dataclasses import replace
from datetime import date

from xlsxwriter.utility import xl_range, xl_rowcol_to_cell  # type: ignore[import-untyped]

from colonnade.core.measurement import Unit
from colonnade.core.naming import column_name
from colonnade.core.quantities import UNITS
from colonnade.reports.pack.figures import Figure
from colonnade.reports.pack.parts import CriterionPart, MetricPart, Pack
from colonnade.reports.workbook.book import HEAD_ROW, Book, Cell, Column, Formula, Money

FIRST = HEAD_ROW + 1
PARTS = ("opening", "new", "expansion", "reactivation", "contraction", "churn", "exchange", "closing")


def criteria(book: Book) -> None:
    columns = [
        Column("Dimension", 14),
        Column("Stage", 6),
        Column("Statement", 44),
        Column("Answer", 11),
        Column("Shown as", 11),
        Column("By", 12),
        Column("On", 11),
        Column("What was found", 44),
        Column("Link", 24),
        Column("Reference", 18),
    ]
    with book.sheet("Criteria", columns, says="Criteria and what was found") as sheet:
        for dimension in book.pack.dimensions:
            for one in dimension.criteria:
                sheet.add(dimension.short, one.stage, one.statement, *_answer(one), one.id)


def _answer(one: CriterionPart) -> tuple[Cell, ...]:
    return (one.value.replace("_", " ") or "unanswered", one.tier, ", ".join(one.by), one.on, one.found, one.link)


def metrics(book: Book) -> None:
    pack = book.pack
    has_months = any(metric.series for metric in pack.records.metrics)
    columns = [
        Column("Metric", 32),
        Column("Figure", 26),
        *([Column("24 months", 18)] if has_months else []),
        Column("Better", 9),
        Column("From", 12),
        Column("To", 12),
        Column("Rows", 9),
        Column("Definition", 48),
        Column("Reference", 24),
    ]
    blank = [""] if has_months else []
    with book.sheet("Metrics", columns, says="What the records show") as sheet:
        for place, metric in enumerate(pack.records.metrics):
            row = sheet.row
            sheet.add(metric.name, metric.figure, *blank, *_known(metric))
            if any(point.figure for point in metric.series):
                months = xl_range(FIRST + place, 1, FIRST + place, len(_days(pack)))
                sheet.sheet.add_sparkline(row, 2, {"range": f"Months!{months}", "series_color": pack.accent})
        for metric in pack.records.unavailable:
            sheet.add(metric.name, "unavailable", *blank, *_known(metric))


def months(book: Book) -> None:
    """A row a metric, in the order of the sheet before it; a month that is not known stays empty."""
    pack = book.pack
    days = _days(pack)
    if not days:
        return
    columns = [Column("Metric", 30), *(Column(f"{day:%Y-%m}", 12.5) for day in days)]
    with book.sheet("Months", columns, says="The metrics month by month", columns_repeated=1) as sheet:
        for metric in pack.records.metrics:
            known = {point.on: point.figure for point in metric.series}
            sheet.add(_with_unit(metric), *(_narrow(known.get(day)) for day in days))


LONG_UNIT: Unit = "per_100_accounts_per_month"


def _with_unit(metric: MetricPart) -> str:
    """A unit that no month has room for stands beside the name."""
    is_long = metric.figure is not None and metric.figure.unit == LONG_UNIT
    return f"{metric.name} ({UNITS[LONG_UNIT].format(figure='').strip()})" if is_long else metric.name


def _narrow(figure: Figure | None) -> Figure | None:
    if figure is None or figure.unit != LONG_UNIT:
        return figure
    return replace(figure, text=figure.text.partition(" ")[0])


def _days(pack: Pack) -> list[date]:
    return sorted({point.on for metric in pack.records.metrics for point in metric.series})


def _known(metric: MetricPart) -> tuple[Cell, ...]:
    definition = f"{metric.definition} {metric.small_print}".strip()
    if metric.needs:
        definition = f"needs {', '.join(metric.needs)}. {definition}"
    better = {"neither": ""}.get(metric.better, metric.better)
    return better, metric.period.start, metric.period.end, metric.rows, definition, f"metric/{metric.id}"


def breakdowns(book: Book) -> None:
    found = [(m, column, s) for m in book.pack.records.metrics for column, all_ in m.by.items() for s in all_]
    if not found:
        return
    columns = [
        Column("Metric", 32),
        Column("By", 18),
        Column("Group", 28),
        Column("Figure", 14),
        Column("Rows", 9),
        Column("Note", 30),
    ]
    with book.sheet("Breakdowns", columns, says="Metrics by group") as sheet:
        for metric, column, one in found:
            note = "small: fewer than ten accounts" if one.is_small else ""
            sheet.add(metric.name, column_name(column), one.name, one.figure or "–", one.rows, note)


def revenue(book: Book) -> None:
    """Revenue month by month, to the cent; the last column recounts each month and must show nothing left."""
    months = book.pack.records.movements
    if not months:
        return
    columns = [Column("Month", 12), *(Column(part.capitalize(), 15) for part in PARTS), Column("Left over", 11)]
    with book.sheet("Revenue", columns, says="Monthly recurring revenue and what moved it") as sheet:
        for month in months:
            amounts = [Money(float(month.figures[part].value or 0)) for part in PARTS]
            row = sheet.row
            first, last, end = (xl_rowcol_to_cell(row, place) for place in (1, len(PARTS) - 1, len(PARTS)))
            sheet.add(month.month, *amounts, Formula(f"=ROUND(SUM({first}:{last})-{end},2)", 0.0, "#,##0.00"))


def patterns(book: Book) -> None:
    columns = [
        Column("Pattern", 30),
        Column("State", 13),
        Column("Because", 44),
        Column("Remedy", 44),
        Column("Levers", 40),
    ]
    with book.sheet("Patterns", columns, says="Failure patterns") as sheet:
        for one in book.pack.patterns:
            sheet.add(
                one.name, one.state, "\n".join((one.how_sure, *one.because)), one.remedy, "\n".join(one.levers)
            )
        if book.pack.other_patterns:
            sheet.say(book.pack.other_patterns)


def method(book: Book) -> None:
    pack = book.pack
    with book.sheet("Method", [Column("Word", 26), Column("What it means here", 110)], says="Method") as sheet:
        for word, said in (*pack.method.meanings, *pack.method.stages):
            sheet.add(word, said)
        for edge in pack.method.edges:
            sheet.add("Rests on", edge)
        for other in pack.other_models:
            sheet.add(other.name, other.sentence)
        sheet.add("Read by", pack.method.read_by)


def sources(book: Book) -> None:
    pack: Pack = book.pack
    columns = [
        Column("Reference", 34),
        Column("Source", 32),
        Column("What it is", 80),
        Column("Period", 28),
        Column("Rows", 9),
    ]
    with book.sheet("Sources", columns, says="Where the figures come from") as sheet:
        for source in pack.sources:
            sheet.add(source.ref, source.title, source.text, source.period, source.rows)
