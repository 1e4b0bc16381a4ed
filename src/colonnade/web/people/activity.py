"""The audit log in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from colonnade.web.people import audit
from colonnade.web.people.models import AuditEntry, Organisation, Person

WORDS: dict[str, Promise] = {
    "organisation.made": _("made the organisation"),
    "invitation.sent": _("invited somebody"),
    "invitation.accepted": _("accepted an invitation"),
    "invitation.withdrawn": _("withdrew an invitation"),
    "role.changed": _("changed a role"),
    "member.removed": _("removed a member"),
    "assessment.made": _("began an assessment"),
    "assessment.revealed": _("revealed the scores"),
    "assessment.closed": _("closed an assessment"),
    "assessment.reopened": _("reopened an assessment"),
    "reviewer.added": _("added a reviewer"),
    "reviewer.removed": _("removed a reviewer"),
    "stage.agreed": _("recorded a stage"),
    "target.set": _("set the target"),
}


@dataclass(frozen=True, slots=True)
class Line:
    number: int
    at: datetime
    who: str
    words: Promise | str
    details: str


class Lines(Sequence[Line]):
    """The entries of one organisation's chain, newest first, read a page at a time."""

    def __init__(self, organisation: Organisation) -> None:
        self.entries = AuditEntry.objects.filter(stream=audit.of_organisation(organisation)).order_by("-number")

    def __len__(self) -> int:
        return self.entries.count()

    def __getitem__(self, place):  # type: ignore[no-untyped-def, override]
        entries = list(self.entries[place])
        names = dict(Person.objects.filter(pk__in={e.actor for e in entries}).values_list("pk", "name"))
        return [_line(entry, names.get(entry.actor, str(entry.actor)[:8])) for entry in entries]


def entries_of(organisation: Organisation) -> Lines:
    return Lines(organisation)


def _line(entry: AuditEntry, who: str) -> Line:
    shown = {key: value for key, value in entry.details.items() if key in ("role", "before", "after", "reason", "stage", "early", "dimension")}
    details = ", ".join(f"{key}: {value}" for key, value in shown.items() if value not in (None, "", False))
    return Line(entry.number, entry.at, who, WORDS.get(entry.act, entry.act), details)
