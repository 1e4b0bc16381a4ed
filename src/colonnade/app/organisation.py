"""The organisation file as a diagnosis takes it: what could have no effect is a mistake."""

from pathlib import Path

from colonnade.content.organisation import read_organisation
from colonnade.core.organisation import Organisation


def organisation_of(path: Path | None) -> Organisation:
    """That of the file, or one that says nothing; raises BadOrganisation with every problem."""
    if path is None:
        return Organisation()
    # Imported here as a diagnosis of claims alone has nothing to do with records.
    from colonnade.records import tables_of_metrics

    return read_organisation(path, frozenset().union(*tables_of_metrics().values()))
