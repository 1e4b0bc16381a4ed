"""Which state of the records speaks, and starting to measure a new one."""

import subprocess
import sys
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from uuid import UUID

from django.utils import timezone

from colonnade.app.evidence import Measurements
from colonnade.web.records.folder import folder_of, key_of
from colonnade.web.records.models import Load, State
from colonnade.web.records.stored import from_json

LEASE = timedelta(minutes=30)
"""After so long without a word a measuring process counts as dead, and the next reader starts another."""

MOST_REMEMBERED = 32


@dataclass(frozen=True, slots=True)
class Standing:
    """`speaking` is the newest measured load; `coming` one that is being measured or could not be."""

    speaking: Load | None = None
    coming: Load | None = None


def standing(organisation: UUID) -> Standing:
    """How the organisation's records stand, measuring what is new; costs a page no more than reading a folder."""
    key = key_of(folder_of(organisation))
    loads = list(Load.objects.filter(organisation=organisation).defer("measured", "quality").order_by("-begun_at"))
    speaking = next((load for load in loads if load.state == State.MEASURED), None)
    newest = next((load for load in loads if load.key == key), None)
    if key and (newest is None or _is_dead(newest)):
        newest = _begin(organisation, key)
    coming = newest if newest and newest.state != State.MEASURED else None
    return Standing(speaking, coming)


@lru_cache(maxsize=MOST_REMEMBERED)
def measurements_of(load: UUID) -> Measurements:
    """What was measured; kept in memory, for a load never changes."""
    kept = Load.objects.values_list("measured", flat=True).get(pk=load)
    return from_json(kept or {})


def _begin(organisation: UUID, key: str) -> Load:
    """Of several readers who find new records at once, one starts the measuring."""
    now = timezone.now()
    load, is_mine = Load.objects.get_or_create(organisation_id=organisation, key=key, defaults={"begun_at": now})
    if not is_mine:
        dead = Load.objects.filter(
            pk=load.pk, state=State.MEASURING, begun_at=load.begun_at, begun_at__lt=now - LEASE
        )
        is_mine = bool(dead.update(begun_at=now))
    if is_mine:
        start(load)
    return load


def start(load: Load) -> None:
    command = [sys.executable, "-m", "colonnade.web.records.child", str(load.pk)]
    subprocess.Popen(command, stdin=subprocess.DEVNULL, start_new_session=True)  # noqa: S603 - our own module


def _is_dead(load: Load) -> bool:
    return load.state == State.MEASURING and load.begun_at < timezone.now() - LEASE
