"""Changing what an organisation says of itself: only by who saw what it said before, and audited."""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from django.db import transaction

from colonnade.web.company.models import Asset, EarlierAsset, Kind, Profile
from colonnade.web.people import audit
from colonnade.web.people.models import Membership

LOOK = ("name", "colour", "paper")
FACTS = ("ownership", "arr_musd", "cs_team", "cs_years")


class Overtaken(Exception):
    """Somebody changed the same part since it was shown."""


def state_of(profile: Profile, fields: tuple[str, ...]) -> str:
    """A short sign of what a part says; a form carries it along."""
    return sha256(repr([str(getattr(profile, field)) for field in fields]).encode()).hexdigest()[:16]


@transaction.atomic
def change(me: Membership, fields: tuple[str, ...], values: Mapping[str, Any], *, seen: str) -> bool:
    """Whether anything changed; raises Overtaken where the part is no longer what was seen."""
    Profile.objects.get_or_create(organisation_id=me.organisation_id)
    now = Profile.objects.select_for_update().get(pk=me.organisation_id)
    if state_of(now, fields) != seen:
        raise Overtaken
    changed = [field for field in fields if getattr(now, field) != values[field]]
    if not changed:
        return False
    before = _told(now, changed)
    for field in changed:
        setattr(now, field, values[field])
    now.save(update_fields=changed)
    _record(me, "company.changed", before=before, after=_told(now, changed))
    return True


def _told(profile: Profile, fields: list[str]) -> str:
    said = {field: getattr(profile, field) for field in fields}
    return ", ".join(f"{field} {value if value not in (None, '') else '–'}" for field, value in said.items())


@transaction.atomic
def keep(me: Membership, kind: Kind, name: str, data: bytes) -> None:
    """A checked file in place of the one before, which can be had back."""
    _set_aside(me, kind)
    Asset.objects.update_or_create(
        organisation_id=me.organisation_id, kind=kind, defaults={"name": name, "data": data}
    )
    _record(me, f"company.{kind.value}_kept", name=name, digest=sha256(data).hexdigest())


@transaction.atomic
def remove(me: Membership, kind: Kind) -> bool:
    """Whether there was one; it can be had back."""
    _set_aside(me, kind)
    gone, _ = Asset.objects.filter(organisation_id=me.organisation_id, kind=kind).delete()
    if gone:
        _record(me, f"company.{kind.value}_removed")
    return bool(gone)


@transaction.atomic
def bring_back(me: Membership, kind: Kind) -> bool:
    """The file before the last change, in place of the one that stands now; whether there was one."""
    before = EarlierAsset.objects.filter(organisation_id=me.organisation_id, kind=kind).first()
    if before is None:
        return False
    keep(me, kind, before.name, bytes(before.data))
    return True


def _set_aside(me: Membership, kind: Kind) -> None:
    now = Asset.objects.select_for_update().filter(organisation_id=me.organisation_id, kind=kind).first()
    if now:
        EarlierAsset.objects.update_or_create(
            organisation_id=me.organisation_id, kind=kind, defaults={"name": now.name, "data": bytes(now.data)}
        )


def _record(me: Membership, act: str, **details: audit.Detail) -> None:
    audit.record(audit.of_organisation(me.organisation_id), me.person, act, **details)
