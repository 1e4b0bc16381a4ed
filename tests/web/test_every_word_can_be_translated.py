"""Every page of the worked example in a language that nobody speaks: no word of ours is left in English."""

import csv
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import available_timezones

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import trans_real

from colonnade.app.evidence import read_all_answers
from colonnade.content import benchmarks, load
from colonnade.core.measurement import Definition
from colonnade.core.speech import speaking
from colonnade.records.metrics import METRICS
from colonnade.records.practice import write_answers, write_scorecards
from colonnade.records.tables import TABLES
from colonnade.sheets.scorecards import to_claims
from colonnade.web import example
from colonnade.web.assessments import results, rounds
from colonnade.web.assessments.models import Assessment, State
from colonnade.web.people.models import Organisation
from colonnade.web.plans.models import Plan
from colonnade.web.records import loads
from colonnade.web.speaking import speech_of
from web.casting import STAGES, Cast, signed_in
from web.planning import again, scored_again
from web.practice import Practice, keep_for
from web.pseudo import LANGUAGE, Catalogue, all_as_data, as_data, greek, untranslated
from web.routes import address, names

pytestmark = pytest.mark.slow

NOT_WORDS = re.compile(
    "|".join(
        (
            r"Colonnade|SQL",  # names of things
            r"\b(PDF|PPTX|XLSX|HTML|JSON|MD|ICS|CSV)\b|\b[\w-]+\.(csv|txt)\b",  # file endings, files
            r"[\w.+-]+@[\w.-]+|https?://\S*",  # addresses
            r"\b[a-z0-9]+([_.][a-z0-9]+)+\b",  # ids of dimensions, criteria, metrics, tables and columns
            rf"\b({'|'.join(id.replace('_', ' ') for id in METRICS)})\b",  # metrics by their ids
            rf"\b({'|'.join(TABLES)})\b",  # tables by their ids
            r"\b(reviewer|doing|segment)\b",  # values as the audit log holds them, a column
            r"\b(?i:enterprise|mid market|smb)\b",  # groups of the records
        )
    )
)
"""What no language changes, besides the names of time zones."""

ZONES = frozenset(zone.replace("_", " ") for zone in available_timezones())


@pytest.fixture
def pseudo(settings: Any, tmp_path: Path) -> Iterator[None]:
    """The pages speak it, and every text of a model, a criterion, a metric or a published figure is another's."""
    settings.LANGUAGES = [*settings.LANGUAGES, (LANGUAGE, "Nobody's")]
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(vars(trans_real)["_translations"], LANGUAGE, Catalogue())
        patch.setattr(load, "_read", _as_anothers(load._read))
        patch.setattr(benchmarks, "FILE", _published_elsewhere(tmp_path / "benchmarks.csv"))
        for id, metric in METRICS.items():
            definition = replace(metric.definition, **_texts(metric.definition))
            patch.setitem(METRICS, id, replace(metric, definition=definition))
        _forget()
        yield
    _forget()


def _published_elsewhere(path: Path) -> Path:
    with benchmarks.FILE.open(encoding="utf-8", newline="") as source, path.open("w", newline="") as file:
        rows = csv.DictReader(source)
        written = csv.DictWriter(file, benchmarks.COLUMNS)
        written.writeheader()
        for row in rows:
            written.writerow({**all_as_data(row), "middle_is": greek(row["middle_is"])})
    return path


def _texts(definition: Definition) -> dict[str, Any]:
    return {name: all_as_data(getattr(definition, name)) for name in ("name", "formula", "switches")}


def _as_anothers(read: Any) -> Any:
    def reading(*args: Any) -> Any:
        entry, problems = read(*args)
        return all_as_data(entry), problems

    return reading


def _forget() -> None:
    for kept in (
        load.shipped_model,
        load.bank,
        load._bank_entry,
        results._diagnosed,
        loads.measurements_of,
        benchmarks.shipped_benchmarks,
    ):
        kept.cache_clear()


@pytest.fixture
def organisation(
    db: None, pseudo: None, practice: Practice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Organisation:
    write_scorecards(tmp_path / "scores")
    write_answers(tmp_path / "answers.csv")
    _in_other_words(monkeypatch, practice)
    with translation.override(LANGUAGE), speaking(speech_of(LANGUAGE)):
        example.entries(tmp_path, timezone.localdate())
    return Organisation.objects.get()


def _in_other_words(patch: pytest.MonkeyPatch, practice: Practice) -> None:
    """What people of the example typed, and what their records hold, is theirs."""
    make = rounds.make

    def claims(*args: Any) -> Any:
        found = to_claims(*args)
        return replace(
            found,
            scores=tuple(replace(score, note=as_data(score.note)) for score in found.scores),
            consensus=tuple(replace(each, reason=as_data(each.reason)) for each in found.consensus),
        )

    def answered(*args: Any) -> Any:
        found, warnings = read_all_answers(*args)
        return tuple(replace(each, note=as_data(each.note)) for each in found), warnings

    def measured(organisation: Organisation, company: Path, today: date) -> None:
        keep_for(
            organisation,
            replace(
                practice,
                measured=all_as_data(practice.measured),
                quality=all_as_data(practice.quality),
                details={id: all_as_data(detail) for id, detail in practice.details.items()},
            ),
        )

    patch.setattr(example, "to_claims", claims)
    patch.setattr(example, "read_all_answers", answered)
    patch.setattr(rounds, "make", lambda by, name, **rest: make(by, name=as_data(name), **rest))
    patch.setattr(example, "_bring_records", measured)
    patch.setattr(example, "NAME", as_data(example.NAME))
    patch.setattr(example, "PARTS", tuple(replace(part, name=as_data(part.name)) for part in example.PARTS))


def _cast(of: Organisation) -> Cast:
    owner, facilitator, reviewer, viewer = (of.memberships.get(person__name=part.name) for part in example.PARTS)
    return Cast(of, owner, facilitator, reviewer, reviewer, viewer, owner, owner)


@pytest.mark.parametrize("state", [State.REVEALED, State.OPEN])
def test_no_page_shows_a_word_that_no_translator_could_reach(organisation: Organisation, state: State) -> None:
    cast, assessment = _cast(organisation), Assessment.objects.get(state=state)
    asked = [(who, "get") for who in (cast.owner, cast.facilitator, cast.sam, cast.viewer, None)]
    asked += [(cast.owner, "post"), (cast.sam, "post")]
    found: dict[str, str] = {}
    for name in names():
        path = address(name, cast, assessment)
        for who, method in asked:
            for text in _left_over(signed_in(who), method, path):
                found.setdefault(text, f"{method} {name}")
    assert [f"{where}: {text}" for text, where in found.items()] == []


def test_scoring_again_is_told_in_the_readers_language(organisation: Organisation) -> None:
    cast, plan = _cast(organisation), Plan.objects.get()
    plan.moves.filter(owner=cast.facilitator.person).update(owner=None)
    with translation.override(LANGUAGE), speaking(speech_of(LANGUAGE)):
        made = again(cast, plan, cast.sam, cast.facilitator)
        scored_again(cast, made, STAGES, cast.sam, cast.facilitator)
    Assessment.objects.filter(pk=made.pk).update(name=as_data(made.name))
    pages = [reverse("comparison", args=[organisation.pk, made.pk]), reverse("history", args=[organisation.pk])]
    for who in (cast.facilitator, cast.viewer):
        assert [text for page in pages for text in _left_over(signed_in(who), "get", page)] == []


def test_readers_of_two_languages_do_not_share_their_words(organisation: Organisation) -> None:
    reader = signed_in(_cast(organisation).facilitator)
    page = reverse("results", args=[organisation.pk, Assessment.objects.get(state=State.REVEALED).pk])
    english = [reader.get(page).text]
    assert _left_over(reader, "get", page) == []
    english.append(reader.get(page).text)
    assert not any(re.search(r"[а-я]", text) for text in english)


def test_a_file_is_in_english_whoever_takes_it(organisation: Organisation) -> None:
    reader, assessment = signed_in(_cast(organisation).facilitator), Assessment.objects.get(state=State.REVEALED)
    asked = reverse("make_report", args=[organisation.pk, assessment.pk, "data"])
    taken = [reader.get(asked, headers={"Accept-Language": spoken}, follow=True) for spoken in ("en", LANGUAGE)]
    assert taken[0].headers["Content-Type"] == "application/json"
    assert taken[0].content == taken[1].content


def _left_over(client: Client, method: str, path: str) -> list[str]:
    """Of one request, whose effects are undone."""
    point = transaction.savepoint()
    cache.clear()
    try:
        answer = getattr(client, method)(path, headers={"Accept-Language": LANGUAGE})
        is_page = answer.headers.get("Content-Type", "").startswith("text/html")
        return [text for text in untranslated(answer.text, NOT_WORDS) if text not in ZONES] if is_page else []
    finally:
        transaction.savepoint_rollback(point)
