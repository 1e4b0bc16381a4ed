"""Numbers of a saved diagnosis traced to what stands behind them, and measured again on the records at hand."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from colonnade.app.evidence import all_months
from colonnade.core.load_reference import LoadReference
from colonnade.reports.measurement_json import measurement_json, months_json, movement_json
from colonnade.reports.refs import MOVEMENTS, numbers
from colonnade.reports.saved import take
from colonnade.reports.trace import OF_RECORDS, Traced, trace, trace_all

Saved = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Changed:
    """A number that is another now; `now` None: the records no longer give it."""

    ref: str
    was: int | float
    now: int | float | None


@dataclass(frozen=True, slots=True)
class Again:
    """What measuring again found. `other_files` are those that are new, gone or changed since; None: not known."""

    load: LoadReference
    compared: int
    changed: tuple[Changed, ...]
    is_same_load: bool
    other_files: tuple[str, ...] | None


def trace_number(report: Path, ref: str) -> Traced:
    return take(report, lambda saved: trace(saved, ref))


def trace_numbers(report: Path) -> tuple[Traced, ...]:
    return take(report, trace_all)


def measure_again(
    report: Path,
    ref: str | None,
    source: str,
    *,
    mapping: Path | None,
    today: date,
    progress: Callable[[str, float], None] | None = None,
) -> Again | None:
    """The numbers from records, one or all, on the records of today; None for a number of another origin."""
    if ref is not None and ref.partition("/")[0] not in OF_RECORDS:
        return None
    return take(report, lambda saved: _again(saved, ref, source, mapping, today, progress))


def _again(
    saved: Saved,
    ref: str | None,
    source: str,
    mapping: Path | None,
    today: date,
    progress: Callable[[str, float], None] | None,
) -> Again:
    from colonnade.records import measure, movements, open_records
    from colonnade.records.reference import load_reference

    as_of = date.fromisoformat(saved["as_of"])
    metrics = [m["metric"] for m in saved["measurements"]]
    if ref is not None:
        metrics = [metric for metric in metrics if [metric] == ref.split("/")[1:2]]
    with open_records(source, mapping=mapping, today=today, progress=progress) as records:
        measured = measure(records, metrics, as_of=as_of)
        had_months = any(m.get("months") for m in saved["measurements"] if m["metric"] in metrics)
        months = all_months(records, measured, as_of) if had_months else {}
        found = {
            "measurements": [
                {
                    "metric": m.definition.id,
                    **measurement_json(m),
                    "months": months_json(months.get(m.definition.id, ())),
                }
                for m in measured
            ],
            "mrr_movements": [movement_json(each) for each in movements(records, as_of=as_of)],
        }
        load = load_reference(records, source)
    was = {id: number for id, (_, number) in numbers(saved).items() if id.partition("/")[0] in OF_RECORDS}
    wanted = {id: number for id, number in was.items() if _is_meant(id, ref)}
    now = numbers(found)
    changed = (Changed(id, number, now[id][1] if id in now else None) for id, number in wanted.items())
    before = saved.get("load") or {}
    other_files = _other_files(before, load)
    return Again(
        load=load,
        compared=len(wanted),
        changed=tuple(each for each in changed if each.now != each.was),
        is_same_load=before.get("id") == load.id or other_files == (),
        other_files=other_files,
    )


def _is_meant(id: str, ref: str | None) -> bool:
    """One number, all of a source, or every one."""
    return ref in (None, id) or (ref == MOVEMENTS and id.startswith("movement/"))


def _other_files(before: Saved, load: LoadReference) -> tuple[str, ...] | None:
    if not before.get("files") or not load.files:
        return None
    were = {(file["name"], file["sha256"]) for file in before["files"]}
    return tuple(sorted({name for name, _ in were ^ {(file.name, file.sha256) for file in load.files}}))
