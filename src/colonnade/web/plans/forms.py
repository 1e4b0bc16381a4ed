"""What people type into a plan."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from colonnade.core.measurement import Unit
from colonnade.core.model import Lever, Model
from colonnade.web.numbers import Amount, as_shown, scale
from colonnade.web.people.models import SCORES, Membership, Organisation, Person
from colonnade.web.plans.models import Checkpoint, MilestoneKind, Move, Status
from colonnade.web.plans.planning import Decision
from colonnade.web.plans.progress import definition
from colonnade.web.plans.proposing import Proposal

LONGEST_DAYS = 3 * 366
DATE = {"type": "date"}


class Day(forms.DateField):
    def __init__(self, **named: Any) -> None:
        super().__init__(widget=forms.DateInput(attrs=DATE, format="%Y-%m-%d"), **named)


class StartForm(forms.Form):
    starts_on = Day(label=gettext_lazy("Starts on"))
    version = forms.IntegerField(min_value=0, required=False)


class DecisionsForm(StartForm):
    """For each proposed lever `in-<lever>` (yes or no) and `why-<lever>` where it is left for now."""

    def __init__(self, *args: Any, proposals: Sequence[Proposal], **named: Any) -> None:
        super().__init__(*args, **named)
        self.drafts = [draft for proposal in proposals for draft in proposal.drafts]
        for draft in self.drafts:
            id = draft.lever.id
            self.fields[f"in-{id}"] = forms.ChoiceField(choices=[("yes", ""), ("no", "")])
            self.fields[f"why-{id}"] = forms.CharField(max_length=1000, required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for draft in self.drafts:
            id = draft.lever.id
            if data.get(f"in-{id}") == "no" and not data.get(f"why-{id}"):
                self.add_error(f"why-{id}", _("Say why not now: it stands in the plan."))
        return data

    def decisions(self) -> list[Decision]:
        data = self.cleaned_data
        return [Decision(d, data[f"in-{d.lever.id}"] == "yes", data[f"why-{d.lever.id}"]) for d in self.drafts]


class MoveForm(forms.Form):
    """A move's own fields; `limits` says why it would need a reason, given the owner that was chosen.

    Who may not see records is not shown what stood at the start: it stays while the metric does.
    """

    owner = forms.ModelChoiceField(label=gettext_lazy("Owner"), queryset=Person.objects.none(), required=False)
    owner_name = forms.CharField(label=gettext_lazy("or somebody else, by name"), max_length=80, required=False)
    sponsor = forms.CharField(label=gettext_lazy("Sponsor"), max_length=80, required=False)
    milestone_kind = forms.ChoiceField(label=gettext_lazy("The milestone is"), choices=MilestoneKind.choices)
    milestone = forms.CharField(
        label=gettext_lazy("Milestone"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
    metric = forms.ChoiceField(label=gettext_lazy("Metric"), required=False)
    baseline = Amount(label=gettext_lazy("At the start"), required=False)
    target = Amount(label=gettext_lazy("Target"), required=False)
    proof = forms.CharField(label=gettext_lazy("Proof to be filed"), max_length=500, required=False)
    stops = forms.CharField(label=gettext_lazy("What we stop doing for it"), max_length=500, required=False)
    due_on = Day(label=gettext_lazy("Due"))
    reason = forms.CharField(
        label=gettext_lazy("Reason, where it goes beyond the proposal"), max_length=1000, required=False
    )
    version = forms.IntegerField(min_value=0, required=False)

    def __init__(self, *args: Any, organisation: Organisation, move: Move, shows_records: bool) -> None:
        super().__init__(*args)
        self.initial = initial(move)
        model = move.plan.assessment.model
        self.move, self.lever, self.starts_on = move, model.levers[move.lever], move.plan.starts_on
        owner: Any = self.fields["owner"]
        taking_part = Membership.objects.filter(organisation=organisation, role__in=SCORES)
        owner.queryset = Person.objects.filter(pk__in=taking_part.values("person")).order_by("name")
        owner.empty_label = _("to be named")
        if not shows_records:
            del self.fields["baseline"]
        metric: Any = self.fields["metric"]
        metric.choices = [("", _("none")), *metrics_for(model, self.lever)]

    def clean_due_on(self) -> date:
        due_on: date = self.cleaned_data["due_on"]
        if not self.starts_on <= due_on <= self.starts_on + timedelta(days=LONGEST_DAYS):
            raise ValidationError(_("A day within three years of the plan's start, please."))
        return due_on

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("owner") and data.get("owner_name"):
            self.add_error("owner_name", _("Choose a member or type a name, not both."))
        if self.lever.decided_by != "cs_leader" and not data.get("sponsor"):
            self.add_error("sponsor", _("This is decided outside CS: name who sponsors it there."))
        if data.get("milestone_kind") == MilestoneKind.METRIC:
            if not data.get("metric"):
                self.add_error("metric", _("Choose the metric that will show it."))
            if data.get("target") is None:
                self.add_error("target", _("Say which figure it should reach."))
        return data

    def values(self) -> dict[str, Any]:
        """As the move keeps them; figures of a share are typed in per cent."""
        data = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        if data["milestone_kind"] != MilestoneKind.METRIC:
            return data | {"metric": "", "baseline": None, "target": None}
        return data | {name: self._exact(name, data["metric"]) for name in ("baseline", "target")}

    def _exact(self, name: str, metric: str) -> float | None:
        """What stands is shown rounded, or not at all: left as it is shown, it stays as it stands."""
        stands, typed = getattr(self.move, name), self.cleaned_data.get(name)
        if stands is not None and metric == self.move.metric:
            is_shown = name in self.fields
            if not is_shown or typed == self.fields[name].clean(as_shown(stands, unit_of(metric))):
                return float(stands)
        return _from_typed(metric, typed)


def initial(move: Move) -> dict[str, Any]:
    names = (
        "owner", "owner_name", "sponsor", "milestone_kind", "milestone", "metric", "proof", "stops", "due_on",
        "reason", "version",
    )  # fmt: skip
    figures = {name: typed(move.metric, getattr(move, name)) for name in ("baseline", "target")}
    return {name: getattr(move, name) for name in names} | figures


def metrics_for(model: Model, lever: Lever) -> list[tuple[str, str]]:
    """Metrics that speak to the lever's dimension or that its criteria are judged by, with how they are typed."""
    rules = {c.evidence.metric for c in model.criteria if c.evidence and c.id in lever.turns}
    goal = {
        c.evidence.metric for c in model.criteria if c.evidence and c.maps[model.id].dimension == lever.dimension
    }
    speaking = {id for id, dimensions in model.speaks_to.items() if lever.dimension in dimensions}
    found = [(id, known) for id in sorted(rules | goal | speaking) if (known := definition(id))]
    return [(id, f"{known.name}{_typed_in(known.unit)}") for id, known in found]


def _typed_in(unit: str) -> str:
    if unit == "share":
        return _(", in per cent")
    return {"days": _(", in days"), "hours": _(", in hours"), "points": _(", in points")}.get(unit, "")


def typed(metric: str, value: float | None) -> str:
    """A figure of the metric as its field shows it."""
    return "" if value is None else as_shown(value, unit_of(metric))


def unit_of(metric: str) -> Unit | None:
    known = definition(metric)
    return known.unit if known else None


def _from_typed(metric: str, value: float | None) -> float | None:
    return None if value is None else value / scale(unit_of(metric))


class StatusForm(forms.Form):
    """Where a card goes: aside with a reason, done with what shows it."""

    to = forms.ChoiceField(choices=Status.choices)
    version = forms.IntegerField(min_value=0)
    aside_reason = forms.CharField(max_length=1000, required=False)
    evidence = forms.URLField(max_length=500, required=False, assume_scheme="https")
    evidence_note = forms.CharField(max_length=1000, required=False)

    def clean_evidence(self) -> str:
        link: str = self.cleaned_data["evidence"]
        if link and not link.lower().startswith(("http://", "https://")):
            raise ValidationError(_("A link begins with https:// or http://."))
        return link

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        to = data.get("to")
        if to in (Status.DROPPED, Status.NOT_NOW) and not data.get("aside_reason"):
            self.add_error("aside_reason", _("Say why: it stands in the plan."))
        if to == Status.DONE and not (data.get("evidence") or data.get("evidence_note") or self.errors):
            self.add_error("evidence", _("Link what shows it, or say in a sentence where it can be seen."))
        return data

    def values(self, today: date) -> Mapping[str, Any]:
        data, to = self.cleaned_data, Status(self.cleaned_data["to"])
        values: dict[str, Any] = {"status": to, "finished_on": today if to == Status.DONE else None}
        if to == Status.DONE:
            values |= {"evidence": data["evidence"], "evidence_note": data["evidence_note"]}
        return values | {"aside_reason": data["aside_reason"] if to in (Status.DROPPED, Status.NOT_NOW) else ""}


class BackForm(forms.Form):
    version = forms.IntegerField(min_value=0)


class NoteForm(forms.Form):
    version = forms.IntegerField(min_value=0)
    note = forms.CharField(
        max_length=1000, error_messages={"required": gettext_lazy("Write down what you found.")}
    )
    value = Amount(required=False)

    def value_of(self, checkpoint: Checkpoint) -> float | None:
        """As it stands where it was not asked for, or was left as it is shown."""
        metric, stands = checkpoint.move.metric, checkpoint.value
        if "value" not in self.data or self.data["value"] == typed(metric, stands):
            return stands
        return _from_typed(metric, self.cleaned_data["value"])
