"""Published figures beside a metric's value, in the words of the reports, with a picture of the band."""

from dataclasses import dataclass
from datetime import date

from colonnade.content.benchmarks import shipped_benchmarks
from colonnade.core.benchmarks import Benchmark, comparison
from colonnade.core.company import Company, known_company
from colonnade.core.measurement import Measured, Unit
from colonnade.reports import benchmark_words, wording
from colonnade.reports.lettering import text_width
from colonnade.reports.markup import Markup, element
from colonnade.web.company.said import company_of
from colonnade.web.people.models import Organisation
from colonnade.web.records.loads import measurements_of
from colonnade.web.records.models import Load

WIDTH, EDGE, LETTERS = 400, 8, 15
BAND, FOOT, HEIGHT = 30, 52, 78


@dataclass(frozen=True, slots=True)
class Published:
    """`shown` may stand beside the value, each with its picture; where none may, `refused` say why not.

    `wants_company`: something more would stand beside it if it were known what kind of company this is.
    """

    shown: tuple[tuple[Markup, str], ...]
    refused: tuple[str, ...]
    wants_company: bool


def published(organisation: Organisation, load: Load, measured: Measured, today: date) -> Published:
    known = measurements_of(load.pk)
    company = known_company(company_of(organisation), known.company, known.all)
    found = comparison(measured.definition.id, shipped_benchmarks(), company, today)
    return Published(
        shown=tuple(
            (band(each, measured.value), benchmark_words.shown(each, measured.value)) for each in found.shown
        ),
        refused=() if found.shown else tuple(map(benchmark_words.refused, found.refused)),
        wants_company=not found.shown
        and any(_is_of_a_kind_unknown(each.benchmark, company) for each in found.refused),
    )


def _is_of_a_kind_unknown(benchmark: Benchmark, company: Company) -> bool:
    return bool(
        (benchmark.ownership and company.ownership is None) or (benchmark.arr_musd and company.arr_musd is None)
    )


def band(benchmark: Benchmark, value: float) -> Markup:
    """From the lowest to the highest of band, middle and value; the sentence beside it says the same."""
    low, middle, high, unit = benchmark.low, benchmark.middle, benchmark.high, benchmark.unit
    marks = [mark for mark in (low, middle, high, value) if mark is not None]
    least, most = min(marks), max(marks)
    span = (most - least) or abs(most) or 1.0
    least, most = least - span * 0.12, most + span * 0.12

    def at(mark: float) -> float:
        return EDGE + (WIDTH - 2 * EDGE) * (mark - least) / (most - least)

    drawn: list[object] = [
        element("line", class_="rule", x1=EDGE, x2=WIDTH - EDGE, y1=BAND + 7, y2=BAND + 7),
    ]
    if low is not None and high is not None:
        drawn.append(element("rect", class_="band", x=at(low), y=BAND, width=at(high) - at(low), height=14))
        drawn += [_said(low, unit, at(low), FOOT + 16, "axis"), _said(high, unit, at(high), FOOT + 16, "axis")]
    if middle is not None:
        drawn.append(element("line", class_="middle", x1=at(middle), x2=at(middle), y1=BAND - 4, y2=BAND + 18))
        if low is None:
            drawn.append(_said(middle, unit, at(middle), FOOT + 16, "axis"))
    drawn += [
        element("circle", class_="now", cx=at(value), cy=BAND + 7, r=7),
        _said(value, unit, at(value), BAND - 12, "now-figure"),
    ]
    return element(
        "svg",
        *drawn,
        viewBox=f"0 0 {WIDTH} {HEIGHT}",
        width=WIDTH,
        height=HEIGHT,
        aria_hidden="true",
        class_="line",
    )


def _said(mark: float, unit: Unit, x: float, y: float, kind: str) -> Markup:
    words = wording.figure(mark, unit)
    half = text_width(words, LETTERS) / 2
    within = min(max(x, half + 1), WIDTH - half - 1)
    return element("text", words, class_=kind, x=within, y=y, text_anchor="middle", font_size=LETTERS)
