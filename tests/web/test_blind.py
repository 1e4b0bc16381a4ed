"""Blind until the reveal: nobody can tell two worlds apart that differ only in what another reviewer hides."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from colonnade.content.load import shipped_model
from colonnade.core.observations import Value
from colonnade.web.assessments import answering, marks, rounds, scoring, store, visibility
from colonnade.web.assessments.answering import Given
from colonnade.web.assessments.desk import desk
from colonnade.web.assessments.models import Answer, Assessment, BlindScore, EvidenceFile, Feeling, Seat
from colonnade.web.assessments.visibility import StillBlind, Viewer
from web.casting import Cast, said, score_all, seat_of, signed_in
from web.routes import CRITERION, FILE
from web.worlds import TYPED, Secret, differences, everything, reading_paths, undone, world

pytestmark = pytest.mark.usefixtures("clock")
DIMENSIONS = [d.id for d in shipped_model("csmi").dimensions]
EVERYBODY_ELSE = ["owner", "facilitator", "rita", "viewer", "stranger"]

saids = st.one_of(
    st.builds(
        scoring.Said,
        answer=st.just(Answer.STAGE),
        stage=st.integers(1, 5),
        confidence=st.sampled_from(["", "low", "high"]),
        note=st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\0"), max_size=40),
        link=st.sampled_from(["", "https://example.org/secret"]),
        link_on=st.sampled_from([None, date(2026, 1, 2)]),
    ),
    st.builds(scoring.Said, answer=st.sampled_from([Answer.UNKNOWN, Answer.NOT_MINE]), stage=st.none()),
)
secrets = st.dictionaries(st.sampled_from(DIMENSIONS), saids, max_size=7)


def nothing() -> None:
    pass


@pytest.fixture
def begun(cast: Cast, round_: Assessment) -> Assessment:
    """Rita has scored half, the owner has handed in."""
    for dimension in DIMENSIONS[:4]:
        scoring.save(seat_of(round_, cast.rita), dimension, said(2))
    score_all(seat_of(round_, cast.owner))
    return round_


def told_apart(
    cast: Cast, begun: Assessment, paths: Mapping[str, str], pairs: int, query: str = ""
) -> set[tuple[str, str]]:
    """Who could tell by which surface one of so many drawn worlds from the first of them.

    Where all are like the first, any two of them are alike.
    """
    first: dict[str, dict[str, bytes]] = {}
    found: set[tuple[str, str]] = set()
    drawn = set()

    @settings(
        max_examples=pairs + 1,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(secrets)
    def over_worlds(secret: Secret) -> None:
        drawn.add(repr(sorted(secret.items())))
        with undone():
            world(cast, begun, secret, nothing)
            for who in EVERYBODY_ELSE:
                seen = everything(cast, who, paths, [query])
                before = first.setdefault(who, seen)
                found.update((who, surface) for surface in before if before[surface] != seen[surface])

    over_worlds()
    assert len(drawn) > pairs
    return found


@pytest.mark.slow
def test_nobody_can_tell_what_another_reviewer_said(cast: Cast, begun: Assessment) -> None:
    paths = reading_paths(cast, begun)
    assert not told_apart(cast, begun, paths, 10)
    assert not told_apart(cast, begun, paths, 1, TYPED)


@pytest.mark.long
def test_nobody_can_tell_what_another_reviewer_said_in_two_hundred_pairs_of_worlds(
    cast: Cast, begun: Assessment
) -> None:
    """Without the pages of signing in, which are the library's and are read in the short form."""
    paths = reading_paths(cast, begun)
    known = {name: path for name, path in paths.items() if not name.startswith(("account_", "mfa_"))}
    assert not told_apart(cast, begun, known, 200, TYPED)


@pytest.mark.slow
def test_a_planted_leak_is_caught_over_drawn_worlds(
    cast: Cast, begun: Assessment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(visibility.Blind, "own", _own_is_everybodys)
    assert {who for who, _ in told_apart(cast, begun, reading_paths(cast, begun), 2)} == {"owner", "rita"}


@pytest.mark.slow
@pytest.mark.parametrize("who", ["rita", "viewer", "stranger"])
def test_reviewers_and_viewers_cannot_tell_whether_another_has_handed_in_or_was_asked(
    cast: Cast, begun: Assessment, who: str
) -> None:
    full: Secret = {id: said(3) for id in DIMENSIONS}
    seat = seat_of(begun, cast.sam)

    def handed_in() -> None:
        world(cast, begun, full, lambda: scoring.hand_in(seat))

    assert not differences(cast, begun, who, nothing, handed_in)
    assert not differences(cast, begun, who, handed_in, lambda: world(cast, begun, {}, nothing))


def test_a_facilitator_sees_done_and_nothing_else_of_it(cast: Cast, begun: Assessment) -> None:
    full: Secret = {id: said(3) for id in DIMENSIONS}
    other: Secret = {id: said(5, "all is well") for id in DIMENSIONS[:2]}
    seat = seat_of(begun, cast.sam)

    def handing_in(secret: Secret) -> Callable[[], None]:
        return lambda: world(cast, begun, secret, lambda: scoring.hand_in(seat))

    assert not differences(cast, begun, "facilitator", handing_in(full), handing_in(other))
    assert differences(cast, begun, "facilitator", nothing, handing_in(full)) == [
        "assessment",
        "assessment?page=1&order=stage&q=sam&sort=-stage",
    ]


# --- answers, files and marks are blind by the same rule ----------------------------------------------------


@pytest.fixture
def deep(cast: Cast) -> Assessment:
    """A deep round in which Rita has begun."""
    made = rounds.make(
        cast.facilitator,
        name="Deep",
        model=shipped_model("csmi"),
        due_on=date(2026, 12, 4),
        reviewers=[cast.rita.person, cast.sam.person, cast.owner.person],
        is_deep=True,
    )
    scoring.save(seat_of(made, cast.rita), DIMENSIONS[0], said(2))
    answering.save(seat_of(made, cast.rita), {CRITERION: Given("met")})
    return made


def answered(cast: Cast, deep: Assessment, value: Value) -> None:
    """Sam answers much, files something, and what is asked of Sam next follows from it."""
    seat = seat_of(deep, cast.sam)
    for dimension in DIMENSIONS:
        scoring.save(seat, dimension, said(4, "secret note"))
    asked = [c.id for each in desk(seat).asked.values() for c in each.now]
    answering.save(seat, {id: Given(value, "secret note", "https://example.org/secret") for id in asked})
    EvidenceFile.files.own(seat).create(
        id=FILE,
        seat=seat,
        about=CRITERION,
        name="secret.txt",
        size_bytes=6,
        digest="d",
        content=ContentFile(b"secret", "x"),
    )


@pytest.mark.slow
@pytest.mark.parametrize("who", EVERYBODY_ELSE)
def test_nobody_can_tell_what_another_reviewer_answered_or_filed(cast: Cast, deep: Assessment, who: str) -> None:
    assert not differences(cast, deep, who, nothing, lambda: answered(cast, deep, "met"))
    assert not differences(
        cast, deep, who, lambda: answered(cast, deep, "met"), lambda: answered(cast, deep, "not_met")
    )


@pytest.mark.slow
@pytest.mark.parametrize("leak", ["own", "may_see"])
def test_a_planted_leak_of_answers_or_files_is_caught(
    cast: Cast, deep: Assessment, monkeypatch: pytest.MonkeyPatch, leak: str
) -> None:
    if leak == "own":
        monkeypatch.setattr(visibility.Blind, "own", _own_is_everybodys)
    else:
        monkeypatch.setattr(visibility, "may_see", _may_see_all)
    found = differences(cast, deep, "rita", nothing, lambda: answered(cast, deep, "met"))
    assert ("facts" if leak == "own" else "evidence_file") in found


@pytest.mark.slow
@pytest.mark.parametrize("who", EVERYBODY_ELSE)
def test_a_mark_is_its_makers_alone_until_the_meeting_and_then_only_questions_show(
    cast: Cast, revealed: Assessment, who: str
) -> None:
    seat = seat_of(revealed, cast.sam)

    def marking(feeling: Feeling, *, meets: bool) -> None:
        marks.make(seat, DIMENSIONS[0], feeling)
        if meets:
            rounds.open_meeting(cast.facilitator, revealed)

    def told_apart(one: Feeling, other: Feeling, *, meets: bool) -> list[str]:
        return differences(
            cast, revealed, who, lambda: marking(one, meets=meets), lambda: marking(other, meets=meets)
        )

    assert not told_apart(Feeling.AGREE, Feeling.QUESTION, meets=False)
    assert not told_apart(Feeling.AGREE, Feeling.NOT_FOR_ME, meets=True)
    is_shown = bool(told_apart(Feeling.AGREE, Feeling.QUESTION, meets=True))
    assert is_shown == (who not in ("viewer", "stranger"))


# --- the test would notice a leak: each of these is planted and found ---------------------------------------


def _may_see_all(viewer: Viewer, assessment: Assessment, seat: Seat) -> bool:
    return True


def _own_is_everybodys(self: Any, seat: Seat) -> Any:
    return super(visibility.Blind, self).get_queryset().filter(seat__assessment=seat.assessment_id)


def _handed_in_always(self: Any, assessment: Assessment) -> Any:
    found = super(visibility.Blind, self).get_queryset().filter(seat__assessment=assessment)
    return found.filter(seat__handed_in_at__isnull=False)


def _count(template: str) -> Callable[[Any, Any], None]:
    """A page that prints how many scores there are, or what they add up to."""

    def plant(monkeypatch: pytest.MonkeyPatch, module: Any) -> None:
        real = module.render

        def render(request: Any, name: str, context: Any = None, *args: Any, **named: Any) -> Any:
            answer = real(request, name, context, *args, **named)
            if name == template:
                plain = super(visibility.Blind, BlindScore.scores).get_queryset()
                answer.content += str([row.stage for row in plain if row.stage]).encode()
            return answer

        monkeypatch.setattr(module, "render", render)

    return plant


@pytest.mark.slow
@pytest.mark.parametrize("who", ["rita", "facilitator", "viewer"])
@pytest.mark.parametrize(
    "surface", ["assessments/list.html", "assessments/assessment.html", "people/profile.html"]
)
def test_a_planted_sum_or_count_is_caught_on_every_page(
    cast: Cast, begun: Assessment, monkeypatch: pytest.MonkeyPatch, who: str, surface: str
) -> None:
    from colonnade.web.assessments import views_round
    from colonnade.web.people import views

    _count(surface)(monkeypatch, views if surface.startswith("people") else views_round)
    assert _is_told_apart(cast, begun, who)


@pytest.mark.slow
def test_a_planted_leak_through_the_reviewers_own_page_is_caught(
    cast: Cast, begun: Assessment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(visibility.Blind, "own", _own_is_everybodys)
    assert _is_told_apart(cast, begun, "rita")


@pytest.mark.slow
@pytest.mark.parametrize("who", ["rita", "facilitator", "viewer"])
def test_a_planted_leak_through_results_before_the_reveal_is_caught(
    cast: Cast, begun: Assessment, monkeypatch: pytest.MonkeyPatch, who: str
) -> None:
    monkeypatch.setattr(visibility.Blind, "handed_in", _handed_in_always)
    seat = seat_of(begun, cast.sam)
    one: Secret = {id: said(1) for id in DIMENSIONS}
    other: Secret = {id: said(5) for id in DIMENSIONS}
    assert differences(
        cast,
        begun,
        who,
        lambda: world(cast, begun, one, lambda: scoring.hand_in(seat)),
        lambda: world(cast, begun, other, lambda: scoring.hand_in(seat)),
    )


@pytest.mark.slow
@pytest.mark.parametrize("header", ["ETag", "X-Count", "Content-Length"])
def test_a_planted_header_is_caught(
    cast: Cast, begun: Assessment, monkeypatch: pytest.MonkeyPatch, header: str
) -> None:
    from colonnade.web import headers

    real = headers.SecurityHeaders.__call__

    def leaking(self: Any, request: Any) -> Any:
        answer = real(self, request)
        plain = super(visibility.Blind, BlindScore.scores).get_queryset()
        answer.headers[header] = str(sum(row.stage or 0 for row in plain))
        return answer

    monkeypatch.setattr(headers.SecurityHeaders, "__call__", leaking)
    assert _is_told_apart(cast, begun, "viewer")


@pytest.mark.slow
def test_a_planted_line_in_the_activity_is_caught(
    cast: Cast, begun: Assessment, monkeypatch: pytest.MonkeyPatch
) -> None:
    from colonnade.web.people import audit

    real = scoring.save

    def telling(seat: Seat, dimension: str, what: scoring.Said) -> None:
        real(seat, dimension, what)
        with transaction.atomic():
            audit.record(
                audit.of_organisation(seat.assessment.organisation_id),
                seat.person,
                "score.saved",
                stage=what.stage,
            )

    monkeypatch.setattr(scoring, "save", telling)
    assert _is_told_apart(cast, begun, "owner")


@pytest.mark.slow
def test_a_planted_mail_is_caught(cast: Cast, begun: Assessment, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.core.mail import send_mail

    real = scoring.save

    def mailing(seat: Seat, dimension: str, what: scoring.Said) -> None:
        real(seat, dimension, what)
        send_mail("saved", f"{dimension}: {what.stage}", None, ["fay@example.org"])

    monkeypatch.setattr(scoring, "save", mailing)
    assert _is_told_apart(cast, begun, "facilitator")


def _is_told_apart(cast: Cast, begun: Assessment, who: str) -> bool:
    one: Secret = {id: said(1, "low") for id in DIMENSIONS}
    other: Secret = {id: said(5, "high") for id in DIMENSIONS}
    return bool(
        differences(
            cast, begun, who, lambda: world(cast, begun, one, nothing), lambda: world(cast, begun, other, nothing)
        )
    )


# --- the one way in -----------------------------------------------------------------------------------------


def test_scores_cannot_be_asked_for_without_saying_who_asks(round_: Assessment) -> None:
    for ask in (BlindScore.scores.all, BlindScore.scores.count, BlindScore.scores.filter, BlindScore.scores.first):
        with pytest.raises(StillBlind):
            ask()


def test_the_whole_of_an_open_round_is_refused(round_: Assessment) -> None:
    with pytest.raises(StillBlind):
        store.claims(round_)


@pytest.mark.parametrize(("who", "sees"), [("owner", 21), ("facilitator", 21), ("rita", 21), ("viewer", 0)])
def test_after_the_reveal_all_scores_are_seen_but_not_by_viewers(
    cast: Cast, revealed: Assessment, who: str, sees: int
) -> None:
    viewer = Viewer.of(getattr(cast, who))
    assert BlindScore.scores.seen_by(viewer, revealed).count() == sees


def test_what_was_not_handed_in_is_seen_by_its_author_alone(cast: Cast, round_: Assessment) -> None:
    score_all(seat_of(round_, cast.rita))
    score_all(seat_of(round_, cast.owner))
    score_all(seat_of(round_, cast.sam), (5,) * 7, hands_in=False)
    rounds.reveal(cast.facilitator, round_, "the board meets tomorrow")
    round_.refresh_from_db()
    assert set(store.claims(round_).internal) == {"Rita", "Olive"}
    assert BlindScore.scores.seen_by(Viewer.of(cast.sam), round_).count() == 21
    assert BlindScore.scores.seen_by(Viewer.of(cast.rita), round_).count() == 14


def test_a_viewer_reads_results_without_names(cast: Cast, revealed: Assessment) -> None:
    base = f"/o/{cast.harbour.pk}/assessments/{revealed.pk}"
    viewer = signed_in(cast.viewer)
    page = viewer.get(f"{base}/results/").content
    assert b"Rita" not in page
    assert b"Sam" not in page
    assert viewer.get(f"{base}/reconcile/").status_code == 404


def test_nothing_of_the_worlds_stays_behind(cast: Cast, begun: Assessment) -> None:
    with undone():
        world(cast, begun, {DIMENSIONS[0]: said(5)}, nothing)
    assert not BlindScore.scores.own(seat_of(begun, cast.sam)).exists()
