"""The organisation file given with `--org`."""

from pathlib import Path
from typing import get_args

from colonnade.content.logo import MOST_BYTES, BadLogo, logo_of
from colonnade.content.shape import Entry, ListOf, Named, Number, OneOf, Record, Words
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


def read_organisation(path: Path) -> Organisation:
    """The organisation of a YAML file; raises BadOrganisation with every problem of it."""
    problems: list[Problem] = []

    def note(line: int, message: str) -> None:
        problems.append(Problem(message, path.name, line))

    entry: Entry = ORGANISATION.read(read_tree(path, BadOrganisation), note)
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


def _logo(organisation: Path, name: str) -> Logo:
    """A file of the organisation file's own folder."""
    if Path(name).name != name:
        raise BadLogo(f"'{name}' is not the name of a file beside this one; put the logo there")
    try:
        with (organisation.parent / name).open("rb") as file:
            return logo_of(file.read(MOST_BYTES + 1))
    except OSError as failure:
        raise BadLogo(f"'{name}' cannot be read: {failure.strerror}") from None
