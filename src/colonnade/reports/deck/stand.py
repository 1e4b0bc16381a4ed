"""Where we stand: the picture, each dimension, why the reading says so, how far reviewers agree."""

from collections.abc import Sequence

from colonnade.reports import wording
from colonnade.reports.deck import charts, picture
from colonnade.reports.deck.canvas import Canvas, Words
from colonnade.reports.deck.page import Page, number, short
from colonnade.reports.pack.figures import NONE
from colonnade.reports.pack.parts import Pack, StandsAt


def headline(pack: Pack) -> Page:
    def draw(canvas: Canvas) -> None:
        decision = 0.85
        picture.draw(canvas, canvas.area.upper(canvas.area.height - decision), pack.picture)
        foot = canvas.area.below(canvas.area.height - decision + 0.1)
        canvas.write(foot, [Words(pack.decision, bold=True)], sizes=(18, 16, 14, 13, 12))

    return Page(
        pack.headline, draw, (pack.picture.alt, pack.covered, pack.why_provisional), ("claimed", "supported")
    )


def by_dimension(pack: Pack) -> Page:
    has_evidence = any(d.supported for d in pack.dimensions)

    def draw(canvas: Canvas) -> None:
        header = ["", "Claimed", "Supported", "Target", "By evidence", "Given by the reviewers"]
        rows = [
            [
                d.name,
                d.claimed.text,
                d.supported.text if d.supported else NONE,
                d.target.text,
                d.claim,
                d.scores_words,
            ]
            for d in pack.dimensions
        ]
        if not has_evidence:
            header = ["", "Claimed", "Target", "Given by the reviewers"]
            rows = [[name, claimed, target, given] for name, claimed, _, target, _, given in rows]
        shares = (2.4, 1.1, 1.3, 0.9, 1.7, 2.8) if has_evidence else (2.6, 1.1, 0.9, 4.6)
        shape = canvas.table(canvas.area, header, rows, shares)
        canvas.describe(shape, "Each dimension", "Claimed and supported stage of each dimension, and its target")

    contradicted = [d.short for d in pack.dimensions if d.claim.startswith("contradicted")]
    if contradicted:
        title = f"Evidence contradicts what is claimed of {wording.joined(contradicted)}"
    elif has_evidence:
        title = "No claim is contradicted by evidence"
    else:
        title = "What the reviewers claim; no evidence is filed yet"
    return Page(title, draw, (pack.covered,), ("claimed", "supported", "target"))


def why(pack: Pack) -> Page:
    reading = pack.reading

    def draw(canvas: Canvas) -> None:
        left, right = canvas.area.columns(1, 1.15, gap=0.6)
        said = [Words("What it holds back", bold=True, accent=True)] if reading.holds_back else []
        said += [Words(text, lead=lead) for lead, text in reading.holds_back]
        if reading.contradicted:
            said.append(Words("What was looked for and is not there", bold=True, accent=True))
        for found in reading.contradicted:
            said.append(Words(found.sentence, lead=found.name))
            said += [Words(f"{statement}: {answer}", scale=0.9) for statement, answer in found.not_there]
        said.append(Words("What would change the reading", bold=True, accent=True))
        said += [Words(text) for text in reading.would_change]
        canvas.write_beside([(left, [Words(said, lead=term) for term, said in reading.facts]), (right, said)])

    title = "Why the reading says so"
    if len(pack.dimensions) > 1:
        title = f"How sure the constraint is: {reading.sureness[:1].lower()}{reading.sureness[1:]}"
    return Page(short(title), draw, (), ("profile", "supported_profile"))


def reviewers(pack: Pack) -> Page:
    def draw(canvas: Canvas) -> None:
        left, right = canvas.area.columns(1.25, 1, gap=0.5)
        header = ["", *(heading for heading, _ in pack.agreement.reviewers), "Stands at"]
        rows = [[d.short, *(given.figure.text for given in d.scores), d.claimed.text] for d in pack.dimensions]
        shape = canvas.table(left, header, rows, [2.0] + [1.0] * (len(header) - 1), sizes=(14, 13, 12, 11, 10, 9))
        canvas.describe(shape, "Scores", "What each reviewer gave, blind, and the stage that stands")
        series: list[charts.Series] = [("Claimed", [number(s.claimed) for s in _ladder(pack)])]
        if any(s.supported for s in pack.reading.distribution):
            series.append(("Supported", [number(s.supported) for s in _ladder(pack)]))
        alt = "; ".join(f"stage {s.stage}: {s.claimed.text} claimed" for s in _ladder(pack))
        names = [f"{s.stage} {s.name}" for s in _ladder(pack)]
        chart = right.upper(right.height * 0.58)
        canvas.write(chart.upper(0.35), [Words("Dimensions at each stage", bold=True)], sizes=(14,))
        charts.bars(canvas, chart.below(0.35), names, series, alt=alt, on=pack.as_of)
        said = [*pack.agreement.sentences, *(words for _, words in pack.agreement.leniency)]
        canvas.write(right.below(right.height * 0.6), [Words(text) for text in said], sizes=(15, 14, 13, 12, 11))

    disputed = [d.short for d in pack.dimensions if d.dispute]
    title = (
        f"Reviewers differed most on {wording.joined(disputed)}" if disputed else "Reviewers agree within a stage"
    )
    if len([name for name, _ in pack.agreement.reviewers]) < 2:
        title = "One reviewer so far: a second one makes this a reading"
    notes = (pack.agreement.small_print, *(d.dispute for d in pack.dimensions if d.dispute))
    return Page(title, draw, notes, ("score", "agreement", "leniency", "profile"))


def _ladder(pack: Pack) -> Sequence[StandsAt]:
    return tuple(reversed(pack.reading.distribution))
