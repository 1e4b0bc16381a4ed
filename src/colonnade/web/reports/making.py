"""Making a file once for the contents it shows, and never two at a time in one process."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date
from hashlib import sha256
from threading import BoundedSemaphore, Lock

from django.db.models import Count, Sum
from django.utils import timezone
from django.utils.text import slugify

from colonnade import __version__
from colonnade.app.render import Look, render
from colonnade.core.diagnosis import Diagnosis
from colonnade.reports.diagnosis_json import diagnosis_json
from colonnade.web.assessments.models import Assessment
from colonnade.web.reports.forms_offered import Form
from colonnade.web.reports.models import Made

MOST_KEPT_BYTES, MOST_KEPT_FILES = 200_000_000, 5_000
WAIT_SECONDS = 3.0
MOST_WAITING = 1
"""Of a process's four threads: one makes, one waits, and two are left for pages."""


class Busy(Exception):
    """Another file is being made; come again in a moment."""


_making = Lock()
_waiting = BoundedSemaphore(MOST_WAITING)


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    if not _making.acquire(blocking=False):
        _wait()
    try:
        yield
    finally:
        _making.release()


def _wait() -> None:
    """Until it is this one's turn; raises Busy when it takes long, or enough others wait already."""
    if not _waiting.acquire(blocking=False):
        raise Busy
    try:
        if not _making.acquire(timeout=WAIT_SECONDS):
            raise Busy
    finally:
        _waiting.release()


@dataclass(frozen=True, slots=True)
class Order:
    """A file that somebody asks for."""

    assessment: Assessment
    read: Diagnosis
    form: Form
    look: Look
    audience: str

    @property
    def slot(self) -> str:
        """One file of a kind is kept for one kind of reader: the newest."""
        parts = (self.read.model.id, self.form.id, self.look.paper if self.form.on_paper else "", self.audience)
        return "/".join(parts)[:120]


def make(order: Order) -> Made:
    """The file kept of the same contents, or a new one; raises Busy."""
    key = key_of(order)
    if found := _kept(order, key):
        return found
    with _one_at_a_time():
        content = render(order.read, f"x{_dotted(order.form)}", order.look)
    return _keep(order, key, content)


def key_of(order: Order) -> str:
    """Changes with anything that the file shows."""
    read, look = order.read, order.look
    branding = read.branding
    shown = {
        "version": __version__,
        "read": diagnosis_json(read),
        "company": {**asdict(read.company), "from_records": sorted(read.company.from_records)},
        "branding": [branding.name, branding.colour, _digest(branding.logo.data if branding.logo else None)],
        "paper": look.paper if order.form.on_paper else None,
        "template": _digest(look.template),
        "form": order.form.id,
    }
    return sha256(json.dumps(shown, sort_keys=True).encode()).hexdigest()


def _digest(data: bytes | None) -> str | None:
    return None if data is None else sha256(data).hexdigest()


def _kept(order: Order, key: str) -> Made | None:
    found: Made | None = (
        Made.objects.filter(assessment=order.assessment, slot=order.slot, key=key).defer("content").first()
    )
    return found


def _keep(order: Order, key: str, content: bytes) -> Made:
    """In place of the one before; the oldest of all rounds go when there are too many."""
    made = Made(
        assessment=order.assessment,
        slot=order.slot,
        key=key,
        name=name_of(order.assessment, order.form, order.read.as_of),
        content=content,
        size_bytes=len(content),
        made_at=timezone.now(),
    )
    fields = ["key", "name", "content", "size_bytes", "made_at"]
    Made.objects.bulk_create(
        [made], update_conflicts=True, unique_fields=["assessment", "slot"], update_fields=fields
    )
    _forget_oldest()
    return made


def _forget_oldest() -> None:
    kept = Made.objects.aggregate(size=Sum("size_bytes", default=0), files=Count("pk"))
    held, files = kept["size"], kept["files"]
    if held <= MOST_KEPT_BYTES and files <= MOST_KEPT_FILES:
        return
    going = []
    for id, size in Made.objects.order_by("made_at").values_list("pk", "size_bytes"):
        if held <= MOST_KEPT_BYTES and files <= MOST_KEPT_FILES:
            break
        going.append(id)
        held, files = held - size, files - 1
    Made.objects.filter(pk__in=going).delete()


def name_of(assessment: Assessment, form: Form, on: date) -> str:
    """A plain name on any system, whatever the organisation and the round are called."""
    words = [slugify(assessment.organisation.name)[:60], slugify(assessment.name)[:60], on.isoformat(), form.id]
    return "-".join(filter(None, words)) + "." + form.ending.rpartition(".")[2]


def _dotted(form: Form) -> str:
    return form.ending if form.ending.startswith(".") else f".{form.ending}"
