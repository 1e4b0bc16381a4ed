"""From a pack to a PowerPoint file: the same pack gives the same bytes."""

import copy
import io
import zipfile
from datetime import UTC, datetime, time
from typing import Any

from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.enum.text import PP_ALIGN

from colonnade.reports import wording
from colonnade.reports.characters import printable
from colonnade.reports.deck.canvas import Area, Canvas, Words
from colonnade.reports.deck.page import Page
from colonnade.reports.deck.slides import pages
from colonnade.reports.deck.template import EMU, company, content_area, layout, ours, title_size
from colonnade.reports.pack.parts import Pack
from colonnade.reports.pack.sources import source_of

LONG_OPENING = 60
"""Letters that the opening's title holds in its own size."""
_ZIP_DAY = (1980, 1, 1, 0, 0, 0)


def deck(pack: Pack, template: bytes | None = None) -> bytes:
    """Eight to twelve slides; `template` is a presentation that read_template has let through."""
    made = company(template) if template else ours(pack.accent)
    _opening(made, pack, template=template is not None)
    for page in pages(pack):
        _slide(made, page, pack)
    _properties(made, pack)
    out = io.BytesIO()
    made.save(out)
    return _settled(out.getvalue())


def _opening(made: Any, pack: Pack, *, template: bool) -> None:
    slide = made.slides.add_slide(layout(made, opening=True))
    name = pack.branding.name
    asked = "ow mature is our Customer Success?"
    slide.shapes.title.text = printable(f"{name}: h{asked}" if name else f"H{asked}")
    if len(slide.shapes.title.text) > LONG_OPENING:
        slide.shapes.title.text_frame.paragraphs[0].runs[0].font.size = title_size("")
    below = [f"{pack.model_name}, {wording.day(pack.as_of)}", *pack.marks]
    for shape in list(slide.placeholders):
        if shape.placeholder_format.type == PP_PLACEHOLDER.SUBTITLE:
            shape.text_frame.text = printable("\n".join(below))
            if not template:
                for paragraph in shape.text_frame.paragraphs:
                    paragraph.alignment = PP_ALIGN.LEFT
        elif shape.placeholder_format.idx and shape.has_text_frame and not shape.text_frame.text:
            shape._element.getparent().remove(shape._element)
    canvas = Canvas(slide, content_area(made, slide))
    canvas.note([pack.title, pack.covered, pack.why_provisional])


def _slide(made: Any, page: Page, pack: Pack) -> None:
    slide = made.slides.add_slide(layout(made, opening=False))
    title = slide.shapes.title
    title.text_frame.text = printable(page.title)
    for paragraph in title.text_frame.paragraphs:
        for run in paragraph.runs:
            run.font.size = title_size(page.title)
    for shape in list(slide.placeholders):
        if shape.placeholder_format.idx and shape != title:
            shape._element.getparent().remove(shape._element)
    canvas = Canvas(slide, content_area(made, slide))
    page.draw(canvas)
    _foot(made, slide, canvas, pack)
    canvas.note([*page.notes, *_cited(page, pack)])


def _cited(page: Page, pack: Pack) -> list[str]:
    """The sources of the figures on a slide."""
    wanted = {source_of(ref) for ref in page.refs}
    found = [source for source in pack.sources if source.ref in wanted]
    return (
        ["Sources:"]
        + [
            f"[{s.ref}] {s.title}: {s.text} {s.period}{'' if s.rows is None else f', {s.rows:,} rows'}"
            for s in found
        ]
        if found
        else []
    )


def _foot(made: Any, slide: Any, canvas: Canvas, pack: Pack) -> None:
    """What holds on every page, and the slide's number where the layout has a place for it."""
    height = made.slide_height / EMU
    said = " · ".join(filter(None, [*pack.marks, pack.branding.name, pack.model_name, wording.day(pack.as_of)]))
    canvas.write(Area(canvas.area.left, height - 0.42, canvas.area.width - 1.2, 0.3), [Words(said)], sizes=(10,))
    for shape in slide.slide_layout.placeholders:
        if shape.placeholder_format.type == PP_PLACEHOLDER.SLIDE_NUMBER:
            slide.shapes._spTree.append(copy.deepcopy(shape._element))


def _properties(made: Any, pack: Pack) -> None:
    own, day = made.core_properties, datetime.combine(pack.as_of, time(), UTC).replace(tzinfo=None)
    own.title = printable(pack.title)
    own.author = own.last_modified_by = printable(pack.branding.name)[:255] or "Colonnade"
    own.subject = printable(pack.headline)[:255]
    own.language = "en-GB"
    own.created = own.modified = day
    own.revision = 1


def _settled(data: bytes) -> bytes:
    """The package with the time of day taken out of it."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as read, zipfile.ZipFile(out, "w") as written:
        for name in read.namelist():
            entry = zipfile.ZipInfo(name, _ZIP_DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            written.writestr(entry, read.read(name))
    return out.getvalue()
