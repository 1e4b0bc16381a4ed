"""How the page looks: its style sheet with the picture's colours, so that both always agree."""

from importlib import resources

from colonnade.reports.colonnade_svg import LIGHT, dark_rules, variables


def style(on_every_sheet: str) -> str:
    """`on_every_sheet` is our own words for the head of each printed page, never what a user wrote."""
    rules = resources.files("colonnade.reports").joinpath("page.css").read_text("utf-8")
    scheme = (
        f":root{{color-scheme:light dark;{variables(LIGHT)}}}{dark_rules(':root')}"
        ":root[data-theme=light]{color-scheme:light}@media screen{:root[data-theme=dark]{color-scheme:dark}}"
    )
    head = f'@page{{@top-left{{content:"{on_every_sheet}";font:700 9pt sans-serif}}}}' if on_every_sheet else ""
    return f"{scheme}\n{rules}{head}\n"
