"""The forms of a report: what each is for, how it ends, and what a browser is told it is."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

OFFICE = "application/vnd.openxmlformats-officedocument"


@dataclass(frozen=True, slots=True)
class Form:
    """`ending` is the command line's for the same form; `on_paper`: it has a paper size."""

    id: str
    ending: str
    kind: str
    title: "_StrPromise"
    purpose: "_StrPromise"
    on_paper: bool = False
    is_plan: bool = False

    @property
    def shown_ending(self) -> str:
        return self.ending.rpartition(".")[2].upper()


FORMS = (
    Form(
        "report",
        ".pdf",
        "application/pdf",
        _("Report"),
        _("Everything, to read or to print: each dimension, the evidence, the plan, definitions and sources."),
        on_paper=True,
    ),
    Form(
        "summary",
        "summary.pdf",
        "application/pdf",
        _("One-page summary"),
        _("For a reader with a minute: where it stands, what holds it back, what comes next."),
        on_paper=True,
    ),
    Form(
        "deck",
        ".pptx",
        f"{OFFICE}.presentationml.presentation",
        _("Deck"),
        _("To present, and to edit: native charts and tables, sources in the speaker notes."),
    ),
    Form(
        "workbook",
        ".xlsx",
        f"{OFFICE}.spreadsheetml.sheet",
        _("Workbook"),
        _("To work with the figures: scorecard, criteria, metrics over 24 months, live averages."),
        on_paper=True,
    ),
    Form(
        "page",
        ".html",
        "text/html; charset=utf-8",
        _("Web page"),
        _("One file that opens in any browser and fetches nothing: to pass on or to keep."),
    ),
    Form(
        "calendar",
        ".ics",
        "text/calendar; charset=utf-8",
        _("Calendar"),
        _("Checkpoints, milestones and the re-score as whole days. Import it again and it updates."),
        is_plan=True,
    ),
    Form(
        "plan",
        ".md",
        "text/markdown; charset=utf-8",
        _("Plan as text"),
        _("Markdown for a wiki or a ticket, with the roadmaps."),
        is_plan=True,
    ),
    Form(
        "table",
        ".csv",
        "text/csv; charset=utf-8",
        _("Plan as a table"),
        _("CSV for a spreadsheet or a tracker; the command line takes it back with --plan."),
        is_plan=True,
    ),
    Form(
        "data",
        ".json",
        "application/json",
        _("Data"),
        _("JSON, every number with its reference: for programs, and for trace and compare on the command line."),
    ),
)
BY_ID = {form.id: form for form in FORMS}
