"""The audit log in words."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from colonnade.content.load import bank, shipped_ids, shipped_model
from colonnade.core.naming import table_name
from colonnade.web.assessments.models import Assessment
from colonnade.web.people import audit
from colonnade.web.people.models import AuditEntry, Organisation, Person, Role
from colonnade.web.plans.models import Status

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

ON_A_PAGE = 50
KEYS: dict[str, "_StrPromise"] = {
    "assessment": _("round"),
    "person": _("of"),
    "table": _("kind of record"),
    "lever": _("lever"),
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
"""Of what an entry holds, what is shown and how it is called."""

BY_ID = ("assessment", "dimension", "lever", "criterion")
VALUES: dict[str, "_StrPromise"] = {
    **dict(Role.choices),
    **dict(Status.choices),
    "not_done": _("not done here"),
    "elsewhere": _("done elsewhere"),
}
"""Roles, where a move stands, what is said of a kind of record; every other value stands as it was recorded."""

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
    names = _names(found)
    lines = [_line(entry, _name(entry, names), names, hidden) for entry in found[:ON_A_PAGE]]
    return lines, len(found) > ON_A_PAGE


def _names(entries: Iterable[AuditEntry]) -> dict[str, str]:
    """What the ids in entries are called: people, rounds, dimensions, levers and facts."""
    entries = list(entries)
    people = {str(id) for entry in entries for id in (entry.actor, entry.details.get("person")) if id}
    rounds = {id for entry in entries if (id := entry.details.get("assessment"))}
    models = [shipped_model(id) for id in shipped_ids()]
    return {
        **{criterion.id: criterion.statement for criterion in bank()},
        **{lever.id: lever.text for model in models for lever in model.levers.values()},
        **{dimension.id: dimension.name for model in models for dimension in model.dimensions},
        **{str(pk): name for pk, name in Assessment.everything.filter(pk__in=rounds).values_list("pk", "name")},
        **{str(pk): name for pk, name in Person.objects.filter(pk__in=people).values_list("pk", "name")},
    }


def _name(entry: AuditEntry, names: Mapping[str, str]) -> str:
    """Who is gone is shown by the beginning of their id."""
    if entry.actor is None:
        return str(_("Colonnade, by itself"))
    return names.get(str(entry.actor), str(entry.actor)[:8])


def _line(entry: AuditEntry, who: str, names: Mapping[str, str], hidden: Collection[str]) -> Line:
    is_hidden = entry.details.get("assessment") in hidden
    details = () if is_hidden else _told(entry.details, names)
    return Line(entry.number, entry.at, who, WORDS.get(entry.act, entry.act), ", ".join(details))


def _told(details: Mapping[str, audit.Detail], names: Mapping[str, str]) -> Iterator[str]:
    """A round is not named again beside the name that was recorded, nor one that is removed for good."""
    recorded = details.get("name")
    for key, word in KEYS.items():
        value = details.get(key)
        if key == "assessment" and names.get(str(value), recorded) == recorded:
            continue
        if value in (None, "", False):
            continue
        yield f"{word}: {_said(key, value, names)}"


def _said(key: str, value: audit.Detail, names: Mapping[str, str]) -> object:
    if value is True:
        return _("yes")
    if key == "table":
        return table_name(str(value))
    if key == "person":
        return names.get(str(value), str(value)[:8])
    if key in ("role", "before", "after"):
        return VALUES.get(str(value), value)
    return names.get(str(value), value) if key in BY_ID else value
