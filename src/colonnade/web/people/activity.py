"""The audit log in words."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from colonnade.web.people import audit
from colonnade.web.people.models import AuditEntry, Organisation, Person

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

ON_A_PAGE = 50
KEYS: dict[str, "_StrPromise"] = {
    "role": _("role"),
    "before": _("before"),
    "after": _("after"),
    "reason": _("reason"),
    "stage": _("stage"),
    "early": _("early"),
    "dimension": _("dimension"),
    "criterion": _("criterion"),
    "name": _("name"),
    "reviewers": _("reviewers"),
}
"""Of what an entry holds, what is shown and how it is called; the values stand as they were recorded."""

WORDS: dict[str, "_StrPromise"] = {
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
    "reviewers.reminded": _("reminded reviewers"),
    "assessment.deleted": _("deleted an assessment"),
    "assessment.restored": _("restored a deleted assessment"),
    "assessment.removed": _("removed a deleted assessment for good"),
    "meeting.opened": _("opened the meeting"),
    "answer.settled": _("settled an answer"),
    "target.set": _("set the target"),
    "plan.made": _("made a plan"),
    "plan.redated": _("moved a plan's dates"),
    "move.added": _("added a move to a plan"),
    "move.changed": _("changed a move of a plan"),
    "move.moved": _("moved a card of a plan"),
    "checkpoint.noted": _("noted a checkpoint"),
    "records.kind_said": _("said what is done here of"),
    "records.tiers_named": _("named the tiers"),
    "records.threshold_set": _("set a threshold"),
    "company.changed": _("changed the organisation's settings"),
    "company.logo_kept": _("gave reports a logo"),
    "company.logo_removed": _("took the logo away"),
    "company.template_kept": _("gave the deck a template"),
    "company.template_removed": _("took the deck's template away"),
    "report.taken": _("took a report along"),
}


@dataclass(frozen=True, slots=True)
class Line:
    number: int
    at: datetime
    who: str
    words: "_StrPromise | str"
    details: str


def lines_of(organisation: Organisation, page: int, hidden: Collection[str] = ()) -> tuple[list[Line], bool]:
    """A page of the organisation's chain, newest first, and whether there are older ones.

    Of the rounds in `hidden`, which the reader may not read for now, only the acts are told.
    """
    entries = AuditEntry.objects.filter(stream=audit.of_organisation(organisation)).order_by("-number")
    found = list(entries[(page - 1) * ON_A_PAGE : page * ON_A_PAGE + 1])
    names = dict(Person.objects.filter(pk__in={entry.actor for entry in found}).values_list("pk", "name"))
    lines = [_line(entry, _name(entry, names), hidden) for entry in found[:ON_A_PAGE]]
    return lines, len(found) > ON_A_PAGE


def _name(entry: AuditEntry, names: Mapping[UUID, str]) -> str:
    """Who is gone is shown by the beginning of their id."""
    if entry.actor is None:
        return str(_("Colonnade, by itself"))
    return names.get(entry.actor, str(entry.actor)[:8])


def _line(entry: AuditEntry, who: str, hidden: Collection[str]) -> Line:
    is_hidden = entry.details.get("assessment") in hidden
    shown = {key: value for key, value in entry.details.items() if key in KEYS and not is_hidden}
    details = ", ".join(f"{KEYS[key]}: {value}" for key, value in shown.items() if value not in (None, "", False))
    return Line(entry.number, entry.at, who, WORDS.get(entry.act, entry.act), details)
