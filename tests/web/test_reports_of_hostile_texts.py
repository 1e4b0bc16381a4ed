"""What people typed is text in every form that is taken along: no formula, no markup, no command, no new line."""

import csv
import io
import re
import zipfile
from itertools import cycle
from typing import Any

import pytest
from pypdf import PdfReader

from colonnade.web.assessments import reconciling, rounds, scoring
from colonnade.web.assessments.models import Answer, Assessment
from colonnade.web.company.models import Profile
from colonnade.web.people.models import Organisation, Person
from colonnade.web.plans.models import Move, Status
from colonnade.web.reports.forms_offered import FORMS
from web.casting import Cast, score_all, seat_of
from web.planning import new_plan
from web.test_reports import taken, words_of

CANARY = "http://127.0.0.1:9/canary"
HOSTILE = (
    f'=HYPERLINK("{CANARY}","canary")',
    "@SUM(1+1)*cmd|' /C calc'!A0 canary",
    '#read("/etc/passwd") canary',
    '"}]; #panic("canary") [{"',
    f'<svg onload=alert(1)><img src="{CANARY}"></script><script>alert(1)</script>canary',
    "canary\r\nBEGIN:VEVENT\r\nSUMMARY:forged",
    "\u202e\x07canary\ufeff",
    f"![canary]({CANARY}) | a | b",
)
DANGEROUS = ("<script>alert", "<svg onload", f'src="{CANARY}"', f'href="{CANARY}"')
TRIGGERS = ("=", "+", "-", "@", "\t", "\r")


@pytest.fixture(params=[0, 3, 6])
def hostile(cast: Cast, round_: Assessment, request: pytest.FixtureRequest) -> Assessment:
    """A revealed round with a plan: each text in some field of it and of its organisation, all fields filled."""
    texts = cycle([*HOSTILE[request.param :], *HOSTILE[: request.param]])
    Organisation.objects.filter(pk=cast.harbour.pk).update(name=next(texts)[:120])
    Profile.objects.create(organisation=cast.harbour, name=next(texts))
    Assessment.objects.filter(pk=round_.pk).update(name=next(texts))
    for member in (cast.rita, cast.sam, cast.owner):
        Person.objects.filter(pk=member.person_id).update(name=next(texts)[:80])
        score_all(seat_of(round_, member), hands_in=False)
        scoring.save(
            seat_of(round_, member), "data_intelligence", scoring.Said(Answer.STAGE, 1, "low", next(texts))
        )
        scoring.hand_in(seat_of(round_, member))
    rounds.reveal(cast.facilitator, round_)
    words = {"reason": next(texts), "dissent": next(texts)}
    reconciling.agree(cast.facilitator, round_, "data_intelligence", version=0, stage=2, **words)
    round_.refresh_from_db()
    plan = new_plan(cast.facilitator, round_)
    for move in plan.moves.order_by("place"):
        fields = ("owner_name", "sponsor", "milestone", "proof", "stops", "reason", "aside_reason")
        Move.objects.filter(pk=move.pk).update(**{field: next(texts)[:80] for field in fields})
    Move.objects.filter(pk=plan.moves.order_by("-place")[0].pk).update(status=Status.NOT_NOW)
    return round_


@pytest.mark.slow
def test_nothing_typed_runs_in_any_file(cast: Cast, hostile: Assessment) -> None:
    for form in FORMS:
        content = taken(cast.rita, hostile, form.id).content
        _CHECKS[form.id](content)


def _pdf(content: bytes) -> None:
    read = PdfReader(io.BytesIO(content))
    said = "".join("".join(page.extract_text().split()) for page in read.pages)
    assert "canary" in said
    assert "root:" not in said
    links = [a.get_object() for page in read.pages for a in page.get("/Annots", ())]
    assert not [a for a in links if CANARY in str(a.get("/A", ""))]


def _workbook(content: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        sheets = [package.read(n).decode() for n in package.namelist() if n.startswith("xl/worksheets/sheet")]
        links = [package.read(n).decode() for n in package.namelist() if n.endswith(".rels")]
    formulas = [f for sheet in sheets for f in re.findall(r"<f>(.*?)</f>", sheet)]
    assert formulas  # ours, of averages
    assert not [f for f in formulas if re.search(r"canary|HYPERLINK|SUM\(1\+1\)|cmd", f)]
    assert not [link for link in links if CANARY in link]


def _deck(content: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert not [n for n in package.namelist() if n.endswith(".rels") and CANARY in package.read(n).decode()]
        charts = [package.read(n) for n in package.namelist() if n.endswith(".xlsx")]
    for chart in charts:
        with zipfile.ZipFile(io.BytesIO(chart)) as book:
            assert not [n for n in book.namelist() if "worksheets/sheet" in n and b"<f>" in book.read(n)]


def _page(content: bytes) -> None:
    said = content.decode()
    assert "canary" in said
    assert not [found for found in DANGEROUS if found in said]


def _calendar(content: bytes) -> None:
    lines = content.decode().replace("\r\n ", "").split("\r\n")
    assert lines.count("BEGIN:VEVENT") == lines.count("END:VEVENT")
    assert not [line for line in lines if line.startswith("SUMMARY:forged")]


def _table(content: bytes) -> None:
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert any("canary" in cell for row in rows for cell in row)
    assert not [cell for row in rows for cell in row if cell.startswith(TRIGGERS)]
    assert len({len(row) for row in rows}) == 1


def _plan(content: bytes) -> None:
    said = content.decode()
    assert "canary" in said
    assert not re.search(r"(?<!\\)!\[canary\]\(http", said)
    assert not re.search(r"(?<!\\)<(script|svg|img)", said)


def _data(content: bytes) -> None:
    assert "canary" in words_of("data", content)


_CHECKS: dict[str, Any] = {
    "report": _pdf,
    "summary": _pdf,
    "workbook": _workbook,
    "deck": _deck,
    "page": _page,
    "calendar": _calendar,
    "table": _table,
    "plan": _plan,
    "data": _data,
}
