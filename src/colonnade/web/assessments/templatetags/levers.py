"""What a lever leads to, and which facts of the target it brings about that are not shown yet."""

from typing import Any

from django import template

from colonnade.core.diagnosis import NOT_OPEN, Diagnosis
from colonnade.core.levers import unmet_criteria

register = template.Library()
SHOWN_AT_ONCE = 2


@register.inclusion_tag("results/_lever.html")
def lever_leads(read: Diagnosis, id: str, pictures: bool = False) -> dict[str, Any]:
    """`pictures`: with what the stage it leads to looks like, for the first of several levers."""
    model, lever = read.model, read.model.levers[id]
    met = frozenset(id for id, answer in read.evidence.answers.items() if answer.value in NOT_OPEN)
    aimed_at = (p.to_stage for p in read.priorities if p.dimension == lever.dimension)
    unmet = unmet_criteria(model, lever.dimension, next(aimed_at, lever.leads_to), met)
    facts = [criterion.statement for criterion in unmet if criterion.id in lever.turns]
    cell = next(c for c in model.by_id[lever.dimension].cells if c.stage == lever.leads_to)
    return {
        "stage": lever.leads_to,
        "name": model.stage(lever.leads_to).name,
        "looks_like": cell.looks_like if pictures else "",
        "facts": facts[:SHOWN_AT_ONCE],
        "further": facts[SHOWN_AT_ONCE:],
    }
