"""Whether typst can draw a logo: asked when one is given, not when a report is due."""

from pathlib import Path
from tempfile import TemporaryDirectory

import typst

from colonnade.core.organisation import Logo


def is_drawable(logo: Logo) -> bool:
    with TemporaryDirectory(prefix="colonnade-") as folder:
        name = f"logo.{logo.kind}"
        Path(folder, name).write_bytes(logo.data)
        page = Path(folder, "page.typ")
        page.write_text(f'#image("{name}")')
        fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False)
        try:
            typst.Compiler(str(page), root=folder, font_paths=fonts).compile(format="pdf")
        except typst.TypstError:
            return False
    return True
