"""Native charts, each over a workbook of our own: text stays text in it; the same data gives the same bytes."""

import io
from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from typing import Any

from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_LEGEND_POSITION
from pptx.util import Inches, Pt

from colonnade.reports.characters import printable
from colonnade.reports.deck.canvas import ACCENT, INK, Area, Canvas

Series = tuple[str, Sequence[float | None]]
TEXT = Pt(12)


def bars(canvas: Canvas, area: Area, names: Sequence[str], series: Sequence[Series], *, alt: str, on: date) -> Any:
    """Bars of counts beside the ladder of stages, each with its figure; the first name stands lowest."""
    shape = _chart(canvas, area, XL_CHART_TYPE.BAR_CLUSTERED, names, series, "0", on)
    chart = shape.chart
    plot = chart.plots[0]
    plot.gap_width, plot.overlap = 60, -10
    plot.has_data_labels = True
    plot.data_labels.font.size = TEXT
    plot.data_labels.position = XL_LABEL_POSITION.OUTSIDE_END
    chart.value_axis.visible = False
    chart.value_axis.has_major_gridlines = False
    chart.value_axis.minimum_scale = 0
    for place, drawn in enumerate(plot.series):
        drawn.format.fill.solid()
        drawn.format.fill.fore_color.theme_color = ACCENT
        if place:
            drawn.format.fill.fore_color.brightness = 0.6
    _legend(chart, len(series))
    canvas.describe(shape, series[0][0], alt)
    return shape


def line(
    canvas: Canvas, area: Area, names: Sequence[str], series: Series, *, alt: str, on: date, form: str = "#,##0"
) -> Any:
    """One line over time; a month that is not known is a gap."""
    shape = _chart(canvas, area, XL_CHART_TYPE.LINE, names, [series], form, on)
    chart = shape.chart
    drawn = chart.plots[0].series[0]
    drawn.smooth = False
    drawn.format.line.width = Pt(2.5)
    drawn.format.line.color.theme_color = ACCENT
    chart.value_axis.major_gridlines.format.line.color.theme_color = INK
    chart.value_axis.major_gridlines.format.line.color.brightness = 0.8
    chart.value_axis.format.line.fill.background()
    chart.value_axis.tick_labels.number_format = form
    chart.value_axis.tick_labels.number_format_is_linked = False
    _legend(chart, 1)
    canvas.describe(shape, series[0], alt)
    return shape


def _chart(
    canvas: Canvas,
    area: Area,
    kind: Any,
    names: Sequence[str],
    series: Sequence[Series],
    form: str,
    on: date,
) -> Any:
    names, series = [printable(name) for name in names], [(printable(name), values) for name, values in series]
    data: Any = CategoryChartData(number_format=form)  # type: ignore[no-untyped-call]
    data.categories = list(names)
    for name, values in series:
        data.add_series(name, list(values))
    box = (Inches(area.left), Inches(area.top), Inches(area.width), Inches(area.height))
    shape = canvas.slide.shapes.add_chart(kind, *box, data)
    chart = shape.chart
    chart.has_title = False
    chart.font.size = TEXT
    chart.category_axis.format.line.color.theme_color = INK
    chart.category_axis.has_major_gridlines = False
    chart.part.chart_workbook.update_from_xlsx_blob(_workbook(names, series, form, on))
    return shape


def _legend(chart: Any, count: int) -> None:
    chart.has_legend = count > 1
    if count > 1:
        chart.legend.position = XL_LEGEND_POSITION.TOP
        chart.legend.include_in_layout = False
        chart.legend.font.size = TEXT


def _workbook(names: Sequence[str], series: Sequence[Series], form: str, on: date) -> bytes:
    """What a presenter edits behind the chart, in the cells the chart refers to."""
    import xlsxwriter  # type: ignore[import-untyped]

    made = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    book = xlsxwriter.Workbook(made, options)
    book.set_properties({"created": datetime.combine(on, time(), UTC)})
    sheet, number = book.add_worksheet("Sheet1"), book.add_format({"num_format": form})
    sheet.set_column(0, 0, 20)
    for row, name in enumerate(names, 1):
        sheet.write_string(row, 0, name)
    for column, (name, values) in enumerate(series, 1):
        sheet.write_string(0, column, name)
        for row, value in enumerate(values, 1):
            if value is not None:
                sheet.write_number(row, column, value, number)
    book.close()
    return made.getvalue()
