"""Every route of the application, with arguments that lead to real things."""

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from colonnade.web.assessments.models import Assessment
from colonnade.web.people import joining
from colonnade.web.people.models import Invitation, Role
from web.casting import Cast

DIMENSION = "data_intelligence"


def names() -> list[str]:
    return list(_names(get_resolver().url_patterns))


def _names(patterns: list[URLPattern | URLResolver]) -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _names(pattern.url_patterns)
        else:
            yield pattern.name or str(pattern.pattern)


def address(name: str, cast: Cast, assessment: Assessment) -> str:
    """The address of a route over the cast's organisation and its round."""
    if not Invitation.objects.filter(organisation=cast.harbour).exists():
        joining.invite(cast.owner, "nina@example.org", Role.REVIEWER)
    known = {
        "organisation": cast.harbour.pk,
        "assessment": assessment.pk,
        "membership": cast.viewer.pk,
        "invitation": Invitation.objects.get(organisation=cast.harbour).pk,
        "seat": assessment.seats.get(person=cast.sam.person).pk,
        "dimension": DIMENSION,
        "token": "no-such-token",
        "key": "no-such-key",
        "uidb36": "1",
    }
    wanted = get_resolver().reverse_dict.getlist(name)[0][0][0][1]
    return reverse(name, kwargs={argument: known[argument] for argument in wanted})
