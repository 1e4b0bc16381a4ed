"""What records show a reviewer who has locked a dimension: nothing that one still to lock rests on."""

from collections.abc import Iterator
from datetime import date
from html import unescape
from typing import Any

import pytest

from colonnade.app.evidence import Found, Measurements
from colonnade.content.load import bank, shipped_model
from colonnade.core.findings import Evidence
from colonnade.core.observations import Answer
from colonnade.core.support import criteria_of
from colonnade.web.assessments import answering, rounds, scoring, showing
from colonnade.web.assessments.desk import desk
from colonnade.web.assessments.models import Assessment
from web.casting import Cast, said, seat_of, signed_in

CSMI, FIVE, DISTILLED = (shipped_model(id) for id in ("csmi", "five_stage", "distilled"))
MEASURED = [c for c in bank() if c.evidence]
LOCKED = "commercial_motion"
SUPPORTED = "criteria answered, your own answers among them"


def new(cast: Cast, *models: str, is_deep: bool = True) -> Assessment:
    chosen = [shipped_model(id) for id in models]
    return rounds.make(
        cast.facilitator,
        name="All",
        model=chosen[0],
        further=chosen[1:],
        due_on=None,
        reviewers=[cast.rita.person, cast.sam.person, cast.facilitator.person],
        is_deep=is_deep,
    )


def records_say(monkeypatch: pytest.MonkeyPatch, **values: Any) -> None:
    """Every measured criterion is so, but for those named; and each is told by its own words."""
    on, by = date(2026, 1, 31), ("records",)
    said = {c.id: values.get(c.id.replace(".", "__"), "met") for c in MEASURED}
    answers = {id: Answer(id, value, "measured", on, by, f"figure of {id}") for id, value in said.items()}
    monkeypatch.setattr(showing, "found_for", lambda *_: Found(Measurements(on), Evidence(answers)))


def lock(cast: Cast, assessment: Assessment, *dimensions: str) -> None:
    seat = seat_of(assessment, cast.rita)
    for dimension in dimensions:
        scoring.save(seat, dimension, said(1))
        scoring.lock(seat, dimension)


def page(cast: Cast, assessment: Assessment, dimension: str = LOCKED) -> str:
    path = f"/o/{cast.harbour.pk}/assessments/{assessment.pk}/score/{dimension}/"
    return unescape(signed_in(cast.rita).get(path).content.decode())


def read_by(criterion: str) -> Iterator[str]:
    """Every dimension, of every model that is claimed, that a fact speaks to by itself or by its figure."""
    metrics = {c.evidence.metric for c in MEASURED if c.id == criterion and c.evidence}
    for model in (CSMI, FIVE, DISTILLED):
        for dimension in model.dimensions:
            for c in criteria_of(model, dimension.id):
                if c.id == criterion or (c.evidence and c.evidence.metric in metrics):
                    yield dimension.id


@pytest.mark.parametrize(
    "others", [[], ["process", "data"], ["process", "data", "people", "technology", "overall"]]
)
def test_a_fact_shows_once_every_dimension_that_it_speaks_to_is_locked(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, others: list[str]
) -> None:
    records_say(monkeypatch)
    made = new(cast, "csmi", "five_stage", "distilled")
    lock(cast, made, LOCKED, "organizational_mandate", *others)
    locked = {LOCKED, "organizational_mandate", *others}
    body = page(cast, made)
    here = [c.id for c in criteria_of(CSMI, LOCKED) if c.evidence]
    shown = {id for id in here if f"Figure of {id}" in body}
    assert shown == {id for id in here if set(read_by(id)) <= locked}
    assert (SUPPORTED in body) == (len(shown) == len(here)) == (len(others) == 5)
    if len(others) == 2:
        assert 0 < len(shown) < len(here)
        assert "show once you have locked those as well" in body
        assert "Overall" in body


def test_what_a_dimension_still_to_lock_rests_on_is_on_no_page_of_the_round(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two organisations whose records differ only in facts that an unlocked dimension reads look the same."""
    made = new(cast, "csmi", "five_stage", "distilled")
    lock(cast, made, *(d.id for d in CSMI.dimensions), "process", "technology", "overall")
    hidden = [c.id.replace(".", "__") for c in MEASURED if {"people", "data"} & set(read_by(c.id))]
    assert len(hidden) > 30
    seen: list[list[str]] = []
    for value in ("met", "not_met"):
        records_say(monkeypatch, **dict.fromkeys(hidden, value))
        pages = [page(cast, made, step.dimension.id) for step in made.steps if step.is_claimed]
        pages += [page(cast, made, f"{step.dimension.id}/facts") for step in made.steps]
        pages.append(
            signed_in(cast.rita).get(f"/o/{cast.harbour.pk}/assessments/{made.pk}/review/").content.decode()
        )
        seen.append([line for each in pages for line in each.splitlines() if "csrfmiddlewaretoken" not in line])
    assert seen[0] == seen[1]
    assert any("Figure of" in line for line in seen[0])


def test_the_comparison_above_finds_a_fact_that_shows_too_early(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    from colonnade.web.assessments import visibility

    monkeypatch.setattr(visibility.HeldBack, "waits_for", lambda *_: frozenset())
    with pytest.raises(AssertionError):
        test_what_a_dimension_still_to_lock_rests_on_is_on_no_page_of_the_round(cast, monkeypatch)


def test_another_open_round_holds_back_what_it_reads(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    records_say(monkeypatch)
    first, other = new(cast, "csmi"), new(cast, "five_stage")
    lock(cast, first, LOCKED, "organizational_mandate")
    assert SUPPORTED not in page(cast, first)
    lock(cast, other, *(d.id for d in FIVE.dimensions))
    assert SUPPORTED in page(cast, first)


def test_one_figure_that_speaks_to_two_dimensions_waits_for_both(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    records_say(monkeypatch)
    made = new(cast, "csmi", is_deep=False)
    lock(cast, made, LOCKED)
    body = page(cast, made)
    assert body.count("Figure of") == len([c for c in criteria_of(CSMI, LOCKED) if c.evidence]) - 1
    assert "1 more fact speaks to other dimensions too" in body
    assert "Organizational Mandate." in body


def test_a_fact_that_is_held_back_cannot_be_challenged_nor_changes_what_is_asked(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = new(cast, "csmi", "five_stage")
    lock(cast, made, LOCKED)
    held = next(c.id for c in criteria_of(CSMI, LOCKED) if c.evidence and set(read_by(c.id)) & {"process", "data"})
    asked = []
    for value in ("met", "not_met"):
        records_say(monkeypatch, **{held.replace(".", "__"): value})
        asked.append([c.id for c in desk(seat_of(made, cast.rita)).asked[LOCKED].now])
    assert asked[0] == asked[1]
    path = f"/o/{cast.harbour.pk}/assessments/{made.pk}/score/{LOCKED}/challenge/{held}/"
    assert signed_in(cast.rita).post(path, {"reason": "no"}).status_code == 404
    assert not answering.own(seat_of(made, cast.rita)).rows


@pytest.mark.parametrize("who", ["rita", "facilitator"])
def test_without_records_a_lock_promises_none_and_who_may_load_them_reads_how(cast: Cast, who: str) -> None:
    made = new(cast, "csmi")
    client = signed_in(getattr(cast, who))
    for path in (f"score/{LOCKED}/", f"score/{LOCKED}/facts/"):
        scoring.save(seat_of(made, getattr(cast, who)), LOCKED, said(2))
        body = client.get(f"/o/{cast.harbour.pk}/assessments/{made.pk}/{path}").content.decode()
        assert ">Lock</button>" in body
        assert "show the records" not in body
        assert ("How they come in" in body) == (who == "facilitator")
    scoring.lock(seat_of(made, getattr(cast, who)), LOCKED)
    body = client.get(f"/o/{cast.harbour.pk}/assessments/{made.pk}/score/{LOCKED}/").content.decode()
    assert "No records are loaded, so there is nothing to hold your score against" in body


def test_with_records_the_lock_says_that_it_shows_them(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    records_say(monkeypatch)
    assert "Lock, and show the records</button>" in page(cast, new(cast, "csmi"))
