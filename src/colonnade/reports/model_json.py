"""A model as JSON: `colonnade models show ID --format json`."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from colonnade.core.criteria import Criterion
from colonnade.core.model import Cell, Dimension, Model, Named
from colonnade.core.signatures import Pattern

Json = dict[str, Any]


def model_json(model: Model) -> Json:
    """All of a model; parts it does not have are left out. Stages are numbers in cells and maps, ids elsewhere."""
    whole: Json = {
        "id": model.id,
        "name": model.name,
        "version": model.version,
        "about": model.about,
        "roll_up": model.roll_up,
        "stages": [_without_empty(asdict(stage)) for stage in model.stages],
        "groups": [asdict(group) for group in model.groups],
        "dimensions": [_dimension(dimension) for dimension in model.dimensions],
        "criteria": [_criterion(model, criterion) for criterion in model.criteria],
        "metrics": [
            {"id": id, "name": metric.name, "stages": list(metric.stages), "speaks_to": list(metric.speaks_to)}
            for metric in model.metrics
            for id in metric.ids
        ],
        "patterns": [_pattern(pattern) for pattern in model.patterns],
        "principles": _named(model.principles),
        "procedure": _named(model.procedure),
        "profiles": [_without_empty(asdict(profile)) for profile in model.profiles],
        "characteristics": [_without_none(asdict(c)) for c in model.characteristics],
        "families": [{"id": family.id, "name": family.name} for family in model.families],
        "actions": [asdict(action) for action in model.actions],
        "unlocks": [{"from": u.from_stage, "to": u.to_stage, "text": u.text} for u in model.unlocks],
        "transitions": [
            {"from": t.from_stage, "to": t.to_stage, "name": t.name, "text": t.text, "steps": list(t.steps)}
            for t in model.transitions
        ],
        "roadmap": [asdict(horizon) for horizon in model.roadmap],
        "dashboard": _named(model.dashboard),
        "pitfalls": _named(model.pitfalls),
        "checklist": _named(model.checklist),
        "interviews": [asdict(interview) for interview in model.interviews],
        "top_accounts_test": asdict(model.top_accounts_test) if model.top_accounts_test else None,
        "bands": [asdict(band) for band in model.bands],
        "claims": [asdict(claim) for claim in model.claims],
    }
    return {key: value for key, value in whole.items() if value or key in ("stages", "groups", "criteria")}


def _dimension(dimension: Dimension) -> Json:
    return {
        "id": dimension.id,
        "name": dimension.name,
        "short": dimension.short,
        "about": dimension.about,
        "group": dimension.group,
        "rests_on": [{"dimension": edge.rests_on, "source": edge.source} for edge in dimension.rests_on],
        "cells": [_cell(cell) for cell in dimension.cells],
    }


def _cell(cell: Cell) -> Json:
    levers = [
        {
            "id": lever.id,
            "text": lever.text,
            "kind": lever.kind,
            "decided_by": lever.decided_by,
            "sponsor": lever.sponsor or None,
            "effort": lever.effort,
            "leads_to": lever.leads_to,
            "turns": list(lever.turns),
        }
        for lever in cell.levers
    ]
    return {"stage": cell.stage, "looks_like": cell.looks_like, "source": cell.source, "levers": levers}


def _criterion(model: Model, criterion: Criterion) -> Json:
    at = criterion.maps.get(model.id)
    return {
        "id": criterion.id,
        "dimension": at.dimension if at else criterion.capability,
        "capability": criterion.capability,
        "statement": criterion.statement,
        "weight": criterion.weight,
        "effort": criterion.effort,
        "kind": criterion.kind,
        "maps": {id: _without_none(asdict(mapped)) for id, mapped in criterion.maps.items()},
        "evidence": _without_none(asdict(criterion.evidence)) if criterion.evidence else None,
    }


def _pattern(pattern: Pattern) -> Json:
    return {
        "id": pattern.id,
        "name": pattern.name,
        "text": pattern.text,
        "remedy": pattern.remedy,
        "levers": list(pattern.levers),
    }


def _named(entries: Iterable[Named]) -> list[Json]:
    return [_without_empty(asdict(entry)) for entry in entries]


def _without_empty(values: Json) -> Json:
    return {key: value for key, value in values.items() if value not in ("", None, (), [])}


def _without_none(values: Json) -> Json:
    return {key: value for key, value in values.items() if value is not None}
