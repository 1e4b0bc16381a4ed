"""A small company: three reviewers of the index, a plan, answers, and records that fit on a page."""

from collections.abc import Mapping, Sequence
from pathlib import Path

PILLARS = (
    "organizational_mandate", "coverage_segmentation", "commercial_motion", "data_intelligence",
    "playbooks_execution", "talent_capability", "cross_functional_integration",
)  # fmt: skip
DAYS = ("--as-of", "2026-01-31", "--start", "2026-02-02")
"""Without them a diagnosis is of today."""

FIRST: Mapping[str, Sequence[int]] = {
    "ann": (3, 2, 3, 2, 2, 3, 3),
    "bob": (3, 3, 4, 2, 2, 3, 3),
    "cyd": (4, 3, 4, 2, 2, 3, 2),
}
LATER: Mapping[str, Sequence[int]] = {
    "ann": (3, 2, 3, 3, 2, 3, 3),
    "bob": (3, 3, 4, 3, 2, 3, 3),
    "dee": (4, 3, 4, 3, 3, 3, 2),
}
AGREED = "consensus,commercial_motion,3,,One team carries a number and the other does not\n"


def scorecard(scores: Mapping[str, Sequence[int]], more: str = "") -> str:
    rows = [
        f"{who},{pillar},{n}\n"
        for who, stages in scores.items()
        for pillar, n in zip(PILLARS, stages, strict=True)
    ]
    return "reviewer,dimension,stage,confidence,note\n" + "".join(row.replace("\n", ",,\n") for row in rows) + more


def write_scores(folder: Path, scores: Mapping[str, Sequence[int]] = FIRST, more: str = "") -> Path:
    path = folder / f"scores-{'-'.join(scores)}.csv"
    path.write_text(scorecard(scores, more), encoding="utf-8")
    return path


ANSWERS = """criterion,value,tier,link,note,by,on
segmentation.01,met,said,,,ann,2026-01-20
segmentation.03,partly,documented,https://example.com/tiers,,bob,2026-01-20
segmentation.04,unknown,,,,ann,
"""


def write_answers(folder: Path) -> Path:
    path = folder / "answers.csv"
    path.write_text(ANSWERS, encoding="utf-8")
    return path


RECORDS = {
    "accounts": """
        account_id,name,plan,industry,country,segment,created_on
        A1,Ash,Pro,Wood,SE,large,2024-01-01
        A2,Bay,Pro,Wood,NO,large,2024-01-01
        A3,Cob,Basic,Ore,NO,small,2024-01-01
        A4,Dun,Basic,Ore,SE,small,2025-06-01
    """,
    "subscriptions": """
        subscription_id,account_id,plan,start_on,end_on,mrr,kind
        S1,A1,Pro,2024-01-01,,1000,recurring
        S2,A2,Pro,2024-01-01,,500,recurring
        S3,A2,Pro,2025-07-01,,250.50,recurring
        S4,A3,Basic,2024-01-01,2025-10-01,300,recurring
        S5,A4,Basic,2025-06-01,,100,recurring
    """,
    "tickets": """
        ticket_id,account_id,opened_at,solved_at,escalated,satisfaction
        T1,A1,2026-01-05 09:00,2026-01-05 17:00,FALSE,5
        T2,A1,2026-01-12 09:00,2026-01-14 09:00,TRUE,3
        T3,A3,2025-08-01 09:00,2025-08-01 10:00,FALSE,
    """,
}


def write_records(folder: Path) -> Path:
    """Exports in our own words, as of the end of January 2026."""
    into = folder / "records"
    into.mkdir()
    for name, rows in RECORDS.items():
        lines = [line.strip() for line in rows.strip().splitlines()]
        (into / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return into
