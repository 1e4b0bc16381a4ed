"""What is behind it: results, what is not known, method and sources."""

from colonnade.reports import wording
from colonnade.reports.deck import charts
from colonnade.reports.deck.canvas import Canvas, Words
from colonnade.reports.deck.page import Page, number
from colonnade.reports.pack.figures import NONE
from colonnade.reports.pack.parts import MetricPart, Pack

MOST_METRICS = 8
MOST_IN_TITLE = 3
BOARD_FIRST = ("arr", "net_revenue_retention", "gross_revenue_retention", "logo_churn_rate", "revenue_churn_rate")
NO_EVIDENCE = "No evidence is filed: answer the criteria, or measure the records, to see what supports the claims."


def results(pack: Pack) -> Page:
    chosen = sorted(pack.records.metrics, key=_rank)
    months = pack.records.movements

    def draw(canvas: Canvas) -> None:
        left, right = canvas.area.columns(1, 1.25 if months else 0.01, gap=0.5)
        rows = [[m.name, m.figure.text if m.figure else NONE, _window(m)] for m in chosen[:MOST_METRICS]]
        wide = left if months else canvas.area
        shape = canvas.table(
            wide,
            ["What the records show", "", "Over"],
            rows,
            (2.3, 1.25, 1.5),
            numbers=(1,),
            sizes=(14, 13, 12, 11, 10),
        )
        canvas.describe(shape, "Metrics", "Key metrics with their period")
        if months:
            closing = [number(month.figures["closing"]) for month in months]
            alt = f"From {months[0].figures['opening'].text} to {months[-1].figures['closing'].text}"
            canvas.write(
                right.upper(0.35),
                [Words("Monthly recurring revenue at the end of each month", bold=True)],
                sizes=(14,),
            )
            charts.line(
                canvas, right.below(0.4), [m.month for m in months], ("Closing", closing), alt=alt, on=pack.as_of
            )

    notes = [pack.records.sentence]
    notes += [f"{m.name}: {m.definition} {m.small_print}" for m in chosen[:MOST_METRICS]]
    return Page(
        "; ".join(f"{m.name} {m.figure.text}" for m in chosen[:MOST_IN_TITLE] if m.figure),
        draw,
        tuple(notes),
        ("movement", *(f"metric/{m.id}" for m in chosen[:MOST_METRICS])),
    )


def _rank(metric: MetricPart) -> tuple[int, bool]:
    """Results a board asks for first, then what the model names."""
    place = BOARD_FIRST.index(metric.id) if metric.id in BOARD_FIRST else len(BOARD_FIRST)
    return place, not metric.is_key


def _window(metric: MetricPart) -> str:
    start, end = metric.period.start, metric.period.end
    return wording.day(end) if start == end else f"{wording.day(start)} to {wording.day(end)}"


def not_known(pack: Pack) -> Page:
    has_evidence = any(d.supported for d in pack.dimensions)

    def draw(canvas: Canvas) -> None:
        left, right = canvas.area.columns(1.2, 1, gap=0.6)
        said = [Words("Find evidence for these first", bold=True, accent=True)] if pack.not_known else []
        said += [Words(why, lead=statement) for statement, why in pack.not_known]
        said = said or [Words(NO_EVIDENCE if not has_evidence else "Nothing that would decide a stage is open.")]
        others = [Words(one.sentence, lead=one.name) for one in pack.other_models]
        beside = [
            Words("The same answers in the other models", bold=True, accent=True),
            *others,
            Words(pack.models_note, scale=0.9),
        ]
        warned = [Words("To be careful with", bold=True, accent=True), *(Words(text) for text in pack.warnings)]
        further = [*(beside if others else []), *(warned if pack.warnings else [])]
        canvas.write_beside([(left, said), (right, further or [Words("No other model was read.")])])

    count = len(pack.not_known)
    title = "Nothing decisive is unanswered" if has_evidence else "What we do not know: whether the claims hold"
    if count:
        title = f"What we do not know yet: {wording.plural(count, 'answer')} would decide"
    return Page(title, draw, (pack.covered,), ("supported",))


def sources(pack: Pack) -> Page:
    def draw(canvas: Canvas) -> None:
        left, right = canvas.area.columns(1, 1.3, gap=0.6)
        said = [
            Words("How it is measured", bold=True, accent=True),
            *(Words(text, lead=term) for term, text in pack.method.meanings),
            Words(pack.method.read_by),
        ]
        first = [s for s in pack.sources if not s.ref.startswith("metric/")]
        shown = [f"metric/{metric.id}" for metric in sorted(pack.records.metrics, key=_rank)]
        listed = [*first, *sorted((s for s in pack.sources if s.ref in shown), key=lambda s: shown.index(s.ref))]
        words = [
            Words(f"{s.text} {s.period}{'' if s.rows is None else f', {s.rows:,} rows'}.", lead=s.title)
            for s in listed
        ]
        sources = [Words("Sources", bold=True, accent=True), *words]
        canvas.write_beside([(left, said), (right, sources)], sizes=(14, 13, 12, 11))

    return Page("Method and sources", draw, tuple(f"{s.ref}: {s.title}. {s.text}" for s in pack.sources))
