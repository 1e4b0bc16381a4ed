"""How the page looks: its style sheet with the picture's colours, so that both always agree."""

from importlib import resources

from colonnade.reports.colonnade_svg import DARK, LIGHT


def style(on_every_sheet: str) -> str:
    """`on_every_sheet` is our own words for the head of each printed page, never what a user wrote."""
    light, dark = (";".join(f"--{name}:{colour}" for name, colour in palette.items()) for palette in (LIGHT, DARK))
    rules = resources.files("colonnade.reports").joinpath("page.css").read_text("utf-8")
    scheme = (
        f":root{{color-scheme:light dark;{light}}}@media screen and (prefers-color-scheme:dark){{:root{{{dark}}}}}"
    )
    head = f'@page{{@top-left{{content:"{on_every_sheet}";font:700 9pt sans-serif}}}}' if on_every_sheet else ""
    return f"{scheme}\n{rules}{head}\n"
