"""How cells of sheets for people look: headings, what is given, what is to be filled in, what is done."""

from typing import Any

from colonnade.sheets.workbook import ACCENT, ACCENT_TINT, ENTRY, GREY, INK, LINE, PAPER

DONE = "#EEF1F4"
"""Behind what is known and locked."""
A4 = 9


class Styles:
    """The formats of one workbook."""

    def __init__(self, book: Any) -> None:
        self._book = book
        frame = {"text_wrap": True, "border": 1, "border_color": LINE}
        entry = {**frame, "locked": False, "bg_color": ENTRY}
        self.title = self._format(font_size=18, bold=True, valign="vcenter")
        self.rule = self._format(font_size=11, bold=True, font_color=ACCENT)
        self.hint = self._format(font_color=GREY)
        self.label = self._format(bold=True, align="right", valign="vcenter")
        self.header = self._format(**frame, bold=True, valign="vcenter", font_color=PAPER, bg_color=INK)
        self.section = self._format(bold=True, font_size=11, bg_color=ACCENT_TINT, valign="vcenter")
        self.given = self._format(**frame)
        self.quiet = self._format(**frame, font_color=GREY)
        self.known = self._format(**frame, font_color=GREY, bg_color=DONE)
        self.entry = self._format(**entry, num_format="@")
        self.choice = self._format(**entry, align="center")
        self.day = self._format(**entry, num_format="yyyy-mm-dd", align="left")

    def _format(self, **properties: Any) -> Any:
        base = {"font_name": "Calibri", "font_size": 10, "font_color": INK, "valign": "top"}
        return self._book.add_format({**base, **properties})


def choices(allowed: list[str], title: str, prompt: str) -> dict[str, Any]:
    """A drop-down that takes nothing else; Excel shows 32 characters of the title and 255 of the prompt."""
    return {
        "validate": "list", "source": allowed, "ignore_blank": True,
        "input_title": title, "input_message": prompt,
        "error_title": title, "error_message": f"One of {', '.join(allowed)}.", "error_type": "stop",
    }  # fmt: skip


def protect_and_print(sheet: Any, footer: str) -> None:
    """Only what is to be filled in can be changed; it prints landscape, as wide as a page of A4."""
    sheet.hide_gridlines(2)
    sheet.protect("", {"format_columns": True, "format_rows": True})
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    text = footer.replace("&", "&&")
    sheet.set_footer(f"&L{text}&RPage &P of &N")
