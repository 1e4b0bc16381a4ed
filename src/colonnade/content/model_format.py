"""The format of a model file and of the bank of criteria, declared once for reading and for editors."""

from typing import Any, get_args

from colonnade.content.shape import (
    ID,
    Either,
    End,
    Entry,
    Flag,
    ListOf,
    Named,
    Note,
    Number,
    OneOf,
    Record,
    Schema,
    Shape,
    Words,
)
from colonnade.content.yaml_tree import Tree
from colonnade.core.criteria import Operator
from colonnade.core.model import DecidedBy, LeverKind, RollUp, Source

MOST_STAGES = 9
SHORT_LABEL = 12

WORDS = Words()
IDS = ListOf(ID)
STAGE = Number(1, MOST_STAGES, whole=True)
SHARE = Number(0, 1)
DAYS = Number(1, 3650, whole=True)
EFFORT = Number(1, 3, whole=True)
SOURCE = OneOf(get_args(Source))


class Condition:
    """The signature of a pattern over stages: all, any and count of parts, or a test of one dimension."""

    neutral: Any = Entry(0, {"all": ()})

    _tests = (
        Record({"at_least": STAGE, "dimension": ID}),
        Record({"at_most": STAGE, "dimension": ID}),
        Record({"exactly": STAGE, "dimension": ID}),
        Record({"below": ID, "dimension": ID}, {"by": (STAGE, 1)}),
    )

    def _records(self) -> tuple[Record, ...]:
        parts = ListOf(ConditionReference(), least=1, most=20)
        return (
            Record({"all": parts}),
            Record({"any": parts}),
            Record({"count": Number(1, 20, whole=True), "of": parts}),
            *self._tests,
        )

    def read(self, tree: Tree, note: Note) -> Entry:
        return Either(self._records()).read(tree, note)

    def schema(self) -> Schema:
        return Either(self._records()).schema()


class ConditionReference(Condition):
    def schema(self) -> Schema:
        return {"$ref": "#/$defs/condition"}


_RULE_FIELDS: dict[str, Shape] = {
    "metric": ID,
    "operator": OneOf(get_args(Operator)),
    "threshold": Number(-1_000_000, 1_000_000),
    "least_rows": Number(0, 1_000_000, whole=True),
}
_RULE_OPTIONS: dict[str, tuple[Shape, Any]] = {
    "by": (ID, None),
    "reading": (
        OneOf(("group", "min", "max", "max_over_min", "low_over_top", "median", "share50", "share80", "count")),
        None,
    ),
    "of": (WORDS, None),
    "window_days": (DAYS, None),
    "field": (ID, None),
}
EVIDENCE_RULE = Record(_RULE_FIELDS, _RULE_OPTIONS)
_COUNTS_FROM: dict[str, tuple[Shape, Any]] = {"from_stage": (STAGE, None), "dimension": (ID, None)}
PATTERN_EVIDENCE = Either(
    (
        Record({"criterion": ID, "is": OneOf(("met", "not_met"))}, _COUNTS_FROM),
        Record(_RULE_FIELDS, _RULE_OPTIONS | _COUNTS_FROM | {"says": (WORDS, "")}),
    )
)

LEVER = Record(
    {
        "id": ID,
        "text": WORDS,
        "kind": OneOf(get_args(LeverKind)),
        "decided_by": OneOf(get_args(DecidedBy)),
        "effort": EFFORT,
        "leads_to": STAGE,
    },
    {"sponsor": (WORDS, ""), "gives_revenue_number": (Flag(), False), "turns": (IDS, ())},
)
CELL = Record(
    {"stage": STAGE, "looks_like": WORDS}, {"source": (SOURCE, "product"), "levers": (ListOf(LEVER), ())}
)
DIMENSION = Record(
    {"id": ID, "name": WORDS, "about": WORDS},
    {
        "short": (Words(longest=SHORT_LABEL), ""),
        "group": (ID, None),
        "rests_on": (ListOf(Record({"dimension": ID}, {"source": (SOURCE, "product")})), ()),
        "cells": (ListOf(CELL), ()),
        "repeatable": (ID, None),
        "measured": (ID, None),
    },
)
STAGES = Record(
    {"id": ID, "name": WORDS, "summary": WORDS},
    {"tagline": (WORDS, ""), "focus": (WORDS, ""), "kpis": (ListOf(WORDS), ()), "practices": (ListOf(WORDS), ())},
)
LEAD_RULE = Record(
    {"dimension": ID, "against": ID, "lead": STAGE, "because": WORDS}, {"source": (SOURCE, "product")}
)
RULES = Record(
    {},
    {
        "stall_lead": (STAGE, 2),
        "strains": (ListOf(LEAD_RULE), ()),
        "idle": (ListOf(LEAD_RULE), ()),
        "revenue_number_needs": (IDS, ()),
        "leader": (
            Record(
                {"above_stage": STAGE, "lever": WORDS}, {"criterion": (ID, None), "source": (SOURCE, "product")}
            ),
            None,
        ),
    },
)
PATTERN = Record(
    {"id": ID, "name": WORDS, "text": WORDS, "remedy": WORDS, "scores": ConditionReference()},
    {
        "ordinary_share": (SHARE, None),
        "levers": (IDS, ()),
        "evidence": (
            Record({}, {"all": (ListOf(PATTERN_EVIDENCE), ()), "any": (ListOf(PATTERN_EVIDENCE), ())}),
            None,
        ),
    },
)
NAMED = Record({"id": ID, "text": WORDS}, {"name": (WORDS, "")})
BAND = ListOf(End(most=999_999), least=2, most=2)
PROFILE = Record(
    {"stage": ID, "arr": WORDS, "team_size": WORDS},
    {
        "leadership": (WORDS, ""),
        "years_of_cs": (WORDS, ""),
        "exception": (WORDS, ""),
        "arr_musd": (BAND, None),
        "years": (BAND, None),
        "team": (BAND, None),
    },
)
TOP_ACCOUNTS_TEST = Record(
    {
        "about": WORDS,
        "accounts": Number(1, 100, whole=True),
        "minimum": Number(1, 100, whole=True),
        "pass_share": SHARE,
        "health_days": DAYS,
        "cap_stage": STAGE,
        "questions": ListOf(NAMED, least=1),
    },
    {"criterion": (ID, None)},
)
GATE = Record(
    {},
    {
        "least_criteria": (Number(1, 100, whole=True), 2),
        "answered_share": (SHARE, 2 / 3),
        "met_share": (SHARE, 0.75),
        "floor_share": (SHARE, 0.5),
        "said_days": (DAYS, 120),
        "documented_days": (DAYS, 365),
        "measured_days": (DAYS, 100),
    },
)

MODEL = Record(
    {
        "id": ID,
        "name": WORDS,
        "version": Words(r"^\d{1,4}\.\d{1,4}\.\d{1,4}$", "a version such as 1.0.0"),
        "about": WORDS,
        "dimensions": ListOf(DIMENSION, least=1, most=40),
    },
    {
        "stages": (ListOf(STAGES, least=2, most=MOST_STAGES), ()),
        "audience": (WORDS, ""),
        "groups": (ListOf(Record({"id": ID, "name": WORDS}, {"about": (WORDS, "")})), ()),
        "roll_up": (OneOf(get_args(RollUp)), "gate"),
        "answers": (Named(SHARE), None),
        "gate": (GATE, None),
        "pace_days": (ListOf(DAYS, least=1, most=MOST_STAGES - 1), None),
        "rules": (RULES, None),
        "metrics": (
            ListOf(Record({"name": WORDS, "ids": ListOf(ID, least=1), "stages": IDS}, {"speaks_to": (IDS, ())})),
            (),
        ),
        "supporting_metrics": (ListOf(Record({"id": ID, "speaks_to": IDS})), ()),
        "patterns": (ListOf(PATTERN), ()),
        "principles": (ListOf(NAMED), ()),
        "procedure": (ListOf(NAMED), ()),
        "families": (ListOf(Record({"id": ID, "name": WORDS})), ()),
        "characteristics": (
            ListOf(
                Record(
                    {"id": ID, "stage": ID, "text": WORDS}, {"family": (ID, None), "absent_criteria": (IDS, ())}
                )
            ),
            (),
        ),
        "actions": (ListOf(Record({"id": ID, "stage": ID, "text": WORDS})), ()),
        "profiles": (ListOf(PROFILE), ()),
        "unlocks": (ListOf(Record({"from": ID, "to": ID, "text": WORDS})), ()),
        "transitions": (
            ListOf(Record({"from": ID, "to": ID, "name": WORDS, "text": WORDS, "steps": ListOf(WORDS, least=1)})),
            (),
        ),
        "roadmap": (ListOf(Record({"horizon_days": DAYS, "text": WORDS})), ()),
        "dashboard": (ListOf(NAMED), ()),
        "pitfalls": (ListOf(NAMED), ()),
        "checklist": (ListOf(Record({"id": ID, "text": WORDS})), ()),
        "interviews": (
            ListOf(Record({"dimension": ID, "minutes": WORDS, "questions": ListOf(WORDS, least=1)})),
            (),
        ),
        "top_accounts_test": (TOP_ACCOUNTS_TEST, None),
        "bands": (ListOf(Record({"id": ID, "name": WORDS}, {"from": (SHARE, 0.0)})), ()),
        "readiness": (Record({"dimension": ID, "needs": OneOf(("all_others",))}), None),
        "claims": (ListOf(Record({"text": WORDS, "source": WORDS})), ()),
    },
)

CRITERION = Record(
    {
        "id": ID,
        "capability": ID,
        "statement": WORDS,
        "effort": EFFORT,
        "kind": OneOf(("leading", "lagging")),
    },
    {
        "weight": (Number(0, 10), 1.0),
        "maps": (Named(Record({"dimension": ID, "stage": STAGE}, {"characteristic": (ID, None)})), {}),
        "evidence": (EVIDENCE_RULE, None),
    },
)
BANK = Record({"version": MODEL.required["version"], "criteria": ListOf(CRITERION, least=1, most=2000)})


def model_schema() -> Schema:
    """The JSON Schema of a model file, for editors."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Colonnade maturity model",
        **MODEL.schema(),
        "$defs": {"condition": Condition().schema()},
    }
