"""What the PDF's template is given: the pack as plain data, with what only paper needs."""

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

from colonnade.core.organisation import Logo
from colonnade.reports import wording
from colonnade.reports.pack import Figure, Pack
from colonnade.reports.pack.build import FONT
from colonnade.reports.pdf.letters import STAND_IN, breakable, drawable

WIDEST = 720
"""Points of the widest picture, 960 units, which takes the width of a page."""
PAPERS = {"a4": "a4", "letter": "us-letter"}
LACKING = f"{STAND_IN} stands for a character that the letters of this PDF lack; the other files hold it."
ALONE = "Colonnade"
"""Whose report it is where the organisation has not said its name."""


def contents(pack: Pack, *, form: str, paper: str) -> dict[str, Any]:
    numbers = {source.ref: number for number, source in enumerate(pack.sources, start=1)}
    said: dict[str, Any] = plain(pack)
    said["picture"]["svg"] = drawable(pack.picture.svg)
    said["picture"]["alt"] = drawable(pack.picture.alt)
    for metric, part in zip(said["records"]["metrics"], pack.records.metrics, strict=True):
        metric["ref"] = f"metric/{part.id}"
        metric["source"] = numbers[metric["ref"]]
        metric["counted"] = wording.plural(metric["rows"], "row")
        metric["definition"] = wording.sentence_case(metric["definition"])
    by_itself = [s for s in pack.sources if not s.ref.startswith("metric/")]
    metrics = [number for ref, number in numbers.items() if ref.startswith("metric/")]
    owner = drawable(pack.branding.name) or ALONE
    return {
        **said,
        "form": form,
        "paper": PAPERS[paper],
        "font": FONT,
        "owner": owner,
        "author": [owner],
        "title": drawable(f"{pack.branding.name}, {pack.title}" if pack.branding.name else pack.title),
        "foot": drawable(
            f"Colonnade · {pack.model_name} {pack.model_version} · {wording.day(pack.as_of)} · {pack.status}"
        ),
        "logo": _logo(pack.branding.logo, owner),
        "widest_pt": WIDEST,
        "stages": len(pack.picture.stages),
        "has_evidence": any(dimension.supported is not None for dimension in pack.dimensions),
        "is_provisional": pack.is_provisional,
        "dimensions_title": "Pillar by pillar" if len(pack.dimensions) > 1 else "The dimension",
        "metrics": {metric["id"]: metric for metric in said["records"]["metrics"]},
        "first_sources": [{**plain(source), "number": numbers[source.ref]} for source in by_itself],
        "ids": [[drawable(dimension.name), dimension.id] for dimension in pack.dimensions],
        "metric_numbers": f"{metrics[0]} to {metrics[-1]}" if metrics else "",
        "lacking": LACKING if STAND_IN in json.dumps(said, ensure_ascii=False) else "",
    }


def plain(of: object) -> Any:
    """Dataclasses as JSON, every text such that the letters can draw it, every figure and day as its text."""
    if isinstance(of, Figure):
        return drawable(of.text)
    if isinstance(of, str):
        return breakable(drawable(of))
    if isinstance(of, date):
        return wording.day(of)
    if isinstance(of, Logo):
        return None
    if is_dataclass(of):
        return {field.name: plain(getattr(of, field.name)) for field in fields(of)}
    if isinstance(of, Mapping):
        return {key: plain(value) for key, value in of.items()}
    if isinstance(of, tuple | list):
        return [plain(each) for each in of]
    return of


def _logo(logo: Logo | None, owner: str) -> dict[str, Any] | None:
    if logo is None:
        return None
    alt = f"Logo of {owner}"
    if logo.kind == "svg":
        return {"kind": "svg", "text": drawable(logo.data.decode()), "alt": alt}
    return {"kind": "png", "bytes": list(logo.data), "alt": alt}
