"""The audit log: chains of entries that can be added to and checked, never changed."""

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from hashlib import sha256
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from colonnade.web.people.models import AuditEntry, AuditHead, Organisation, Person

Detail = str | int | bool | None


def of_organisation(organisation: Organisation | UUID) -> str:
    return f"organisation:{organisation.pk if isinstance(organisation, Organisation) else organisation}"


def of_person(person: Person) -> str:
    return f"person:{person.pk}"


SITE = "site"


def record(stream: str, actor: Person | None, act: str, **details: Detail) -> None:
    """Add an entry inside the caller's transaction, so that act and entry stand or fall together.

    Entries name people by their id alone: after an erasure the id is nobody's.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError(f"'{act}' is recorded outside a transaction")
    AuditHead.objects.get_or_create(stream=stream)
    head = AuditHead.objects.select_for_update().get(stream=stream)
    entry = AuditEntry(
        stream=stream,
        number=head.length + 1,
        at=timezone.now(),
        actor=actor.pk if actor else None,
        act=act,
        details=details,
        previous=head.hash,
    )
    entry.hash = hash_of(entry)
    entry.save(force_insert=True)
    head.length, head.hash = entry.number, entry.hash
    head.save()


def hash_of(entry: AuditEntry) -> str:
    fields = (
        entry.stream,
        entry.number,
        _utc(entry.at),
        str(entry.actor) if entry.actor else None,
        entry.act,
        entry.details,
        entry.previous,
    )
    return sha256(json.dumps(fields, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def faults(stream: str, anchor: tuple[int, str] | None = None) -> tuple[str, ...]:
    """What is wrong with a chain, in words.

    `anchor` is a length and hash written down elsewhere earlier: only that shows a tail cut off together with
    the head.
    """
    head = AuditHead.objects.filter(stream=stream).first()
    entries = list(AuditEntry.objects.filter(stream=stream).order_by("number"))
    found = list(_broken_links(entries))
    last = (entries[-1].number, entries[-1].hash) if entries else (0, "")
    if (head.length, head.hash) != last if head else bool(entries):
        found.append(f"the head of {stream} does not fit its last entry")
    if anchor and anchor[0] and (anchor[0] > len(entries) or entries[anchor[0] - 1].hash != anchor[1]):
        found.append(f"entry {anchor[0]} of {stream} is not the one that was noted")
    return tuple(found)


def _broken_links(entries: Iterable[AuditEntry]) -> Iterable[str]:
    previous = ""
    for place, entry in enumerate(entries, start=1):
        if entry.number != place:
            yield f"entry {place} is missing"
        if entry.previous != previous or entry.hash != hash_of(entry):
            yield f"entry {entry.number} was changed"
        previous = entry.hash


def _utc(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")
