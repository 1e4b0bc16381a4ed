"""Deep rounds: what is asked of whom and when, what counts as documented, and which files are kept."""

import io
import zipfile
from datetime import date
from html import escape
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from colonnade.app.evidence import Found, Measurements
from colonnade.content.load import bank, shipped_model
from colonnade.core.findings import Evidence
from colonnade.core.observations import Answer as CoreAnswer
from colonnade.web.assessments import answering, deleted, files, rounds, scoring, settling, showing, store
from colonnade.web.assessments.answering import Given
from colonnade.web.assessments.brought import brought
from colonnade.web.assessments.desk import Place, desk
from colonnade.web.assessments.models import Assessment, BlindAnswer, EvidenceFile
from colonnade.web.assessments.standing import KEPT_FOR
from colonnade.web.assessments.visibility import Viewer
from colonnade.web.people.models import Organisation
from web.casting import Cast, said, score_all, seat_of, signed_in
from web.routes import CRITERION, DIMENSION

PDF = b"%PDF-1.7 a page"


@pytest.fixture
def deep(cast: Cast) -> Assessment:
    return rounds.make(
        cast.facilitator,
        name="Deep",
        model=shipped_model("csmi"),
        due_on=None,
        reviewers=[cast.rita.person, cast.sam.person, cast.owner.person],
        is_deep=True,
    )


def with_records(monkeypatch: pytest.MonkeyPatch, **values: str) -> None:
    """The organisation's records answer these criteria."""
    on = date(2026, 1, 31)
    answers = {
        id.replace("__", "."): CoreAnswer(id.replace("__", "."), value, "measured", on, ("records",), "0.91")  # type: ignore[arg-type]
        for id, value in values.items()
    }

    def found(_organisation: Organisation, today: date) -> Found:
        return Found(Measurements(today), Evidence(answers))

    monkeypatch.setattr(showing, "found_for", found)


MEASURED = next(
    c.id for c in bank() if c.evidence and c.maps.get("csmi") and c.maps["csmi"].dimension == DIMENSION
)


def asked(cast: Cast, deep: Assessment) -> list[str]:
    return [c.id for c in desk(seat_of(deep, cast.rita)).asked[DIMENSION].now]


def base(cast: Cast, assessment: Assessment) -> str:
    return f"/o/{cast.harbour.pk}/assessments/{assessment.pk}"


# --- what is asked ------------------------------------------------------------------------------------------


def test_the_first_stage_is_asked_and_a_stage_that_holds_moves_it_up(cast: Cast, deep: Assessment) -> None:
    seat, model = seat_of(deep, cast.rita), deep.model
    stages = {c.id: c.maps["csmi"].stage for c in model.criteria if c.maps["csmi"].dimension == DIMENSION}
    assert {stages[id] for id in asked(cast, deep)} == {2}
    answering.save(seat, {id: Given("met") for id in asked(cast, deep)})
    assert {stages[id] for id in asked(cast, deep)} == {2, 3}
    answering.save(seat, {id: Given("not_met") for id in asked(cast, deep)})
    assert not desk(seat).asked[DIMENSION].is_done or max(stages[id] for id in asked(cast, deep)) <= 4


def test_what_records_answer_is_not_asked(cast: Cast, deep: Assessment, monkeypatch: pytest.MonkeyPatch) -> None:
    assert MEASURED in {c.id for c in deep.model.criteria}
    with_records(monkeypatch, **{MEASURED.replace(".", "__"): "met"})
    seat = seat_of(deep, cast.rita)
    for _ in range(4):
        assert MEASURED not in asked(cast, deep)
        answering.save(seat, {id: Given("met") for id in asked(cast, deep)})


@pytest.mark.parametrize("page", ["score", "facts", "review"])
def test_before_the_lock_no_page_tells_what_the_records_show(
    cast: Cast, deep: Assessment, monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    """Two organisations whose records say the opposite of everything read the same, until the lock."""
    measured = [c.id.replace(".", "__") for c in bank() if c.evidence]
    seat, client = seat_of(deep, cast.rita), signed_in(cast.rita)
    scoring.save(seat, DIMENSION, said(2))
    path = {"score": f"score/{DIMENSION}/", "facts": f"score/{DIMENSION}/facts/", "review": "review/"}[page]
    seen = []
    for value in ("met", "not_met"):
        with_records(monkeypatch, **dict.fromkeys(measured, value))
        body = client.get(f"{base(cast, deep)}/{path}").content.decode()
        seen.append([line for line in body.splitlines() if "csrfmiddlewaretoken" not in line])
    assert seen[0] == seen[1]
    if page == "score":
        scoring.lock(seat, DIMENSION)
        shown = client.get(f"{base(cast, deep)}/{path}").content.decode()
        assert "What the records show" in shown
        assert "0.91" in shown


def test_every_fact_is_asked_at_one_place_when_four_models_are_read(cast: Cast) -> None:
    models = [shipped_model(id) for id in ("csmi", "distilled", "five_stage", "esg")]
    made = rounds.make(
        cast.facilitator,
        name="All",
        model=models[0],
        further=models[1:],
        due_on=None,
        reviewers=[cast.rita.person, cast.sam.person],
        is_deep=True,
    )
    mine = desk(seat_of(made, cast.rita))
    places = [c.id for asked in mine.asked.values() for c in asked.now]
    assert len(places) == len(set(places)) > 100
    assert len(mine.scored) == 29
    assert next(mine.places()) == Place("score", "organizational_mandate")


def test_a_round_without_stages_is_answered_and_handed_in(cast: Cast) -> None:
    made = rounds.make(
        cast.facilitator,
        name="Capabilities",
        model=shipped_model("esg"),
        due_on=None,
        reviewers=[cast.rita.person, cast.sam.person],
        is_deep=True,
    )
    client, seat = signed_in(cast.rita), seat_of(made, cast.rita)
    page = client.get(f"{base(cast, made)}/score/", follow=True)
    assert b"Segmentation" in page.content
    with pytest.raises(rounds.OutOfTurn):
        scoring.hand_in(seat)
    id = desk(seat).asked["segmentation"].now[0].id
    client.post(f"{base(cast, made)}/score/segmentation/facts/", {f"{id}-value": "met", "then": "next"})
    scoring.hand_in(seat_of(made, cast.rita))
    rounds.reveal(cast.facilitator, made, "the board meets")
    results = signed_in(cast.viewer).get(f"{base(cast, made)}/results/").content.decode()
    assert "Operationalize" in results
    assert "Rita" not in results
    for further in ("", "reconcile/", "facts/", "plan/"):
        assert client.get(f"{base(cast, made)}/{further}").status_code == 200
    assert [row.value for row in BlindAnswer.answers.own(seat)] == ["met"]


def test_facts_that_follow_from_what_was_saved_while_typing_are_shown_next(cast: Cast, deep: Assessment) -> None:
    client, path = signed_in(cast.rita), f"{base(cast, deep)}/score/{DIMENSION}/facts/"
    first = {f"{id}-value": "met" for id in asked(cast, deep)} | {f"{id}-note": "" for id in asked(cast, deep)}
    client.post(path, first, headers={"HX-Request": "true"})
    answer = client.post(path, {**first, "then": "next"})
    assert answer.headers["Location"] == path
    shown = {f"{id}-note": "" for id in asked(cast, deep)}
    assert client.post(path, {**shown, "then": "next"}).headers["Location"] != path


def test_what_is_not_done_is_marked_before_handing_in(cast: Cast, round_: Assessment) -> None:
    seat = seat_of(round_, cast.rita)
    for dimension in round_.model.dimensions[:-1]:
        scoring.save(seat, dimension.id, said(2))
    page = signed_in(cast.rita).get(f"/o/{cast.harbour.pk}/assessments/{round_.pk}/review/").text
    assert page.count("not done</span>") == 1
    assert page.index(escape(round_.model.dimensions[-1].name)) < page.index("not done</span>")


def test_who_does_not_judge_a_dimension_is_not_asked_its_facts(cast: Cast, deep: Assessment) -> None:
    client = signed_in(cast.rita)
    client.post(f"{base(cast, deep)}/score/organizational_mandate/", {"answer": "not_mine", "then": "next"})
    assert Place("facts", "organizational_mandate") not in list(desk(seat_of(deep, cast.rita)).places())


# --- what is kept -------------------------------------------------------------------------------------------


def test_an_answer_is_said_until_a_link_or_a_file_shows_it(cast: Cast, deep: Assessment) -> None:
    rita, sam, olive = (seat_of(deep, who) for who in (cast.rita, cast.sam, cast.owner))
    answering.save(rita, {CRITERION: Given("met")})
    answering.save(sam, {CRITERION: Given("met", link="https://example.org/page")})
    answering.save(olive, {CRITERION: Given("met")})
    files.keep(olive, CRITERION, SimpleUploadedFile("page.pdf", PDF))
    for seat in (rita, sam, olive):
        score_all(seat)
    rounds.reveal(cast.facilitator, deep)
    deep.refresh_from_db()
    assert {o.by: o.tier for o in store.observations(deep)} == {
        "Rita": "said",
        "Sam": "documented",
        "Olive": "documented",
    }


def test_evidence_without_an_answer_is_told_in_place_and_the_rest_is_saved(cast: Cast, deep: Assessment) -> None:
    first, second = asked(cast, deep)[:2]
    answer = signed_in(cast.rita).post(
        f"{base(cast, deep)}/score/{DIMENSION}/facts/",
        {f"{first}-value": "partly", f"{second}-link": "https://example.org/x"},
    )
    assert answer.status_code == 422
    assert b"without one the evidence has nothing to speak for" in answer.content
    assert {row.criterion for row in BlindAnswer.answers.own(seat_of(deep, cast.rita))} == {first}


def test_a_challenge_needs_a_locked_dimension_and_a_reason(
    cast: Cast, deep: Assessment, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_records(monkeypatch, **{MEASURED.replace(".", "__"): "met"})
    seat, client = seat_of(deep, cast.rita), signed_in(cast.rita)
    path = f"{base(cast, deep)}/score/{DIMENSION}/challenge/{MEASURED}/"
    assert client.post(path, {"reason": "the export lacks a book"}).status_code == 404
    scoring.save(seat, DIMENSION, said(2))
    scoring.lock(seat, DIMENSION)
    client.post(path, {"reason": ""})
    assert not BlindAnswer.answers.own(seat).exists()
    client.post(path, {"reason": "the export lacks a book"})
    row = BlindAnswer.answers.own(seat).get()
    assert (row.challenges, row.note) == (True, "the export lacks a book")
    client.post(path, {"then": "withdraw"})
    assert not BlindAnswer.answers.own(seat).exists()


def test_a_disputed_fact_is_settled_with_a_reason_and_both_sides_stay(cast: Cast, deep: Assessment) -> None:
    for who, value in ((cast.rita, "met"), (cast.sam, "not_met"), (cast.owner, "unknown")):
        answering.save(seat_of(deep, who), {CRITERION: Given(value, f"{who.person.name} looked")})  # type: ignore[arg-type]
        score_all(seat_of(deep, who))
    rounds.reveal(cast.facilitator, deep)
    client, path = signed_in(cast.facilitator), f"{base(cast, deep)}/facts/{CRITERION}/"
    assert b"Rita looked" in client.get(f"{base(cast, deep)}/facts/").content
    assert client.post(path, {"version": 0, "value": "met", "reason": ""}).status_code == 422
    assert client.post(path, {"version": 0, "value": "met", "reason": "shown to all"}).status_code == 302
    assert client.post(path, {"version": 0, "value": "not_met", "reason": "no"}).status_code == 409
    deep.refresh_from_db()
    all_ = brought(deep)
    evidence = all_.evidence(Viewer.of(cast.facilitator))
    assert evidence.answers[CRITERION].value == "met"
    (dispute,) = settling.disputes(all_, evidence)
    assert [side.note for side in dispute.sides] == ["Olive looked", "Rita looked", "Sam looked"]
    assert not dispute.is_open


# --- files --------------------------------------------------------------------------------------------------


def package(*names: str) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as made:
        for name in names:
            made.writestr(name, "x")
    return held.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("page.html", b"<script>alert(1)</script>"),
        ("page.svg", b"<svg/>"),
        ("page.pdf.exe", PDF),
        ("page", PDF),
        ("page.pdf", b"<html>"),
        ("picture.png", PDF),
        ("text.txt", b"\xff\xfe\x00"),
        ("text.csv", b"a\0b"),
        ("book.xlsx", PDF),
        ("book.xlsx", package("word/document.xml")),
        ("book.xlsx", package("xl/workbook.xml", "xl/vbaProject.bin")),
        ("empty.pdf", b""),
        ("large.pdf", PDF + b"x" * files.MOST_BYTES),
    ],
)
def test_a_file_that_is_not_what_it_says_is_refused_in_words(
    cast: Cast, round_: Assessment, name: str, content: bytes
) -> None:
    answer = signed_in(cast.rita).post(
        f"{base(cast, round_)}/score/{DIMENSION}/", {"answer": "2", "file": SimpleUploadedFile(name, content)}
    )
    assert answer.status_code == 422
    assert name.encode() in answer.content
    assert not EvidenceFile.files.own(seat_of(round_, cast.rita)).exists()


@pytest.mark.parametrize(
    ("name", "content"),
    [("page.pdf", PDF), ("book.xlsx", package("xl/workbook.xml")), ("t.csv", "ä,b\n".encode())],
)
def test_a_file_comes_back_as_it_was_as_a_download_only(
    cast: Cast, round_: Assessment, name: str, content: bytes
) -> None:
    client = signed_in(cast.rita)
    sent = SimpleUploadedFile(f"../..\\evil/{name}", content, content_type="text/html")
    client.post(f"{base(cast, round_)}/score/{DIMENSION}/", {"answer": "2", "file": sent})
    kept = EvidenceFile.files.own(seat_of(round_, cast.rita)).get()
    assert kept.name == name
    assert str(kept.content.name).isalnum()
    answer = client.get(f"{base(cast, round_)}/files/{kept.pk}/")
    assert answer.content == content
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_files_are_few_and_one_is_kept_once(cast: Cast, round_: Assessment) -> None:
    seat = seat_of(round_, cast.rita)
    for number in (0, 0, 1, 2):
        files.keep(seat, DIMENSION, SimpleUploadedFile("p.pdf", PDF + bytes([48 + number])))
    with pytest.raises(ValidationError, match="At most 3"):
        files.keep(seat, DIMENSION, SimpleUploadedFile("p.pdf", PDF + b"4"))
    assert EvidenceFile.files.own(seat).count() == 3


def test_what_a_locked_score_rests_on_stays_and_the_rest_can_be_taken_away(
    cast: Cast, round_: Assessment, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    seat, client = seat_of(round_, cast.rita), signed_in(cast.rita)
    files.keep(seat, DIMENSION, SimpleUploadedFile("p.pdf", PDF))
    kept = EvidenceFile.files.own(seat).get()
    path = Path(kept.content.path)
    scoring.save(seat, DIMENSION, said(2))
    scoring.lock(seat, DIMENSION)
    assert client.post(f"{base(cast, round_)}/files/{kept.pk}/remove/").status_code == 409
    rounds.unseat(cast.facilitator, round_, seat)
    with django_capture_on_commit_callbacks(execute=True):
        deleted.remove_overdue(timezone.now() + KEPT_FOR)
    assert not path.exists()


def test_files_are_linked_beside_the_fact_and_the_dimension_for_who_may_open_them(
    cast: Cast, deep: Assessment
) -> None:
    seat = seat_of(deep, cast.rita)
    files.keep(seat, DIMENSION, SimpleUploadedFile("dashboard.pdf", PDF))
    files.keep(seat, CRITERION, SimpleUploadedFile("policy.txt", b"policy"))
    score_all(seat)
    rounds.reveal(cast.facilitator, deep, "the board meets")
    path = f"{base(cast, deep)}/results/{DIMENSION}/"
    for file in EvidenceFile.files.own(seat):
        link = f'href="{base(cast, deep)}/files/{file.pk}/">{file.name}</a>'
        assert link in signed_in(cast.sam).get(path).content.decode()
        assert file.name not in signed_in(cast.viewer).get(path).content.decode()
