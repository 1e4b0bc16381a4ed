"""Made-up models as YAML text, of any number of stages and dimensions, with ids of no shipped model."""

from collections.abc import Sequence

NAMES = ("alder", "birch", "cedar", "dogwood", "elm", "fir", "ginkgo")


def model_text(stages: int = 4, dimensions: Sequence[str] = NAMES[:5], *, groups: bool = False) -> str:
    """A model whose dimensions each rest on the first, with two levers in every row but the last."""
    lines = ["id: woods", "name: Woods", 'version: "2.3.4"', "about: How a wood grows.", "stages:"]
    lines += [f"  - {{id: ring{n}, name: Ring {n}, summary: Ring {n} of the wood.}}" for n in range(1, stages + 1)]
    if groups:
        lines += ["groups:", "  - {id: near, name: Near}", "  - {id: far, name: Far}"]
    lines.append("dimensions:")
    for place, id in enumerate(dimensions):
        lines += [f"  - id: {id}", f"    name: {id.title()}", f"    about: The {id}s."]
        if groups:
            lines.append(f"    group: {'near' if place % 2 else 'far'}")
        if place:
            lines.append(f"    rests_on: [{{dimension: {dimensions[0]}}}]")
        lines.append("    cells:")
        for stage in range(1, stages + 1):
            lines += [f"      - stage: {stage}", f"        looks_like: {id.title()} {stage} rings thick."]
            if stage < stages:
                lines.append("        levers:")
                lines += [_lever(f"{id}.{stage}.{verb}", verb, stage + 1) for verb in ("plant", "prune")]
    return "\n".join([*lines, *_rules(dimensions, stages), *_patterns(dimensions, stages)]) + "\n"


def _lever(id: str, verb: str, leads_to: int) -> str:
    effort = 1 if verb == "plant" else 2
    return (
        f"          - {{id: {id}, text: {verb.title()} it., kind: process, decided_by: cs_leader, "
        f"effort: {effort}, leads_to: {leads_to}}}"
    )


def _rules(dimensions: Sequence[str], stages: int) -> list[str]:
    if len(dimensions) < 2:
        return []
    first, second = dimensions[:2]
    return [
        "rules:",
        f"  stall_lead: {min(2, stages - 1)}",
        "  strains:",
        f"    - {{dimension: {second}, against: {first}, lead: 1, because: {second.title()} shades {first}.}}",
        "  idle:",
        f"    - {{dimension: {first}, against: {second}, lead: 1, because: {first.title()} stands alone.}}",
    ]


def _patterns(dimensions: Sequence[str], stages: int) -> list[str]:
    last = dimensions[-1]
    return [
        "patterns:",
        "  - id: thicket",
        "    name: The Thicket",
        f"    text: The {last}s are left behind.",
        "    remedy: Clear it.",
        f"    levers: [{last}.1.prune]",
        "    scores:",
        "      all:",
        f"        - {{dimension: {last}, at_most: {stages - 1}}}",
        f"        - {{dimension: {last}, below: average}}",
    ]


SPOILS = {
    "drop": "",
    "double": "{line}{line}",
    "indent": "  {line}",
    "empty": "{key}:\n",
    "list": "{key}: [a, [b]]\n",
    "mapping": "{key}: {{a: {{b: c}}}}\n",
    "number": "{key}: 7\n",
    "words": "{key}: some words\n",
}
"""Ways to spoil a line of a file."""


def spoil(text: str, edits: Sequence[tuple[int, str]]) -> str:
    """The text with some of its lines spoilt: pairs of a line's place and a way to spoil it."""
    lines = dict(enumerate(text.splitlines(keepends=True)))
    for place, way in edits:
        line = lines[place]
        lines[place] = SPOILS[way].format(line=line, key=line.partition(":")[0])
    return "".join(lines.values())
