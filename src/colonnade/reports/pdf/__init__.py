"""A pack as PDF, set by typst: tagged for assistive technology (PDF/UA-1), the same bytes for the same pack."""

import json
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

import typst

from colonnade.content.logo import BadLogo
from colonnade.reports.pack import Pack
from colonnade.reports.pdf.contents import contents
from colonnade.reports.pdf.letters import copy_letters

Form = Literal["full", "summary"]
Paper = Literal["a4", "letter"]
TEMPLATE = Path(__file__).parent / "template"


def pack_pdf(pack: Pack, *, form: Form = "full", paper: Paper = "a4") -> bytes:
    """The full report, or its first page alone; raises BadLogo for a logo that no reader of pictures can read.

    Everything a person wrote reaches typst as data and never as markup: no text can name a file or run anything.
    """
    try:
        return _set(pack, form, paper)
    except typst.TypstError:
        if pack.branding.logo is None:
            raise
        _set(replace(pack, branding=replace(pack.branding, logo=None)), form, paper)
        raise BadLogo(
            "the logo is damaged: it cannot be drawn; save it again, as PNG or as SVG of plain shapes"
        ) from None


def _set(pack: Pack, form: Form, paper: Paper) -> bytes:
    said = json.dumps(contents(pack, form=form, paper=paper), ensure_ascii=False)
    with TemporaryDirectory(prefix="colonnade-") as folder:
        copy_letters(Path(folder))
        fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder])
        compiler = typst.Compiler(str(TEMPLATE / "board.typ"), root=str(TEMPLATE), font_paths=fonts)
        made = compiler.compile(format="pdf", sys_inputs={"pack": said}, pdf_standards=["ua-1"])
    assert isinstance(made, bytes)
    return made
