"""The organisation file given with `--org`."""

from collections.abc import Collection
from difflib import get_close_matches
from pathlib import Path
from typing import get_args

from colonnade.content.load import bank
from colonnade.content.logo import MOST_BYTES, BadLogo, logo_of
from colonnade.content.shape import Entry, ListOf, Named, Note, Number, OneOf, Record, Words
from colonnade.content.yaml_tree import read_tree
from colonnade.core.company import Company, Ownership
from colonnade.core.errors import BadOrganisation, Problem
from colonnade.core.organisation import Branding, Logo, Organisation, TableState, Threshold

WORD = Words(longest=200)
COLOUR = Words(r"^#[0-9a-fA-F]{6}$", "a colour as #rrggbb, in quotation marks", longest=7)
COMPANY = Record(
    {},
    {
        "arr_musd": (Number(0, 1e6), None),
        "cs_team": (Number(0, 1e6, whole=True), None),
        "cs_years": (Number(0, 100), None),
        "ownership": (OneOf(get_args(Ownership)), None),
    },
)
ORGANISATION = Record(
    {},
    {
        "top_tier": (WORD, None),
        "low_tier": (WORD, None),
        "second_tier": (WORD, None),
        "named_accounts": (ListOf(WORD, most=10_000), ()),
        "tables": (Named(OneOf(get_args(TableState))), {}),
        "outsiders": (ListOf(WORD), ()),
        "thresholds": (Named(Record({"value": Number(-1e9, 1e9), "by": WORD, "reason": WORD})), {}),
        "company": (COMPANY, None),
        "name": (WORD, ""),
        "logo": (WORD, None),
        "colour": (COLOUR, None),
    },
)


def read_organisation(path: Path, tables: Collection[str] | None = None) -> Organisation:
    """The organisation of a YAML file; raises BadOrganisation with every problem of it.

    `tables` are those that metrics read; what is said of another would have no effect.
    """
    problems: list[Problem] = []

    def note(line: int, message: str) -> None:
        problems.append(Problem(message, path.name, line))

    entry: Entry = ORGANISATION.read(read_tree(path, BadOrganisation), note)
    _check_thresholds(entry["thresholds"], note)
    if tables is not None:
        for name in entry["tables"]:
            if name not in tables:
                known = _near(name, tables) or f"; they read {', '.join(sorted(tables))}"
                note(entry["tables"].line_of(name), f"no metric reads a table '{name}'{known}")
    logo = None
    try:
        logo = _logo(path, entry["logo"]) if entry["logo"] else None
    except BadLogo as fault:
        note(entry.line_of("logo"), str(fault))
    if problems:
        raise BadOrganisation(problems)
    dressed = ("name", "logo", "colour")
    return Organisation(
        **{key: value for key, value in entry.items() if key not in dressed}
        | {
            "outsiders": frozenset(entry["outsiders"]),
            "thresholds": {id: Threshold(**threshold) for id, threshold in entry["thresholds"].items()},
            "company": Company(**(entry["company"] or {})),
            "branding": Branding(entry["name"], logo, entry["colour"]),
        }
    )


def _check_thresholds(thresholds: Entry, note: Note) -> None:
    asked = {criterion.id: criterion.evidence for criterion in bank()} if thresholds else {}
    for id in thresholds:
        if id not in asked:
            note(thresholds.line_of(id), f"there is no criterion '{id}'{_near(id, asked)}")
        elif asked[id] is None:
            note(thresholds.line_of(id), f"'{id}' is answered by people, not by a figure: it has no threshold")


def _near(name: str, known: Collection[str]) -> str:
    near = get_close_matches(name, known, 1)
    return f"; did you mean '{near[0]}'?" if near else ""


def _logo(organisation: Path, name: str) -> Logo:
    """A file of the organisation file's own folder."""
    if Path(name).name != name:
        raise BadLogo(f"'{name}' is not the name of a file beside this one; put the logo there")
    try:
        with (organisation.parent / name).open("rb") as file:
            return logo_of(file.read(MOST_BYTES + 1))
    except OSError as failure:
        raise BadLogo(f"'{name}' cannot be read: {failure.strerror}") from None
