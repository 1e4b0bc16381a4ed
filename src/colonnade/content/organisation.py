"""The organisation file given with `--org`."""

from pathlib import Path
from typing import get_args

from colonnade.content.shape import ListOf, Named, Number, OneOf, Record, Words
from colonnade.content.yaml_tree import read_tree
from colonnade.core.company import Company, Ownership
from colonnade.core.errors import BadOrganisation, Problem
from colonnade.core.organisation import Organisation, TableState, Threshold

WORD = Words(longest=200)
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
    },
)


def read_organisation(path: Path) -> Organisation:
    """The organisation of a YAML file; raises BadOrganisation with every problem of it."""
    problems: list[Problem] = []
    tree = read_tree(path, BadOrganisation)
    entry = ORGANISATION.read(tree, lambda line, message: problems.append(Problem(message, path.name, line)))
    if problems:
        raise BadOrganisation(problems)
    thresholds = {id: Threshold(**threshold) for id, threshold in entry["thresholds"].items()}
    company = Company(**(entry["company"] or {}))
    outsiders = frozenset(entry["outsiders"])
    return Organisation(**{**entry, "outsiders": outsiders, "thresholds": thresholds, "company": company})
