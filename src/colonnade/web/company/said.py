"""What an organisation said of itself, as the core and the reports read it."""

from collections.abc import Mapping
from typing import cast

from colonnade.app.render import Look
from colonnade.content.logo import logo_of
from colonnade.core.company import Company
from colonnade.core.company import Ownership as CoreOwnership
from colonnade.core.organisation import Branding
from colonnade.web.company.models import Asset, Kind, Profile
from colonnade.web.people.models import Organisation


def profile_of(organisation: Organisation) -> Profile:
    """An empty one where nothing was said yet."""
    found: Profile | None = getattr(organisation, "profile", None)
    return found or Profile(organisation=organisation)


def company_of(organisation: Organisation) -> Company:
    said = profile_of(organisation)
    ownership = cast(CoreOwnership | None, said.ownership or None)
    return Company(said.arr_musd, said.cs_team, said.cs_years, ownership)


def assets_of(organisation: Organisation, *kinds: Kind) -> Mapping[str, bytes]:
    """The files of these kinds that are there."""
    found = Asset.objects.filter(organisation=organisation, kind__in=kinds).values_list("kind", "data")
    return {kind: bytes(data) for kind, data in found}


def branding_of(organisation: Organisation, logo: bytes | None) -> Branding:
    said = profile_of(organisation)
    return Branding(said.name or organisation.name, logo_of(logo) if logo else None, said.colour or None)


def look_of(paper: str, template: bytes | None) -> Look:
    return Look("letter" if paper == "letter" else "a4", template)
