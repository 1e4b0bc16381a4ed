"""The colonnade in characters: solid, outlined and dashed drums, readable without colour."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from colonnade.core.diagnosis import Diagnosis
from colonnade.reports.characters import BOLD, DIM, HUE, Ink, broken, cells, centred, padded, printable, row
from colonnade.reports.pillars import Drum, Fill, Pillar, pillars, sentence, shows_evidence, wanting

LEAST_COLUMNS = 72
"""On a narrower terminal the pillars lie as rows."""
LEAST_PILLAR, ROOMY_PILLAR, MOST_PILLAR = 10, 12, 16
LEAST_DRUM = 4
AXIS, SHORT_AXIS = 9, 3
"""Room for "Stage 5" where pillars stay roomy, else for the number alone."""
Part = tuple[str, str]
"""A style and the text it applies to."""

EDGES: dict[Fill, tuple[str, str, str, str]] = {
    "claimed": ("┌", "─", "┐", "│"),
    "unproven": ("┌", "╌", "┐", "╎"),
    "unknown": ("┌", "╌", "┐", "╎"),
}
"""Corner, line and corner of a drum's top, and its sides; a supported drum has none: it is solid."""


def colonnade_text(diagnosis: Diagnosis, *, columns: int, colour: bool) -> str:
    """The picture: a pillar for each dimension, as high as its stage; no line is wider than `columns`."""
    ink, shown = Ink(colour), pillars(diagnosis)
    axis = AXIS if (columns - AXIS) // len(shown) >= ROOMY_PILLAR else SHORT_AXIS
    width = min((columns - axis) // len(shown), MOST_PILLAR)
    stands = columns >= LEAST_COLUMNS and width >= LEAST_PILLAR and _names_fit(shown, width)
    parts = _standing(diagnosis, shown, axis, width) if stands else _lying(diagnosis, shown, columns)
    lines = [row(each, columns, ink) for each in parts]
    legend = [row([(DIM, line)], columns, ink) for line in _legend(diagnosis, shown, columns, stands=stands)]
    says = [row([(BOLD, line)], columns, ink) for line in broken(f"▲ {printable(sentence(diagnosis))}", columns)]
    return "\n".join([*lines, *says, "", *legend]) + "\n"


def _names_fit(shown: Sequence[Pillar], width: int) -> bool:
    """Names fit their pillars, and no two touch."""
    longest = [max(map(cells, printable(pillar.name).split()), default=0) for pillar in shown]
    return max(longest) <= width and all(one + other < 2 * width for one, other in pairwise(longest))


def _legend(diagnosis: Diagnosis, shown: Sequence[Pillar], columns: int, *, stands: bool) -> list[str]:
    """Only what occurs in the picture; a sign stays beside its words where they fit a line."""
    fills = {drum.fill for pillar in shown for drum in pillar.drums if drum.word != "not scored"}
    entries = []
    if "supported" in fills:
        entries.append("█ supported by evidence")
    if "claimed" in fills:
        entries.append("│ │ claimed, evidence falls short" if shows_evidence(diagnosis) else "│ │ claimed")
    if fills & {"unproven", "unknown"}:
        entries.append("╎ ╎ claimed, too little evidence filed")
    if stands and any(pillar.scores for pillar in shown):
        entries.append("● scores not agreed yet")
    if any(pillar.target for pillar in shown):
        entries.append("━ target")
    entries.append(wanting(diagnosis))
    lines: list[str] = []
    for entry in filter(None, entries):
        if lines and cells(lines[-1]) + 3 + cells(entry) <= columns:
            lines[-1] += f"   {entry}"
        else:
            lines += broken(entry, columns)
    return lines


# --- standing -----------------------------------------------------------------------------------------------


def _standing(diagnosis: Diagnosis, shown: Sequence[Pillar], axis: int, width: int) -> Iterator[list[Part]]:
    """Two lines for each stage from the last down, the foot, and the words under each pillar."""
    for stage in range(diagnosis.model.top, 0, -1):
        said = f"Stage {stage}" if axis == AXIS else str(stage)
        for line in (0, 1):
            yield [
                ("", padded(said if line else "", axis)),
                *(p for each in shown for p in _slice(each, stage, line, width)),
            ]
    yield [("", " " * axis + "▀" * (width * len(shown)))]
    for lines in (
        [(BOLD, broken(printable(pillar.name), width)) for pillar in shown],
        [(DIM, broken(pillar.note, width - 1)) for pillar in shown],
        [("", broken(printable(pillar.rests_on), width - 1)) for pillar in shown],
        [(BOLD, broken(f"▲ {pillar.tag}" if pillar.tag else "", width - 1)) for pillar in shown],
    ):
        for number in range(max(len(words) for _, words in lines)):
            at = [(style, words[number] if number < len(words) else "") for style, words in lines]
            yield [("", " " * axis), *((style, centred(words, width)) for style, words in at)]


def _slice(pillar: Pillar, stage: int, line: int, width: int) -> list[Part]:
    """One line of a pillar at a stage: the drum, and beside it the bracket of a range."""
    bracket = _bracket(pillar, stage, line)
    if line == 0 and pillar.target == stage:
        label = f"target {stage}"
        return [("", " "), (BOLD, centred(label, width - 2, "━")), ("", bracket or "━")]
    drum = next((drum for drum in pillar.drums if drum.stage == stage), None)
    body = _drum(drum, line, width - 3) if drum else ("", " " * (width - 3))
    return [("", " "), body, ("", f"{bracket or ' '} ")]


def _drum(drum: Drum, line: int, width: int) -> Part:
    if drum.fill == "supported":
        return HUE, centred(f" {drum.figure} " if drum.figure else "", width, "█") if line else "▄" * width
    left, across, right, side = EDGES[drum.fill]
    return HUE, f"{side}{centred(drum.figure, width - 2)}{side}" if line else left + across * (width - 2) + right


def _bracket(pillar: Pillar, stage: int, line: int) -> str:
    scores = pillar.scores
    if scores is None or not scores.low <= stage <= scores.high:
        return ""
    if line == 1:
        return "●" if stage in scores.given else "│"
    return "" if stage == scores.high else "│"


# --- lying --------------------------------------------------------------------------------------------------


def _lying(diagnosis: Diagnosis, shown: Sequence[Pillar], columns: int) -> Iterator[list[Part]]:
    """A row for each pillar: name, drums, and what marks it; each on a line of its own where there is no room."""
    top = diagnosis.model.top
    longest = min(max(cells(printable(pillar.name)) for pillar in shown), 24)
    beside = longest + 3 + top * LEAST_DRUM <= columns
    indent = longest + 3 if beside else 2
    drum = max(min((columns - indent) // top, 8), LEAST_DRUM)
    yield [("", " " * indent), (DIM, "".join(f"{stage:<{drum}}" for stage in range(1, top + 1)))]
    for pillar in shown:
        mark = "▶ " if pillar.is_primary else "▸ " if pillar.is_constraint else "  "
        style, name = BOLD if pillar.is_constraint else "", mark + printable(pillar.name)
        drums = [_lying_drum(pillar, stage, drum) for stage in range(1, top + 1)]
        words = _words(pillar)
        if not beside:
            yield [(style, name)]
        line = [(style, padded(name, indent - 1) + " ") if beside else ("", " " * indent), *drums]
        if cells(words) <= columns - indent - top * drum:
            yield [*line, ("", words)]
        else:
            yield line
            yield from ([("", " " * indent), (DIM, each)] for each in broken(words, columns - indent))


def _words(pillar: Pillar) -> str:
    target = f"target {pillar.target}" if pillar.target else ""
    return ", ".join(word for word in (pillar.tag, target, pillar.note, printable(pillar.rests_on)) if word)


def _lying_drum(pillar: Pillar, stage: int, width: int) -> Part:
    drum = next((drum for drum in pillar.drums if drum.stage == stage), None)
    if drum is None:
        return DIM, padded("━" if pillar.target == stage else "·", width)
    if drum.fill == "supported":
        return HUE, centred(drum.figure, width - 1, "█") + " "
    side = EDGES[drum.fill][3]
    return HUE, f"{side}{centred(drum.figure, width - 3)}{side} "
