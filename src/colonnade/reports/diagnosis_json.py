"""A diagnosis as JSON by the contract "colonnade.diagnosis/1": keys are stable, more may be added."""

import json
from collections.abc import Iterable
from typing import Any

from colonnade.core.agreement import Agreement
from colonnade.core.capabilities import CapabilitiesReading
from colonnade.core.diagnosis import Diagnosis, ReviewerReading
from colonnade.core.levers import Warning
from colonnade.core.measurement import Measured, Measurement
from colonnade.core.observations import Answer, Finding
from colonnade.core.plan import Plan, PlanItem, Priority, Projection
from colonnade.core.reading import DimensionReading, Lead, Profile
from colonnade.core.readings import SAME_ANSWERS, ModelReading
from colonnade.core.support import Support
from colonnade.core.top_accounts import TopAccountsResult
from colonnade.reports.benchmark_json import benchmark_json
from colonnade.reports.load_json import load_json
from colonnade.reports.measurement_json import measurement_json, months_json, movement_json, round_json
from colonnade.reports.saved import SCHEMA

Json = dict[str, Any]


def dumps(value: Json) -> str:
    """JSON as our files and pipes have it: indented, in a stable order, ending in a line feed."""
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


def diagnosis_json(diagnosis: Diagnosis) -> Json:
    model, profile = diagnosis.model, diagnosis.profile
    return {
        "schema": SCHEMA,
        "model": {"id": model.id, "version": model.version, "name": model.name},
        "as_of": diagnosis.as_of.isoformat(),
        "status": diagnosis.status,
        "synthetic": diagnosis.synthetic,
        "coverage": {"scored": profile.scored, "total": profile.total},
        "reviewers": [_reviewer(reviewer) for reviewer in diagnosis.reviewers],
        "agreement": _agreement(diagnosis.agreement),
        "dimensions": [_dimension(diagnosis, dimension) for dimension in diagnosis.dimensions],
        "profile": _profile(profile),
        "supported_profile": _profile(diagnosis.supported_profile) if diagnosis.supported_profile else None,
        "would_change": {
            "dominant": diagnosis.would_change.dominant,
            "constraint": diagnosis.would_change.constraint,
        },
        "stalls": [_lead(lead, "rests_on") for lead in diagnosis.stalls],
        "strains": [_lead(lead, "against") for lead in diagnosis.strains],
        "idle": [_lead(lead, "against") for lead in diagnosis.idle],
        "patterns": [
            {
                "id": pattern.id,
                "name": pattern.name,
                "state": pattern.state,
                "because": list(pattern.because),
                "remedy": pattern.remedy,
                "levers": list(pattern.levers),
                "ordinary_share": pattern.ordinary_share,
            }
            for pattern in diagnosis.patterns
        ],
        "caps": [_warning(cap) for cap in diagnosis.caps],
        "warnings": [_warning(warning) for warning in diagnosis.warnings],
        "priorities": [_priority(priority) for priority in diagnosis.priorities],
        "plan": _plan(diagnosis),
        "projection": _projection(diagnosis.projection),
        "measurements": [_measurement(diagnosis, measurement) for measurement in diagnosis.measurements],
        "mrr_movements": [
            {"ref": f"movement/{each.month:%Y-%m}", **movement_json(each)} for each in diagnosis.movements
        ],
        "load": load_json(diagnosis.load),
        "answers": {id: _answer(answer) for id, answer in diagnosis.evidence.answers.items()},
        "unanswered": [_unanswered(f) for f in diagnosis.evidence.findings.values() if not isinstance(f, Answer)],
        "evidence_to_get": [
            {
                "criterion": e.criterion,
                "dimension": e.dimension,
                "stage": e.stage,
                "because": e.because,
                "from_records": e.from_records,
            }
            for e in diagnosis.evidence_to_get
        ],
        "top_accounts_test": _top_accounts(diagnosis.top_accounts),
        "readings": {id: _reading(reading) for id, reading in diagnosis.readings.items()},
        "differences": [
            {"higher": d.higher, "lower": d.lower, "because": d.words, "criteria": list(d.criteria)}
            for d in diagnosis.differences
        ],
        "readings_note": SAME_ANSWERS if diagnosis.readings else None,
    }


def _measurement(diagnosis: Diagnosis, measurement: Measurement) -> Json:
    """A measurement, and beside a measured value the figures published of companies of this kind."""
    id = measurement.definition.id
    published = diagnosis.published.get(id) if isinstance(measurement, Measured) else None
    return {
        "metric": id,
        "ref": f"metric/{id}",
        **measurement_json(measurement),
        "months": months_json(diagnosis.series.get(id, ())),
        "benchmark": benchmark_json(published),
    }


def _reviewer(reviewer: ReviewerReading) -> Json:
    return {
        "id": reviewer.id,
        "scored": reviewer.scored,
        "leniency": _rounded(reviewer.leniency),
        "outsider": reviewer.outsider,
    }


def _agreement(agreement: Agreement) -> Json:
    return {
        "statistic": "krippendorff_alpha_ordinal",
        "value": _rounded(agreement.alpha),
        "pairable": agreement.pairable,
        "same": agreement.same,
        "within_one": agreement.within_one,
        "units": agreement.units,
        "interval": _pair(agreement.alpha_range),
        "note": agreement.note,
    }


def _dimension(diagnosis: Diagnosis, dimension: DimensionReading) -> Json:
    model = diagnosis.model
    return {
        "id": dimension.id,
        "name": model.by_id[dimension.id].name,
        "stage": dimension.stage,
        "state": dimension.state,
        "scores": dict(dimension.scores),
        "outsiders": dict(dimension.outsiders),
        "spread": dimension.spread if dimension.scores else None,
        "dispute": dimension.dispute,
        "reason": dimension.reason or None,
        "gap": _rounded(dimension.gap),
        "supported": _support(dimension.supported) if dimension.supported else None,
        "claim_gap": dimension.claim_gap,
        "claim_state": dimension.claim_state,
        "target": dimension.target,
        "criteria": [
            c.id for c in model.criteria if model.id in c.maps and c.maps[model.id].dimension == dimension.id
        ],
    }


def _support(support: Support) -> Json:
    return {
        "stage": support.stage,
        "limit": support.limit,
        "grade": support.grade,
        "best_grade": support.best_grade,
        "owed": list(support.owed),
        "met": support.met,
        "answered": support.answered,
        "applicable": support.applicable,
        "next_stage": support.next_stage,
        "score": _rounded(support.score),
    }


def _profile(profile: Profile) -> Json:
    would_name = profile.would_name or {}
    return {
        "average": round_json(profile.average),
        "average_range": _pair(profile.average_range),
        "distribution": {str(stage): count for stage, count in profile.distribution.items()},
        "dominant": {
            "stage": profile.dominant.stage,
            "count": profile.dominant.count,
            "majority": profile.dominant.majority,
            "tied": list(profile.dominant.tied),
            "scattered": profile.dominant.scattered,
        },
        "constraints": list(profile.constraints),
        "primary_constraint": profile.primary_constraint,
        "firmness": profile.firmness,
        "would_name": {reviewer: list(ids) for reviewer, ids in would_name.items()},
        "even": profile.even,
        "coverage": round_json(profile.coverage),
    }


def _lead(lead: Lead, other: str) -> Json:
    return {"dimension": lead.dimension, other: lead.other, "lead": lead.lead, "because": lead.because}


def _warning(warning: Warning) -> Json:
    return {"id": warning.id, "because": warning.because}


def _priority(priority: Priority) -> Json:
    return {
        "dimension": priority.dimension,
        "from": priority.from_stage,
        "to": priority.to_stage,
        "because": priority.because,
        "pace_days": priority.pace_days,
        "unmet": list(priority.unmet),
        "named_part": list(priority.named_part),
        "levers": [{"id": e.id, "rank": e.rank, "because": list(e.because)} for e in priority.levers],
        "warnings": [_warning(warning) for warning in priority.warnings],
    }


def _plan(diagnosis: Diagnosis) -> Json:
    plan: Plan = diagnosis.plan

    def items(of: Iterable[PlanItem]) -> list[Json]:
        return [_item(diagnosis, item) for item in of]

    return {
        "starts_on": plan.starts_on.isoformat(),
        "review_on": plan.review_on.isoformat(),
        "items": items(plan.items),
        "done": items(plan.done),
        "not_now": items(plan.not_now),
    }


def _item(diagnosis: Diagnosis, item: PlanItem) -> Json:
    lever = diagnosis.model.levers[item.lever]
    return {
        "lever": item.lever,
        "dimension": item.dimension,
        "action": lever.text,
        "owner": item.owner,
        "sponsor": item.sponsor or None,
        "done_when": item.done_when,
        "milestone": item.milestone,
        "today": item.today or None,
        "checkpoints": [day.isoformat() for day in item.checkpoints],
        "due_on": item.due_on.isoformat(),
        "status": item.status,
        "reason": item.reason or None,
        "turns": list(lever.turns),
    }


def _projection(projection: Projection) -> Json:
    return {
        "average": round_json(projection.average),
        "dominant": projection.dominant,
        "constraints": list(projection.constraints),
        "reached_in_days": projection.reached_in_days,
        "note": projection.note,
    }


def _answer(answer: Answer) -> Json:
    return {
        "value": answer.value,
        "tier": answer.tier,
        "on": answer.on.isoformat(),
        "by": list(answer.by),
        "note": answer.note or None,
        "link": answer.link or None,
        "confirmed": answer.confirmed,
    }


def _unanswered(finding: Finding) -> Json:
    assert not isinstance(finding, Answer)
    return {"criterion": finding.criterion, "doubt": finding.doubt, "because": finding.because}


def _top_accounts(result: TopAccountsResult | None) -> Json | None:
    if result is None:
        return None
    accounts = [{"account": a.account, "known": list(a.known)} for a in result.accounts]
    return {
        "passed": result.passed,
        "answered": result.answered,
        "asked": result.asked,
        "because": result.because,
        "accounts": accounts,
    }


def _reading(reading: ModelReading) -> Json:
    return {
        "name": reading.model_name,
        "version": reading.model_version,
        "dominant": reading.dominant,
        "profile": _profile(reading.profile) if reading.profile else None,
        "dimensions": [{"id": id, **_support(support)} for id, support in reading.supported.items()],
        "caps": [{"id": cap.id, "stage": cap.stage, "because": cap.because} for cap in reading.caps],
        "families_behind": [{"id": f.id, "name": f.name, "stage": f.stage} for f in reading.families_behind],
        "capabilities": _capabilities(reading.capabilities) if reading.capabilities else None,
        "note": reading.note or None,
    }


def _capabilities(reading: CapabilitiesReading) -> Json:
    readiness = reading.readiness
    return {
        "coverage": round_json(reading.coverage),
        "by_group": {group: dict(counts) for group, counts in reading.by_group.items()},
        "capabilities": [
            {
                "id": c.id,
                "group": c.group,
                "band": c.band,
                "share": _rounded(c.share),
                "answered": c.answered,
                "applicable": c.applicable,
                "unmet": list(c.unmet),
            }
            for c in reading.capabilities
        ],
        "readiness": {
            "dimension": readiness.dimension,
            "ready": readiness.ready,
            "missing": list(readiness.missing),
        }
        if readiness
        else None,
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round_json(value)


def _pair(pair: tuple[float, float] | None) -> list[float] | None:
    return [round_json(value) for value in pair] if pair else None
