"""Models and the bank of criteria from their files to the core's types."""

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

from colonnade.content import check
from colonnade.content.model_format import BANK, MODEL, SHORT_LABEL
from colonnade.content.shape import Entry, Record
from colonnade.content.yaml_tree import read_tree
from colonnade.core.criteria import Criterion, EvidenceRule, MappedTo
from colonnade.core.errors import BadBank, BadModel, Problem, UnknownModel, UserError
from colonnade.core.model import (
    Action,
    Band,
    Cell,
    Characteristic,
    Claim,
    Dimension,
    Edge,
    GateRule,
    Group,
    Horizon,
    Interview,
    KeyMetric,
    LeaderRule,
    LeadRule,
    Lever,
    Model,
    Named,
    NamedBand,
    Profile,
    Stage,
    TopAccountsTest,
    Transition,
    Unlock,
)
from colonnade.core.signatures import (
    AllOf,
    BelowAverage,
    BelowDimension,
    Condition,
    CountOf,
    CriterionIs,
    MeasurementIs,
    Pattern,
    PatternEvidence,
    StageBetween,
)

HERE = Path(__file__).parent
MODELS = HERE / "models"
CRITERIA = HERE / "criteria.yaml"
MOST_PROBLEMS = 500
"""More than this of one file nobody reads; the first are named and the rest left for the next check."""


def shipped_ids() -> tuple[str, ...]:
    """The ids of the models Colonnade ships, in a fixed order."""
    return tuple(sorted(path.stem for path in MODELS.glob("*.yaml")))


@cache
def shipped_model(id: str) -> Model:
    if id not in shipped_ids():
        raise UnknownModel(f"no model '{id}'; shipped are {', '.join(shipped_ids())}, or name a YAML file")
    return load_model(MODELS / f"{id}.yaml")


def load_model(path: Path) -> Model:
    """The model of a file; raises BadModel with every problem of it."""
    entry, problems = _read(path, MODEL, BadModel, check.model_faults)
    if problems:
        raise BadModel(problems)
    return _model(entry, _criteria_of(entry))


def find_model(name: str) -> Model:
    """A shipped model by its id, or the model of a YAML file."""
    if name in shipped_ids():
        return shipped_model(name)
    if Path(name).suffix.lower() in (".yaml", ".yml"):
        return load_model(Path(name))
    raise UnknownModel(f"no model '{name}'; shipped are {', '.join(shipped_ids())}, or name a YAML file")


def model_problems(path: Path) -> tuple[Problem, ...]:
    """Every problem of a model file, criteria it names included."""
    entry, problems = _read(path, MODEL, BadModel, check.model_faults)
    unknown = _problems(path, check.criterion_faults(entry, _bank_entry()))
    return tuple(sorted({*problems, *unknown}, key=lambda problem: (problem.line or 0, problem.message)))


@cache
def bank() -> tuple[Criterion, ...]:
    """The bank of criteria in its order."""
    return tuple(_criterion(entry) for entry in _bank_entry()["criteria"])


@cache
def _bank_entry() -> Entry:
    entry, problems = _read(CRITERIA, BANK, BadBank, lambda bank: check._twice("criterion", bank["criteria"]))
    if problems:
        raise BadBank(problems)
    return entry


def bank_problems() -> tuple[Problem, ...]:
    """Every problem of the bank over the shipped models."""
    models = {id: _read(MODELS / f"{id}.yaml", MODEL, BadModel, check.model_faults)[0] for id in shipped_ids()}
    return tuple(_problems(CRITERIA, check.bank_faults(_bank_entry(), models)))


def _read(
    path: Path, shape: Record, error: type[UserError], faults: Callable[[Entry], Iterable[check.Fault]]
) -> tuple[Entry, tuple[Problem, ...]]:
    """A file as read and all its problems in the order of its lines; raises `error` when it cannot be read."""
    noted: list[check.Fault] = []
    entry = shape.read(read_tree(path, error), lambda line, message: noted.append((line, message)))
    found = dict.fromkeys([*noted, *islice(faults(entry), MOST_PROBLEMS + 1)])
    return entry, tuple(_problems(path, found))


def _problems(path: Path, faults: Iterable[check.Fault]) -> Iterator[Problem]:
    """The faults by line, at most so many that they can be read."""
    listed = sorted(islice(faults, MOST_PROBLEMS + 1))
    if len(listed) > MOST_PROBLEMS:
        yield Problem(f"has more than {MOST_PROBLEMS} problems; mend these first", path.name)
    yield from (Problem(message, path.name, line) for line, message in listed[:MOST_PROBLEMS])


# --- entries to the core's types ----------------------------------------------------------------------------


def _model(entry: Entry, criteria: tuple[Criterion, ...]) -> Model:
    rules = entry["rules"] or MODEL.optional["rules"][0].neutral
    optional = {
        "answers": entry["answers"],
        "gate": GateRule(**entry["gate"]) if entry["gate"] else None,
        "pace_days": entry["pace_days"],
    }
    return Model(
        id=entry["id"],
        name=entry["name"],
        version=entry["version"],
        about=entry["about"],
        stages=tuple(Stage(number, **stage) for number, stage in enumerate(entry["stages"], start=1)),
        dimensions=tuple(map(_dimension, entry["dimensions"])),
        groups=_all(Group, entry["groups"]),
        roll_up=entry["roll_up"],
        stall_lead=rules["stall_lead"],
        strains=_all(LeadRule, rules["strains"]),
        idle=_all(LeadRule, rules["idle"]),
        revenue_number_needs=rules["revenue_number_needs"],
        leader=LeaderRule(**rules["leader"]) if rules["leader"] else None,
        metrics=_all(KeyMetric, entry["metrics"]),
        supporting_metrics={m["id"]: m["speaks_to"] for m in entry["supporting_metrics"]},
        patterns=tuple(map(_pattern, entry["patterns"])),
        principles=_all(Named, entry["principles"]),
        procedure=_all(Named, entry["procedure"]),
        characteristics=_all(Characteristic, entry["characteristics"]),
        families=tuple(Named(f["id"], "", f["name"]) for f in entry["families"]),
        actions=_all(Action, entry["actions"]),
        profiles=tuple(map(_profile, entry["profiles"])),
        unlocks=tuple(Unlock(u["from"], u["to"], u["text"]) for u in entry["unlocks"]),
        transitions=tuple(
            Transition(t["from"], t["to"], t["name"], t["text"], t["steps"]) for t in entry["transitions"]
        ),
        roadmap=_all(Horizon, entry["roadmap"]),
        dashboard=_all(Named, entry["dashboard"]),
        pitfalls=_all(Named, entry["pitfalls"]),
        checklist=_all(Named, entry["checklist"]),
        interviews=_all(Interview, entry["interviews"]),
        top_accounts_test=_top_accounts_test(entry["top_accounts_test"]),
        bands=tuple(NamedBand(b["id"], b["name"], b["from"]) for b in entry["bands"]),
        readiness=entry["readiness"]["dimension"] if entry["readiness"] else None,
        claims=_all(Claim, entry["claims"]),
        criteria=criteria,
        **{key: value for key, value in optional.items() if value is not None},
    )


def _criteria_of(model: Entry) -> tuple[Criterion, ...]:
    """What the bank holds for a model: what maps to it, or, without cells, the criteria of its capabilities."""
    if model["roll_up"] == "capability_bands":
        capabilities = {dimension["id"] for dimension in model["dimensions"]}
        return tuple(criterion for criterion in bank() if criterion.capability in capabilities)
    return tuple(criterion for criterion in bank() if model["id"] in criterion.maps)


def _all(kind: Callable[..., Any], entries: Iterable[Entry]) -> tuple[Any, ...]:
    return tuple(kind(**entry) for entry in entries)


def _dimension(entry: Entry) -> Dimension:
    cells = tuple(
        Cell(
            cell["stage"],
            cell["looks_like"],
            cell["source"],
            tuple(Lever(dimension=entry["id"], row=cell["stage"], **lever) for lever in cell["levers"]),
        )
        for cell in sorted(entry["cells"], key=lambda cell: cell["stage"])
    )
    edges = tuple(Edge(entry["id"], edge["dimension"], edge["source"]) for edge in entry["rests_on"])
    short = entry["short"] or entry["name"][:SHORT_LABEL].rstrip()
    return Dimension(**{**entry, "short": short, "cells": cells, "rests_on": edges})


def _pattern(entry: Entry) -> Pattern:
    evidence = entry["evidence"] or {"all": (), "any": ()}
    return Pattern(
        id=entry["id"],
        name=entry["name"],
        text=entry["text"],
        remedy=entry["remedy"],
        scores=_condition(entry["scores"]),
        levers=entry["levers"],
        evidence_all=tuple(map(_evidence, evidence["all"])),
        evidence_any=tuple(map(_evidence, evidence["any"])),
        ordinary_share=entry["ordinary_share"],
    )


def _condition(entry: Entry) -> Condition:
    match entry:
        case {"all": parts}:
            return AllOf(tuple(map(_condition, parts)))
        case {"any": parts}:
            return CountOf(1, tuple(map(_condition, parts)))
        case {"count": count, "of": parts}:
            return CountOf(int(count), tuple(map(_condition, parts)))
        case {"at_least": low, "dimension": dimension}:
            return StageBetween(dimension, low, 9)
        case {"at_most": high, "dimension": dimension}:
            return StageBetween(dimension, 1, high)
        case {"exactly": stage, "dimension": dimension}:
            return StageBetween(dimension, stage, stage)
        case {"below": "average", "dimension": dimension}:
            return BelowAverage(dimension)
        case _:
            return BelowDimension(entry["dimension"], entry["below"], entry["by"])


def _evidence(entry: Entry) -> PatternEvidence:
    where = {"dimension": entry["dimension"], "from_stage": entry["from_stage"]}
    if "criterion" in entry:
        return CriterionIs(entry["criterion"], entry["is"] == "met", **where)
    rule = EvidenceRule(**{k: v for k, v in entry.items() if k not in (*where, "says")})
    return MeasurementIs(rule, entry["says"], **where)


def _criterion(entry: Entry) -> Criterion:
    maps = {model: MappedTo(**at) for model, at in entry["maps"].items()}
    evidence = EvidenceRule(**entry["evidence"]) if entry["evidence"] else None
    return Criterion(**{**entry, "maps": maps, "evidence": evidence})


def _profile(entry: Entry) -> Profile:
    bands = {key: _band(entry[key]) for key in ("arr_musd", "years", "team")}
    return Profile(**{**entry, **bands})


def _band(band: tuple[float, float | None] | None) -> Band | None:
    return None if band is None else Band(*band)


def _top_accounts_test(entry: Entry | None) -> TopAccountsTest | None:
    if entry is None:
        return None
    return TopAccountsTest(**{**entry, "questions": _all(Named, entry["questions"])})
