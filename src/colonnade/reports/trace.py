"""Where a number of a saved diagnosis comes from: metric or answers, definition, period, rows and load."""

import difflib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from colonnade.core.errors import BadOption
from colonnade.reports.refs import ANSWERS, CLAIMS, MOVEMENTS, numbers
from colonnade.reports.wording import joined

Saved = Mapping[str, Any]
Fact = tuple[str, str]

MOST_NEAR = 3
FROM = {
    "metric": "a metric, measured from the records",
    "rows": "a metric, measured from the records",
    "movement": "the monthly movements of recurring revenue, from the records",
    "published": "a published figure",
    "claimed": "scorecards",
    "score": "a reviewer's scorecard",
    "spread": "scorecards",
    "target": "scorecards, and one stage better where it is a priority",
    "gap": "scorecards",
    "leniency": "scorecards",
    "scored": "scorecards",
    "agreement": "scorecards",
    "profile": "scorecards",
    "projection": "scorecards, and the targets of the plan",
    "claim_gap": "scorecards and answers",
    "supported": "answers to the criteria",
    "supported_score": "answers to the criteria",
    "counted": "answers to the criteria",
    "next_stage": "answers to the criteria",
    "owed": "answers to the criteria",
    "supported_profile": "answers to the criteria",
}
OF_ANSWERS = ("supported", "supported_score", "counted", "next_stage", "owed", "claim_gap")
OF_SCORES = ("claimed", "score", "spread", "target", "gap", "claim_gap")
OF_RECORDS = ("metric", "rows", "movement", MOVEMENTS)
OF_A_MONTH = "opening and all movements of a month make its closing, for each account and in total"


@dataclass(frozen=True, slots=True)
class Traced:
    """A number and what stands behind it, term by term; a list of all of them has no facts."""

    ref: str
    value: int | float
    comes_from: str
    facts: tuple[Fact, ...]


def trace(saved: Saved, ref: str) -> Traced:
    """What stands behind a number; raises BadOption for a reference the diagnosis does not hold."""
    known = numbers(saved)
    if found := _source(saved, ref):
        return found
    if ref not in known:
        near = difflib.get_close_matches(ref, known, MOST_NEAR)
        hint = f"did you mean {' or '.join(near)}?" if near else "`colonnade trace REPORT.json` lists all"
        raise BadOption(f"this diagnosis holds no number '{ref}'; {hint}")
    place, value = known[ref]
    return Traced(ref, value, _comes_from(place, ref), tuple(_facts(saved, ref)))


def trace_all(saved: Saved) -> tuple[Traced, ...]:
    return tuple(Traced(ref, value, _comes_from(place, ref), ()) for ref, (place, value) in numbers(saved).items())


def _source(saved: Saved, ref: str) -> Traced | None:
    """What a report's list of sources names as a whole; `value` is how many there are."""
    facts: list[Fact]
    if ref == CLAIMS:
        count, words = len(saved["reviewers"]), "what reviewers gave"
        facts = [(str(d["name"]), said) for d in saved["dimensions"] for _, said in list(_scores(d))[:1]]
    elif ref == ANSWERS and saved.get("answers"):
        count, words = len(saved["answers"]), "answers to the criteria"
        tiers = Counter(str(answer["tier"]) for answer in saved["answers"].values())
        facts = [(tier.capitalize(), f"{number:,}") for tier, number in tiers.items()]
    elif ref == MOVEMENTS and saved.get("mrr_movements"):
        months = [str(each["month"]) for each in saved["mrr_movements"]]
        count, words = len(months), "months of recurring revenue, from the records"
        facts = [("Definition", OF_A_MONTH), ("Period", f"{months[0]} to {months[-1]}"), *_load(saved)]
    else:
        return None
    whole = [("Model", f"{saved['model']['id']} {saved['model']['version']}"), ("As of", str(saved["as_of"]))]
    return Traced(ref, count, words, (*facts, *whole))


def _comes_from(place: Sequence[str], ref: str) -> str:
    kind = ref.partition("/")[0]
    return FROM.get(kind, f"the diagnosis, under '{place[0]}'")


def _facts(saved: Saved, ref: str) -> Iterator[Fact]:
    kind, *rest = ref.split("/")
    if kind in ("metric", "rows"):
        yield from _metric(saved, rest)
    elif kind == "movement":
        yield from _movement(saved, rest[0])
    elif kind == "published":
        yield from _published(saved, *rest[:2])
    elif kind in OF_SCORES or kind in OF_ANSWERS:
        dimension = _of(saved["dimensions"], "id", rest[0])
        yield "Dimension", str(dimension.get("name", rest[0]))
        yield from _scores(dimension) if kind in OF_SCORES else ()
        yield from _answers(saved, dimension) if kind in OF_ANSWERS else ()
    else:
        yield from _whole(saved, kind)
    yield "Model", f"{saved['model']['id']} {saved['model']['version']}"
    yield "As of", str(saved["as_of"])


def _metric(saved: Saved, rest: Sequence[str]) -> Iterator[Fact]:
    measured = _of(saved["measurements"], "metric", rest[0])
    yield "Metric", f"{measured['name']} ({rest[0]}), in {measured['unit'].replace('_', ' ')}"
    if len(rest) > 2:
        yield "Of it", f"{rest[1]} {' '.join(rest[2:])}"
    yield "Definition", measured["definition"]
    month = measured.get("months", {}).get(rest[1]) if len(rest) == 2 else None
    period = month or measured["period"]
    yield "Period", f"{period['from']} to {period['to']}"
    yield "Rows", f"{(month or measured)['rows']:,}"
    if further := [*measured.get("switches", ()), *measured.get("notes", ())]:
        yield "Mind", "; ".join(further)
    yield from _load(saved)


def _movement(saved: Saved, month: str) -> Iterator[Fact]:
    of = _of(saved["mrr_movements"], "month", month)
    parts = ("new", "expansion", "reactivation", "contraction", "churn", "exchange")
    moved = " ".join(f"{of[part]:+,.2f} {part}" for part in parts)
    yield "Definition", OF_A_MONTH
    yield "Period", month
    yield "Closes", f"{of['opening']:,.2f} opening {moved} = {of['closing']:,.2f} closing"
    yield from _load(saved)


def _load(saved: Saved) -> Iterator[Fact]:
    load = saved.get("load")
    if not load:
        yield "Load", "not kept with this diagnosis"
        return
    when = f", loaded {load['loaded_at']}" if load.get("loaded_at") else ""
    yield "Load", f"{load['id']}, of {load['source']}{when}"
    if files := load["files"]:
        yield "Files", f"{len(files)}, each with size, rows and sha256 under 'load' in the report"


def _published(saved: Saved, metric: str, which: str) -> Iterator[Fact]:
    benchmark = _of(saved["measurements"], "metric", metric)["benchmark"]
    figure = _of([*benchmark["figures"], *benchmark["refused"]], "id", which)
    source = figure["source"]
    yield "Metric", metric
    yield "Printed by", ", ".join(text for text in (source["publisher"], source["title"], source["where"]) if text)
    yield "Of", figure["population"] or "whom is not stated"
    yield "Mark", figure["mark"]
    if because := figure.get("because"):
        yield "Not held against a value", "; ".join(because)


def _scores(dimension: Mapping[str, Any]) -> Iterator[Fact]:
    scores = {**dimension["scores"], **dimension.get("outsiders", {})}
    yield "Scores", joined(f"{who} {stage}" for who, stage in scores.items()) or "none"
    yield "State", dimension["state"]
    if reason := dimension.get("reason"):
        yield "Agreed because", reason


def _answers(saved: Saved, dimension: Mapping[str, Any]) -> Iterator[Fact]:
    """The answers that the supported stage of a dimension rests on, with tier, day and who."""
    answers = saved.get("answers", {})
    given = [(id, answers[id]) for id in dimension.get("criteria", ()) if id in answers]
    yield "Answers", f"{len(given)} of {len(dimension.get('criteria', ()))} criteria"
    for id, answer in given:
        by = f" by {joined(answer['by'])}" if answer.get("by") else ""
        note = f": {answer['note']}" if answer.get("note") else ""
        yield id, f"{answer['value']}, {answer['tier']}{by} on {answer['on']}{note}"
    if any(answer["tier"] == "measured" for _, answer in given):
        yield from _load(saved)


def _whole(saved: Saved, kind: str) -> Iterator[Fact]:
    """What a figure over all dimensions is made of."""
    if kind in ("profile", "projection", "agreement", "leniency", "scored"):
        stages = {d["name"]: d["stage"] for d in saved["dimensions"] if d["stage"] is not None}
        yield "Stages claimed", joined(f"{name} {stage}" for name, stage in stages.items())
        yield "Reviewers", joined(str(reviewer["id"]) for reviewer in saved["reviewers"])
    elif kind == "supported_profile":
        found = {d["name"]: d["supported"]["stage"] for d in saved["dimensions"] if d.get("supported")}
        known = [f"{name} {stage}" for name, stage in found.items() if stage is not None]
        yield "Stages supported", joined(known)


def _of(entries: Iterable[Mapping[str, Any]], name: str, wanted: str) -> Mapping[str, Any]:
    return {str(entry[name]): entry for entry in entries}[wanted]
