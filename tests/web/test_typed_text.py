"""What people type: shown as they typed it, never run, and never more than the form asked for."""

from typing import Any

import pytest
from django.apps import apps
from django.db import models
from django.forms.models import model_to_dict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from colonnade.web.assessments.models import Assessment, BlindScore
from colonnade.web.company.models import Profile
from colonnade.web.people.models import Organisation, Person
from web.casting import Cast, seat_of, signed_in
from web.full_rounds import deep_round, give, settle
from web.routes import FILE, address, names
from web.worlds import undone

PAYLOADS = (
    "</title></textarea>\"'><script>alert(1)</script>",
    "'-alert(1)-'\"><img src=x onerror=alert(1)><svg onload=alert(1)>",
    "{{ settings.SECRET_KEY }}{% debug %}<a href=javascript:alert(1)>x</a>",
)
"""Each leaves every place that text can stand in: an element, an attribute, a title, a text area."""
DANGEROUS = (
    b"<script>alert",
    b"<img src=x",
    b"<svg onload",
    b"<a href=javascript",
    b'href="javascript:',
)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_nothing_typed_becomes_markup_on_any_page(cast: Cast, payload: str) -> None:
    Organisation.objects.filter(pk=cast.harbour.pk).update(name=payload)
    Profile.objects.create(organisation=cast.harbour, name=payload)
    for member in (cast.sam, cast.rita):
        Person.objects.filter(pk=member.person_id).update(name=payload[:80])
    made = deep_round(cast, payload)
    give(cast, made, payload, FILE)
    pages = [_all_pages(cast, made)]
    settle(cast, made, payload)
    made.refresh_from_db()
    pages.append(_all_pages(cast, made))
    assert all(page.count(b"alert(1)") + page.count(b"SECRET_KEY") > 20 for page in pages), (
        "it is not shown at all"
    )
    for page in pages:
        assert not [found for found in DANGEROUS if found in page]


def _all_pages(cast: Cast, assessment: Assessment) -> bytes:
    found = b""
    for member in (cast.owner, cast.sam):
        client = signed_in(member)
        answers = [client.get(address(name, cast, assessment)) for name in names()]
        found += b"".join(answer.content for answer in answers if not _is_saved(answer))
    return found


def _is_saved(answer: Any) -> bool:
    """A file to save, of a kind that no browser runs: its text is not markup."""
    kind = answer.headers.get("Content-Type", "").split(";")[0]
    is_attached = answer.headers.get("Content-Disposition", "").startswith("attachment")
    return is_attached and kind in ("text/csv", "text/calendar", "application/json")


@pytest.mark.parametrize("link", ["javascript:alert(1)", "data:text/html,x", "ftp://example.org/x", "//x", "x y"])
def test_a_link_is_a_web_address_or_refused(cast: Cast, round_: Assessment, link: str) -> None:
    path = f"/o/{cast.harbour.pk}/assessments/{round_.pk}/score/data_intelligence/"
    answer = signed_in(cast.rita).post(path, {"answer": "2", "link": link})
    assert answer.status_code == 422
    assert not BlindScore.scores.own(seat_of(round_, cast.rita)).exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"answer": ""},
        {"answer": "0"},
        {"answer": "6"},
        {"answer": "-1"},
        {"answer": "stage"},
        {"answer": "2", "confidence": "certain"},
        {"answer": "2", "note": "x" * 2001},
        {"answer": "2", "link_on": "yesterday"},
    ],
)
def test_a_score_out_of_range_is_refused_and_nothing_kept(
    cast: Cast, round_: Assessment, wrong: dict[str, str]
) -> None:
    path = f"/o/{cast.harbour.pk}/assessments/{round_.pk}/score/data_intelligence/"
    answer = signed_in(cast.rita).post(path, wrong)
    assert answer.status_code == 422
    assert not BlindScore.scores.own(seat_of(round_, cast.rita)).exists()


# --- more fields than the form has --------------------------------------------------------------------------

FIELDS = sorted({f.name for model in apps.get_models() for f in model._meta.get_fields()})
FIELDS += sorted({f.attname for m in apps.get_models() for f in m._meta.concrete_fields})
STOLEN = st.dictionaries(
    st.sampled_from(FIELDS), st.sampled_from(["1", "owner", "revealed", "5", "on", "2020-01-01"]), max_size=12
)
OURS = ("people", "assessments")
MEANT = {
    "profile": {("Person", "name"), ("Person", "time_zone")},
    "score": {("BlindScore", name) for name in ("answer", "stage", "confidence", "note", "link", "link_on")},
    "change_role": {("Membership", "role")},
    "target": {("Assessment", "target")},
}
HONEST: dict[str, dict[str, Any]] = {
    "profile": {"name": "Olive O.", "time_zone": "Europe/Paris"},
    "score": {"answer": "2"},
    "change_role": {"role": "reviewer"},
    "target": {"target": "3"},
}
LOGGED = ("AuditEntry", "AuditHead")


@pytest.mark.slow
@pytest.mark.parametrize("route", sorted(MEANT))
def test_further_fields_in_a_form_change_nothing(cast: Cast, round_: Assessment, route: str) -> None:
    client, path = signed_in(cast.owner), address(route, cast, round_)

    @settings(
        max_examples=25, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
    )
    @given(STOLEN)
    def with_fields(stolen: dict[str, str]) -> None:
        meant = {name for _, name in MEANT[route]} | set(HONEST[route])
        further = {name: value for name, value in stolen.items() if name not in meant}
        with undone():
            before = _snapshot()
            client.post(path, {**further, **HONEST[route]})
            changed = {(key[0], name) for key, name in _changes(before, _snapshot())}
        assert changed <= MEANT[route] | {("BlindScore", "*")}, changed

    with_fields()


def _snapshot() -> dict[tuple[str, str], dict[str, Any]]:
    found = {}
    for model in apps.get_models():
        if model._meta.app_label in OURS and model.__name__ not in LOGGED:
            rows: models.QuerySet[models.Model] = models.QuerySet(model)
            for row in rows:
                fields = model_to_dict(row) | {
                    f.attname: getattr(row, f.attname) for f in model._meta.concrete_fields
                }
                found[model.__name__, str(row.pk)] = {k: v for k, v in fields.items() if k != "saved_at"}
    return found


def _changes(
    before: dict[tuple[str, str], dict[str, Any]], after: dict[tuple[str, str], dict[str, Any]]
) -> list[tuple[tuple[str, str], str]]:
    """Changed fields; a row that came or went counts as `*`."""
    whole = [(key, "*") for key in before.keys() ^ after.keys()]
    fields = [
        (key, name)
        for key in before.keys() & after.keys()
        for name in before[key]
        if before[key][name] != after[key][name]
    ]
    return [*whole, *fields]
