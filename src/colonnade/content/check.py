"""What must hold in a model file beyond its shape: one function a rule, each naming its lines."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from difflib import get_close_matches
from itertools import pairwise
from typing import Any

from colonnade.content.shape import Entry, Unread

MOST_COMPARED = 300
"""Among more ids than this no likeness to an unknown one is sought: it costs too much."""

Fault = tuple[int, str]
Rule = Callable[[Entry], Iterator[Fault]]


def model_faults(model: Entry) -> Iterator[Fault]:
    """Every fault of a model as read, by line."""
    return (fault for rule in RULES for fault in rule(model))


def bank_faults(bank: Entry, models: Mapping[str, Entry]) -> Iterator[Fault]:
    """Every fault of the bank of criteria over the models it maps to."""
    yield from _twice("criterion", bank["criteria"])
    cells = {id: _cells(model) for id, model in models.items()}
    characteristics = {id: {c["id"] for c in model["characteristics"]} for id, model in models.items()}
    for criterion in bank["criteria"]:
        for id, at in criterion["maps"].items():
            if id not in models:
                yield at.line, f"criterion '{criterion['id']}' maps to unknown model '{id}'"
            elif (at["dimension"], at["stage"]) not in cells[id]:
                yield at.line, f"model '{id}' has no cell of '{at['dimension']}' at stage {at['stage']}"
            elif at["characteristic"] and at["characteristic"] not in characteristics[id]:
                yield at.line, f"model '{id}' has no characteristic '{at['characteristic']}'"


def criterion_faults(model: Entry, bank: Entry) -> Iterator[Fault]:
    """Criteria a model names that the bank does not hold."""
    known = {criterion["id"] for criterion in bank["criteria"]}
    for line, id in _criteria_named(model):
        yield from _unknown(line, "criterion", id, known)


def _stages_and_roll_up(model: Entry) -> Iterator[Fault]:
    staged = model["roll_up"] != "capability_bands"
    if staged and not model["stages"]:
        yield model.line, "field 'stages' is missing: a model has 2 to 9, unless its roll_up is capability_bands"
    if not staged and not model["bands"]:
        yield model.line_of("roll_up"), "roll_up capability_bands needs 'bands'"
    if not staged and model["stages"]:
        yield (
            model.line_of("stages"),
            "roll_up capability_bands reads no stages: take out 'stages', or another roll_up",
        )


_WITH_IDS = {
    "stages": "stage",
    "groups": "group",
    "dimensions": "dimension",
    "patterns": "pattern",
    "principles": "principle",
    "procedure": "step",
    "characteristics": "characteristic",
    "families": "family",
    "actions": "action",
    "dashboard": "dashboard metric",
    "pitfalls": "pitfall",
    "checklist": "checklist item",
    "bands": "band",
}


def _ids_are_unique(model: Entry) -> Iterator[Fault]:
    for kind, called in _WITH_IDS.items():
        yield from _twice(called, model[kind])
    yield from _twice("lever", (lever for _, _, lever in _levers(model)))


def _cells_are_whole(model: Entry) -> Iterator[Fault]:
    numbers = range(1, len(model["stages"]) + 1)
    for dimension in model["dimensions"]:
        seen: dict[int, int] = {}
        unread = any(isinstance(cell["stage"], Unread) for cell in dimension["cells"])
        for cell in dimension["cells"]:
            if isinstance(cell["stage"], Unread):
                continue
            if cell["stage"] not in numbers:
                yield (
                    cell.line_of("stage"),
                    f"stage {cell['stage']} is not one of the model's {len(numbers)} stages",
                )
            elif first := seen.get(cell["stage"]):
                yield (
                    cell.line_of("stage"),
                    f"'{dimension['id']}' has stage {cell['stage']} twice, first on line {first}",
                )
            seen.setdefault(cell["stage"], cell.line_of("stage"))
        if not unread and (missing := [str(n) for n in numbers if n not in seen]):
            yield dimension.line, f"'{dimension['id']}' has no cell for stage {', '.join(missing)}"


def _levers_lead_on(model: Entry) -> Iterator[Fault]:
    top = len(model["stages"])
    for _, cell, lever in _levers(model):
        allowed = [n for n in (cell["stage"], cell["stage"] + 1) if n <= top]
        readable = not isinstance(lever["leads_to"], Unread) and cell["stage"] in range(1, top + 1)
        if readable and not isinstance(cell["stage"], Unread) and lever["leads_to"] not in allowed:
            words = " or ".join(map(str, allowed))
            line = lever.line_of("leads_to")
            yield line, f"lever '{lever['id']}' leads to {lever['leads_to']}; its row leads to {words}"
        if lever["decided_by"] != "cs_leader" and not lever["sponsor"]:
            yield lever.line_of("decided_by"), f"lever '{lever['id']}' is decided outside CS: name its 'sponsor'"


def _references_are_known(model: Entry) -> Iterator[Fault]:
    dimensions = {d["id"] for d in model["dimensions"]}
    stages = {s["id"] for s in model["stages"]}
    levers = {lever["id"] for _, _, lever in _levers(model)}
    families = {f["id"] for f in model["families"]}
    for line, id in _dimensions_named(model):
        yield from _unknown(line, "dimension", id, dimensions)
    for line, id in _stages_named(model):
        yield from _unknown(line, "stage", id, stages)
    for pattern in model["patterns"]:
        for id in pattern["levers"]:
            yield from _unknown(pattern.line_of("levers"), "lever", id, levers)
    for characteristic in model["characteristics"]:
        if characteristic["family"]:
            yield from _unknown(characteristic.line_of("family"), "family", characteristic["family"], families)


def _groups_hold_every_dimension(model: Entry) -> Iterator[Fault]:
    groups = {g["id"] for g in model["groups"]}
    for dimension in model["dimensions"]:
        if dimension["group"]:
            yield from _unknown(dimension.line_of("group"), "group", dimension["group"], groups)
        elif groups:
            yield dimension.line, f"'{dimension['id']}' names no group, though the model has groups"


def _nothing_rests_on_itself(model: Entry) -> Iterator[Fault]:
    rests_on = {d["id"]: [edge["dimension"] for edge in d["rests_on"]] for d in model["dimensions"]}
    for dimension in model["dimensions"]:
        below, waiting = set[str](), list(rests_on[dimension["id"]])
        while waiting:
            id = waiting.pop()
            if id not in below:
                below.add(id)
                waiting += rests_on.get(id, [])
        if dimension["id"] in below:
            yield dimension.line_of("rests_on"), f"'{dimension['id']}' rests on itself, by way of its own edges"


def _edges_stand_once(model: Entry) -> Iterator[Fault]:
    for dimension in model["dimensions"]:
        seen = set[str]()
        for edge in dimension["rests_on"]:
            if edge["dimension"] and edge["dimension"] in seen:
                yield edge.line_of("dimension"), f"'{dimension['id']}' rests on '{edge['dimension']}' twice"
            seen.add(edge["dimension"])


def _stages_tested_exist(model: Entry) -> Iterator[Fault]:
    top = len(model["stages"])
    for line, stage in _stage_numbers(model):
        if stage > top:
            yield line, f"stage {stage} is not one of the model's {top} stages"


def _pace_fits_the_stages(model: Entry) -> Iterator[Fault]:
    steps = max(len(model["stages"]) - 1, 1)
    if model["pace_days"] and len(model["pace_days"]) > steps:
        yield (
            model.line_of("pace_days"),
            f"pace_days has {len(model['pace_days'])} figures for {steps} steps between stages",
        )


def _bands_meet(model: Entry) -> Iterator[Fault]:
    """Bands start at 0 and rise: each runs up to the next, so none overlap and none leave a gap."""
    if model["bands"] and model["bands"][0]["from"] != 0:
        yield model["bands"][0].line_of("from"), "the first band begins at 0"
    for lower, upper in pairwise(model["bands"]):
        if upper["from"] <= lower["from"]:
            yield upper.line_of("from"), f"band '{upper['id']}' begins at or below band '{lower['id']}'"
    for profile in model["profiles"]:
        for key in ("arr_musd", "years", "team"):
            match profile[key]:
                case (None, _):
                    yield profile.line_of(key), f"{key} has no first figure; a band may be open above only"
                case (low, high) if high is not None and high <= low:
                    yield (
                        profile.line_of(key),
                        f"{key} [{low:g}, {high:g}] is no band: the second figure is the higher",
                    )


def _answers_are_told_apart(model: Entry) -> Iterator[Fault]:
    if model["answers"] is not None and len(set(model["answers"].values())) < 2:
        yield model.line_of("answers"), "'answers' needs at least two different values"


RULES: tuple[Rule, ...] = (
    _stages_and_roll_up,
    _ids_are_unique,
    _cells_are_whole,
    _levers_lead_on,
    _references_are_known,
    _groups_hold_every_dimension,
    _edges_stand_once,
    _nothing_rests_on_itself,
    _stages_tested_exist,
    _pace_fits_the_stages,
    _bands_meet,
    _answers_are_told_apart,
)


# --- what a model names, with the line it names it on -------------------------------------------------------


def _levers(model: Entry) -> Iterator[tuple[Entry, Entry, Entry]]:
    for dimension in model["dimensions"]:
        for cell in dimension["cells"]:
            for lever in cell["levers"]:
                yield dimension, cell, lever


def _cells(model: Entry) -> set[tuple[str, int]]:
    return {(d["id"], cell["stage"]) for d in model["dimensions"] for cell in d["cells"]}


def _dimensions_named(model: Entry) -> Iterator[tuple[int, str]]:
    for dimension in model["dimensions"]:
        yield from ((edge.line_of("dimension"), edge["dimension"]) for edge in dimension["rests_on"])
    for entry in (*model["metrics"], *model["supporting_metrics"]):
        yield from ((entry.line_of("speaks_to"), id) for id in entry["speaks_to"])
    yield from ((interview.line_of("dimension"), interview["dimension"]) for interview in model["interviews"])
    if model["readiness"]:
        yield model["readiness"].line_of("dimension"), model["readiness"]["dimension"]
    if rules := model["rules"]:
        for lead in (*rules["strains"], *rules["idle"]):
            yield from ((lead.line_of(key), lead[key]) for key in ("dimension", "against"))
        yield from ((rules.line_of("revenue_number_needs"), id) for id in rules["revenue_number_needs"])
    for pattern in model["patterns"]:
        yield from _condition_dimensions(pattern["scores"])
        for evidence in _pattern_evidence(pattern):
            if evidence["dimension"]:
                yield evidence.line_of("dimension"), evidence["dimension"]


def _condition_dimensions(condition: Entry) -> Iterator[tuple[int, str]]:
    for part in _parts(condition):
        yield from _condition_dimensions(part)
    if "dimension" in condition:
        yield condition.line_of("dimension"), condition["dimension"]
    if condition.get("below", "average") != "average":
        yield condition.line_of("below"), condition["below"]


def _stage_numbers(model: Entry) -> Iterator[tuple[int, int]]:
    for pattern in model["patterns"]:
        yield from _condition_stages(pattern["scores"])
        yield from (
            (e.line_of("from_stage"), e["from_stage"]) for e in _pattern_evidence(pattern) if e["from_stage"]
        )
    if model["rules"] and (leader := model["rules"]["leader"]):
        yield leader.line_of("above_stage"), leader["above_stage"]
    if test := model["top_accounts_test"]:
        yield test.line_of("cap_stage"), test["cap_stage"]


def _condition_stages(condition: Entry) -> Iterator[tuple[int, int]]:
    for part in _parts(condition):
        yield from _condition_stages(part)
    tests = (key for key in ("at_least", "at_most", "exactly") if key in condition)
    yield from ((condition.line_of(key), condition[key]) for key in tests)


def _parts(condition: Entry) -> Iterable[Entry]:
    parts: Iterable[Entry] = condition.get("all") or condition.get("any") or condition.get("of") or ()
    return parts


def _pattern_evidence(pattern: Entry) -> Iterable[Entry]:
    evidence: Any = pattern["evidence"]
    return (*evidence["all"], *evidence["any"]) if evidence else ()


def _stages_named(model: Entry) -> Iterator[tuple[int, str]]:
    for metric in model["metrics"]:
        yield from ((metric.line_of("stages"), id) for id in metric["stages"])
    for kind in ("characteristics", "actions", "profiles"):
        yield from ((entry.line_of("stage"), entry["stage"]) for entry in model[kind])
    for kind in ("unlocks", "transitions"):
        yield from ((entry.line_of(end), entry[end]) for entry in model[kind] for end in ("from", "to"))


def _criteria_named(model: Entry) -> Iterator[tuple[int, str]]:
    for _, _, lever in _levers(model):
        yield from ((lever.line_of("turns"), id) for id in lever["turns"])
    for dimension in model["dimensions"]:
        yield from (
            (dimension.line_of(key), dimension[key]) for key in ("repeatable", "measured") if dimension[key]
        )
    for characteristic in model["characteristics"]:
        line = characteristic.line_of("absent_criteria")
        yield from ((line, id) for id in characteristic["absent_criteria"])
    for pattern in model["patterns"]:
        for evidence in _pattern_evidence(pattern):
            if "criterion" in evidence:
                yield evidence.line_of("criterion"), evidence["criterion"]
    if (test := model["top_accounts_test"]) and test["criterion"]:
        yield test.line_of("criterion"), test["criterion"]
    if model["rules"] and model["rules"]["leader"] and model["rules"]["leader"]["criterion"]:
        leader = model["rules"]["leader"]
        yield leader.line_of("criterion"), leader["criterion"]


def _unknown(line: int, kind: str, id: str, known: set[str]) -> Iterator[Fault]:
    """A fault when `id` is not known; an id that could not be read has its own fault already."""
    if id and id not in known:
        near = get_close_matches(id, known, 1) if len(known) <= MOST_COMPARED else []
        hint = f"; did you mean '{near[0]}'?" if near else ""
        yield line, f"unknown {kind} '{id}'{hint}"


def _twice(kind: str, entries: Iterable[Entry]) -> Iterator[Fault]:
    seen: dict[str, int] = {}
    for entry in entries:
        if entry["id"] and (first := seen.get(entry["id"])):
            yield entry.line_of("id"), f"{kind} '{entry['id']}' stands twice, first on line {first}"
        seen.setdefault(entry["id"], entry.line_of("id"))
