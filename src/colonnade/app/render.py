"""A diagnosis in the forms it leaves the product in, as bytes, for every door."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from colonnade.core.diagnosis import Diagnosis
from colonnade.core.plan import PlanItem

Paper = Literal["a4", "letter"]
SUMMARY_ENDING = "summary.pdf"
DIAGNOSIS_ENDINGS = (".json", ".html", ".pdf", ".pptx", ".xlsx")
PLAN_ENDINGS = (".csv", ".md", ".ics")
WITH_MONTHS = (".json", ".xlsx")
"""The forms that hold a metric's months."""


@dataclass(frozen=True, slots=True)
class Look:
    """`template`: a presentation that reports.deck has looked through; decks are written on it."""

    paper: Paper = "a4"
    template: bytes | None = None


PLAIN = Look()


def render(read: Diagnosis, name: str, look: Look = PLAIN) -> bytes:
    """The bytes of a file of this name, which ends as one of the forms; the same for the same diagnosis."""
    form = form_of(name)
    if form is None:
        raise ValueError(f"no form ends as '{name}' does")
    return _WRITERS[form](read, look)


def form_of(name: str) -> str | None:
    """The ending that says what to write: the one page before the report, since both are PDF."""
    return next((ending for ending in _WRITERS if name.lower().endswith(ending)), None)


# --- one writer a form, each imported when it is asked for --------------------------------------------------


def _json(read: Diagnosis, _: Look) -> bytes:
    from colonnade.reports.diagnosis_json import diagnosis_json, dumps

    return dumps(diagnosis_json(read)).encode()


def _html(read: Diagnosis, _: Look) -> bytes:
    from colonnade.reports.html import diagnosis_html

    return diagnosis_html(read).encode()


def _report(read: Diagnosis, look: Look) -> bytes:
    from colonnade.reports.pack import pack
    from colonnade.reports.pdf import pack_pdf

    return pack_pdf(pack(read), paper=look.paper)


def _summary(read: Diagnosis, look: Look) -> bytes:
    from colonnade.reports.pack import pack
    from colonnade.reports.pdf import pack_pdf

    return pack_pdf(pack(read), form="summary", paper=look.paper)


def _deck(read: Diagnosis, look: Look) -> bytes:
    from colonnade.reports.deck import deck
    from colonnade.reports.pack import pack

    return deck(pack(read), look.template)


def _workbook(read: Diagnosis, look: Look) -> bytes:
    from colonnade.reports.pack import pack
    from colonnade.reports.workbook import pack_workbook
    from colonnade.sheets.plans import COLUMNS, STATUSES, plan_rows
    from colonnade.sheets.text import as_sheet_text

    rows = plan_rows(_items(read), read.model, read.plan.starts_on)
    guarded = [[as_sheet_text(cell) if isinstance(cell, str) else cell for cell in row] for row in rows]
    return pack_workbook(
        pack(read), plan_columns=COLUMNS, plan_rows=guarded, statuses=tuple(STATUSES), paper=look.paper
    )


def _calendar(read: Diagnosis, _: Look) -> bytes:
    from colonnade.reports.ics import diagnosis_calendar

    return diagnosis_calendar(read)


def _markdown(read: Diagnosis, _: Look) -> bytes:
    from colonnade.reports.plan_markdown import plan_markdown

    return plan_markdown(read).encode()


def _plan(read: Diagnosis, _: Look) -> bytes:
    from colonnade.sheets.plans import plan_csv

    return plan_csv(_items(read), read.model, read.plan.starts_on).encode()


def _items(read: Diagnosis) -> tuple[PlanItem, ...]:
    """Everything a plan file holds: what is in flight, then what is done and what is left."""
    return (*read.plan.items, *read.plan.done, *read.plan.not_now)


Writer = Callable[[Diagnosis, Look], bytes]
_WRITERS: Mapping[str, Writer] = {
    ".json": _json,
    ".html": _html,
    SUMMARY_ENDING: _summary,
    ".pdf": _report,
    ".pptx": _deck,
    ".ics": _calendar,
    ".md": _markdown,
    ".csv": _plan,
    ".xlsx": _workbook,
}
