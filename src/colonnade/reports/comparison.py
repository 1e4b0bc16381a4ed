"""A comparison of two rounds as JSON and as text."""

from typing import Any

from colonnade.core.comparison import Comparison, DimensionChange

WORDS = {"moved": "moved", "not_moved": "not moved", "cannot_tell": "cannot tell"}


def comparison_json(comparison: Comparison) -> dict[str, Any]:
    return {
        "schema": "colonnade.compare/1",
        "model": comparison.model_id,
        "from_on": comparison.from_on.isoformat(),
        "to_on": comparison.to_on.isoformat(),
        "dimensions": [
            {"id": d.id, "from": d.from_stage, "to": d.to_stage, "verdict": d.verdict, "because": d.because}
            for d in comparison.dimensions
        ],
        "levers": [
            {"id": lever.id, "done": lever.done, "turned": list(lever.turned), "because": lever.because}
            for lever in comparison.levers
        ],
        "constraint": {"from": comparison.constraint_from, "to": comparison.constraint_to},
        "notes": list(comparison.notes),
    }


def comparison_text(comparison: Comparison) -> str:
    changes, names = comparison.dimensions, {d.id: d.name for d in comparison.dimensions}
    width = max(len(name) for name in names.values())
    before, now = (names.get(id, id) for id in (comparison.constraint_from, comparison.constraint_to))
    held = f"The constraint is still {now}." if before == now else f"The constraint was {before} and is now {now}."
    lines = [
        f"From {comparison.from_on} to {comparison.to_on}: {sum(d.verdict == 'moved' for d in changes)} of "
        f"{len(changes)} dimensions moved. {held}",
        "",
        *(f"{d.name:{width}}  {_steps(d)}  {WORDS[d.verdict]:11}  {d.because}" for d in changes),
    ]
    if comparison.levers:
        lines += ["", "Levers of the plan (what followed, never what caused it)"]
        lines += [f"  {lever.id}: {lever.because}" for lever in comparison.levers]
    if comparison.notes:
        lines += ["", *comparison.notes]
    return "\n".join(lines) + "\n"


def _steps(change: DimensionChange) -> str:
    before, now = ("?" if stage is None else str(stage) for stage in (change.from_stage, change.to_stage))
    return f"{before} → {now}"
