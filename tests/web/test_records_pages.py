"""Pages of records: metrics with months, groups and rows; what an organisation says of itself."""

import json
import re
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from colonnade.content.benchmarks import shipped_benchmarks
from colonnade.core.benchmarks import comparison
from colonnade.core.company import Company, known_company
from colonnade.core.naming import value_name
from colonnade.records.metrics import METRICS
from colonnade.reports import benchmark_words
from colonnade.reports.wording import figure
from colonnade.web.assessments import rounds, scoring
from colonnade.web.assessments.models import Assessment
from colonnade.web.company.models import Profile
from colonnade.web.people.models import AuditEntry, Membership
from colonnade.web.records import figures, measuring
from colonnade.web.records.folder import folder_of
from colonnade.web.records.loads import measurements_of
from colonnade.web.records.models import About, Load, MetricDetail, RowsPage
from web.casting import Cast, new_round, said, score_all, seat_of, signed_in
from web.practice import DETAILED, ENDS_ON, Practice, keep_for
from web.routes import address, names
from web.worlds import differences, world

pytestmark = pytest.mark.usefixtures("clock")
MOST_QUERIES = 15
NRR, SPOKEN_OF = "net_revenue_retention", "commercial_motion"


def base(cast: Cast) -> str:
    return f"/o/{cast.harbour.pk}/records"


def page_of(member: Membership, path: str = "", *, status: int = 200) -> str:
    answer = signed_in(member).get(f"/o/{member.organisation_id}/records/{path}")
    assert answer.status_code == status
    return unescape(answer.content.decode())


def kept_of(load: Load) -> dict[str, Any]:
    kept: dict[str, Any] = load.measured or {}
    return kept


# --- metrics ------------------------------------------------------------------------------------------------


def test_every_metric_has_a_subject() -> None:
    assert {figures.subject_of(metric) for metric in METRICS} == figures.SUBJECTS.keys()


def test_without_records_a_facilitator_reads_the_command_and_a_reviewer_whom_to_ask(cast: Cast) -> None:
    command = f"colonnade data load EXPORTS --into {folder_of(cast.harbour.pk)}"
    assert command in page_of(cast.facilitator)
    page = page_of(cast.rita)
    assert "colonnade data load" not in page
    assert "Ask an owner or a facilitator" in page


def test_the_rows_behind_retention_say_what_each_amount_is(cast: Cast, recorded: Load) -> None:
    page = page_of(cast.facilitator, f"metrics/{NRR}/")
    number = '<th scope="col" class="number">'
    assert f"{number}MRR twelve months before</th>{number}MRR on the day</th>" in page


def test_amounts_behind_a_metric_have_their_thousands_apart(cast: Cast, recorded: Load) -> None:
    page = page_of(cast.facilitator, f"metrics/{NRR}/")
    assert re.search(r'<td class="number">\d{1,3},\d{3}\.\d\d</td>', page)
    assert not re.search(r'<td class="number">\d{4}', page)


def test_groups_are_called_as_people_call_them(cast: Cast, recorded: Load) -> None:
    page = page_of(cast.facilitator, f"metrics/{NRR}/")
    kept = MetricDetail.objects.get(load=recorded, metric=NRR).detail["measured"]["by"]
    assert "mid_market" in {group["key"] for group in kept["segment"]}
    assert "Mid market" in page
    assert "mid_market" not in page
    assert "By CSM (customer success manager)" in page
    assert "By touch model (how accounts are looked after)" in page
    for group in kept["csm"]:
        assert group["name"]
        assert f'<th scope="row">{group["name"]}' in page


def test_every_measured_metric_stands_under_its_subject_and_leads_to_its_page(cast: Cast, recorded: Load) -> None:
    page = page_of(cast.viewer)
    measured = [each for each in kept_of(recorded)["all"] if "value" in each]
    assert len(measured) > 40
    for each in measured:
        assert f'href="{base(cast)}/metrics/{each["definition"]["id"]}/"' in page
        assert each["definition"]["formula"] in page


def test_what_is_not_available_says_what_would_make_it_so(cast: Cast, recorded: Load) -> None:
    kept = kept_of(recorded)
    lacking = {k: v for k, v in kept["all"][0].items() if k in ("definition", "period", "rows")}
    kept["all"][0] = {**lacking, "needs": ["tickets.solved_at"]}
    Load.objects.update(measured=kept)
    page = page_of(cast.viewer)
    assert "Not available, and what would make it so" in page
    assert "needs tickets.solved_at" in page


@pytest.mark.parametrize("metric", DETAILED)
def test_a_metric_shows_definition_period_months_and_rows(cast: Cast, recorded: Load, metric: str) -> None:
    page = page_of(cast.viewer, f"metrics/{metric}/")
    kept = MetricDetail.objects.get(load=recorded, metric=metric).detail
    definition = METRICS[metric].definition
    assert definition.formula in page
    assert figure(kept["measured"]["value"], definition.unit) in page
    assert kept["sql"].split("\n")[0] in page
    for _on, value, _rows, _note in kept["months"]:
        if value is not None:
            assert figure(value, definition.unit) in page
    assert len(kept["months"]) == 24
    assert re.search(r'<svg[^>]*role="img"[^>]*class="line">', page)
    first = RowsPage.objects.get(load=recorded, metric=metric, number=1).rows[0]
    assert all(cell in page for cell in first)


def test_small_groups_are_marked(cast: Cast, recorded: Load) -> None:
    page = page_of(cast.viewer, f"metrics/{NRR}/")
    kept = MetricDetail.objects.get(load=recorded, metric=NRR).detail["measured"]["by"]
    small = [(column, group) for column, groups in kept.items() for group in groups if group["small"]]
    assert small
    for column, group in small:
        name = group["name"] or value_name(column, group["key"])
        assert re.search(rf'>{re.escape(name)} <span class="tag">small</span>', page)


def test_rows_are_read_page_by_page_to_the_last(cast: Cast, recorded: Load) -> None:
    metric = "proactive_share"
    total = MetricDetail.objects.get(load=recorded, metric=metric).detail["total"]
    pages = -(-total // measuring.ROWS_A_PAGE)
    assert pages > 2
    seen: list[str] = []
    for number in range(1, pages + 1):
        page = page_of(cast.viewer, f"metrics/{metric}/?page={number}")
        rows = page[page.index('<table class="rows">') :]
        seen += re.findall(r'<tr><th scope="row">.*?</tr>', rows)
    assert len(seen) == len(set(seen)) == total
    assert "no such page of rows" in page_of(cast.viewer, f"metrics/{metric}/?page={pages + 1}")


@pytest.mark.parametrize("number", ["0", "-1", "x", "1e9", "²", "99999999999"])
def test_a_page_number_that_is_none_is_the_first(cast: Cast, recorded: Load, number: str) -> None:
    assert "Page 1 of" in page_of(cast.viewer, f"metrics/proactive_share/?page={number}")


def test_what_stands_on_a_day_is_dated_that_day_and_what_happened_says_since_when(
    cast: Cast, recorded: Load
) -> None:
    """On its own page and among the others."""
    overview = page_of(cast.viewer)
    for metric, is_span in (("arr", False), (NRR, True)):
        lead = re.search(r'<p class="lead">(.*?)</p>', page_of(cast.viewer, f"metrics/{metric}/"))
        card = re.search(rf"metrics/{metric}/.*?</li>", overview, re.DOTALL)
        assert lead and card
        assert (" – " in lead[1], " – " in card[0].split("formula")[0]) == (is_span, is_span)


def test_a_metric_that_is_none_does_not_exist(cast: Cast, recorded: Load) -> None:
    page_of(cast.viewer, "metrics/happiness/", status=404)


def test_a_metric_without_records_still_has_its_definition(cast: Cast) -> None:
    page = page_of(cast.viewer, f"metrics/{NRR}/")
    assert METRICS[NRR].definition.formula in page
    assert "subscriptions.mrr" in page


def test_what_stands_in_records_is_text(cast: Cast, recorded: Load) -> None:
    payload = '"><script>alert(1)</script>'
    kept = MetricDetail.objects.get(load=recorded, metric=NRR)
    written = json.loads(json.dumps(kept.detail).replace("Corporate", "x"))
    for groups in written["measured"]["by"].values():
        for group in groups:
            group["key"] = group["name"] = payload
    written["columns"] = [payload] * 3
    measuring.keep_detail(recorded, NRR, written, [[[payload, payload, payload]]])
    kept_load = kept_of(recorded)
    kept_load["all"][0]["definition"]["formula"] = payload
    Load.objects.update(tables=[[payload, 3, payload, payload]], measured=kept_load)
    client = signed_in(cast.viewer)
    for path in ("", f"metrics/{NRR}/"):
        assert b"<script>alert" not in client.get(f"{base(cast)}/{path}").content
    assert b"&lt;script&gt;alert" in client.get(f"{base(cast)}/metrics/{NRR}/").content


def published_words(page: str) -> str:
    return page[page.index('id="published"') : page.index('id="definition"')]


def test_a_published_band_stands_beside_the_metric_with_of_whom_how_many_and_when(
    cast: Cast, recorded: Load
) -> None:
    Profile.objects.create(organisation=cast.harbour, ownership="private", arr_musd=6)
    shown = published_words(page_of(cast.viewer, f"metrics/{NRR}/"))
    allowed = comparison(NRR, shipped_benchmarks(), Company(6, None, None, "private"), ENDS_ON).shown
    assert allowed
    value = next(m["value"] for m in kept_of(recorded)["all"] if m["definition"]["id"] == NRR)
    for benchmark in allowed:
        assert benchmark_words.shown(benchmark, value) in shown
        assert f"n = {benchmark.n:,}, {benchmark.year}" in shown
        assert benchmark.publisher in shown
    assert shown.count('class="band"') == sum(benchmark.low is not None for benchmark in allowed)


def test_where_none_may_stand_the_page_says_so_with_the_reason_and_where_to_say_more(
    cast: Cast, recorded: Load
) -> None:
    shown = published_words(page_of(cast.facilitator, f"metrics/{NRR}/"))
    known = measurements_of(recorded.pk)
    kind = known_company(Company(), known.company, known.all)
    refused = comparison(NRR, shipped_benchmarks(), kind, timezone.localdate()).refused
    assert "No comparable figure:" in shown
    for each in refused:
        assert f"<li>{benchmark_words.refused(each)}</li>" in shown
    assert "is not known" in shown
    assert f"/o/{cast.harbour.pk}/settings/#facts" in shown
    assert "settings/" not in published_words(page_of(cast.viewer, f"metrics/{NRR}/"))
    assert "No comparable figure: none is on file." in published_words(page_of(cast.viewer, "metrics/nps/"))


# --- who sees it --------------------------------------------------------------------------------------------


@pytest.fixture
def marked(cast: Cast, recorded: Load) -> str:
    """Records in which all that was measured bears a mark, but in its name, which the milestones of plans hold."""
    mark = "canary-of-the-records"
    text = json.dumps(recorded.measured)
    text = re.sub(r'"formula": "', f'"formula": "{mark} ', text)
    Load.objects.filter(pk=recorded.pk).update(measured=json.loads(text))
    for detail in MetricDetail.objects.filter(load=recorded):
        detail.detail["sql"] = mark
        detail.save()
    RowsPage.objects.filter(load=recorded).update(rows=[[mark]])
    return mark


def everything(client: Client, cast: Cast, assessment: Assessment) -> bytes:
    return b"".join(client.get(address(name, cast, assessment)).content for name in names())


def test_who_still_scores_sees_nothing_of_the_records_on_any_page(
    cast: Cast, revealed: Assessment, marked: str
) -> None:
    assert marked.encode() in everything(signed_in(cast.rita), cast, revealed)
    later = new_round(cast.facilitator, cast.rita, cast.sam)
    for assessment in (revealed, later):
        assert marked.encode() not in everything(signed_in(cast.rita), cast, assessment)
    assert marked.encode() in everything(signed_in(cast.facilitator), cast, revealed)
    assert "First your own scores" in page_of(cast.rita, status=403)
    score_all(seat_of(later, cast.rita))
    assert marked.encode() in everything(signed_in(cast.rita), cast, revealed)


def test_records_of_one_organisation_are_on_no_page_of_another(
    cast: Cast, revealed: Assessment, practice: Practice, marked: str
) -> None:
    theirs = keep_for(cast.stranger.organisation, practice)
    RowsPage.objects.filter(load=theirs).update(rows=[["canary-elsewhere"]])
    MetricDetail.objects.filter(load=theirs).update(
        detail={**theirs.details.all()[0].detail, "sql": "canary-elsewhere"}
    )
    for member in cast.here.values():
        assert b"canary-elsewhere" not in everything(signed_in(member), cast, revealed)
    stranger = signed_in(cast.stranger)
    assert stranger.get(f"{base(cast)}/").status_code == 404
    assert stranger.get(f"{base(cast)}/metrics/{NRR}/").status_code == 404
    assert (
        b"canary-elsewhere" in stranger.get(f"/o/{cast.stranger.organisation_id}/records/metrics/{NRR}/").content
    )


@pytest.mark.parametrize("path", ["", f"metrics/{NRR}/", "kinds/", "tiers/", "thresholds/"])
def test_pages_of_records_ask_the_database_fifteen_times_at_most(
    cast: Cast, recorded: Load, path: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = signed_in(cast.owner)
    client.get("/you/")
    with django_assert_max_num_queries(MOST_QUERIES):
        assert client.get(f"{base(cast)}/{path}").status_code == 200


# --- what an organisation says of itself --------------------------------------------------------------------


def acts(cast: Cast) -> list[str]:
    found = AuditEntry.objects.filter(stream=f"organisation:{cast.harbour.pk}", act__startswith="records.")
    return list(found.order_by("number").values_list("act", flat=True))


def test_one_click_says_what_is_not_done_and_one_takes_it_back(cast: Cast, recorded: Load) -> None:
    client = signed_in(cast.facilitator)
    answer = client.post(f"{base(cast)}/kinds/play_runs/", {"state": "not_done"}, follow=True)
    page = unescape(answer.content.decode())
    assert "Play runs: not done here." in page
    assert About.objects.get().tables["play_runs"]["state"] == "not_done"
    assert "we do not do this" in page
    assert "Fay, " in page
    client.post(f"{base(cast)}/kinds/play_runs/", {"state": ""})
    assert About.objects.get().tables == {}
    assert acts(cast) == ["records.kind_said", "records.kind_said"]


def test_what_is_not_done_no_longer_applies_on_the_dimensions_page(
    cast: Cast, revealed: Assessment, recorded: Load
) -> None:
    path = f"/o/{cast.harbour.pk}/assessments/{revealed.pk}/results/playbooks_execution/"
    client = signed_in(cast.facilitator)
    before = client.get(path).content.count(b'<li class="not_applicable">')
    client.post(f"{base(cast)}/kinds/play_runs/", {"state": "not_done"})
    after = client.get(path).content
    assert after.count(b'<li class="not_applicable">') > before
    assert b"the organisation says it does not do this" in after


@pytest.mark.parametrize(("table", "state"), [("no_such", "not_done"), ("play_runs", "sometimes")])
def test_what_is_no_kind_or_no_state_is_refused(cast: Cast, table: str, state: str) -> None:
    answer = signed_in(cast.owner).post(f"{base(cast)}/kinds/{table}/", {"state": state})
    assert answer.status_code == 404
    assert not About.objects.exists()


@pytest.mark.parametrize("path", ["kinds/", "tiers/", "thresholds/"])
def test_only_facilitators_say_what_holds_here(cast: Cast, path: str) -> None:
    for member in (cast.rita, cast.viewer):
        page_of(member, path, status=404)


def test_tiers_are_chosen_among_those_the_records_have(cast: Cast, recorded: Load) -> None:
    page = page_of(cast.owner, "tiers/")
    assert "Your records have" in page
    answer = signed_in(cast.owner).post(
        f"{base(cast)}/tiers/", {"top_tier": "A", "second_tier": "", "low_tier": "A"}
    )
    assert answer.status_code == 422
    signed_in(cast.owner).post(f"{base(cast)}/tiers/", {"top_tier": "A", "second_tier": "", "low_tier": "C"})
    assert (About.objects.get().top_tier, About.objects.get().low_tier) == ("A", "C")
    assert acts(cast) == ["records.tiers_named"]


def threshold_path(cast: Cast, criterion: str) -> str:
    return f"{base(cast)}/thresholds/{criterion}/"


def test_a_threshold_is_typed_in_percent_kept_with_who_and_why_and_given_back(cast: Cast) -> None:
    page = page_of(cast.owner, "thresholds/")
    criterion = re.findall(r'for="v-([a-z_.0-9]+)">Your threshold \(%\)', page)[0]
    client = signed_in(cast.owner)
    client.post(threshold_path(cast, criterion), {"value": "97.5", "reason": "the board asked for it"})
    kept: Any = About.objects.get().thresholds[criterion]
    assert kept == {"value": 0.975, "by": "Olive", "reason": "the board asked for it"}
    page = page_of(cast.owner, "thresholds/")
    assert "set by Olive" in page
    assert 'value="97.5"' in page
    client.post(threshold_path(cast, criterion), {"then": "product"})
    assert About.objects.get().thresholds == {}
    assert acts(cast) == ["records.threshold_set", "records.threshold_set"]


@pytest.mark.parametrize("typed", [{"value": "80"}, {"value": "", "reason": "x"}, {"value": "nan", "reason": "x"}])
def test_a_threshold_without_figure_or_reason_is_refused_and_what_was_typed_stays(
    cast: Cast, typed: dict[str, str]
) -> None:
    criterion = re.findall(r'for="v-([a-z_.0-9]+)"', page_of(cast.owner, "thresholds/"))[0]
    answer = signed_in(cast.owner).post(threshold_path(cast, criterion), typed)
    assert answer.status_code == 422
    assert not About.objects.filter(thresholds__has_key=criterion).exists()
    for value in typed.values():
        assert f'value="{value}"' in answer.content.decode()


def test_a_threshold_of_no_criterion_does_not_exist(cast: Cast) -> None:
    answer = signed_in(cast.owner).post(threshold_path(cast, "no.such"), {"value": "1", "reason": "x"})
    assert answer.status_code == 404


def test_the_activity_says_in_words_what_was_set(cast: Cast) -> None:
    signed_in(cast.owner).post(f"{base(cast)}/kinds/play_runs/", {"state": "elsewhere"})
    page = signed_in(cast.owner).get(f"/o/{cast.harbour.pk}/activity/").content.decode()
    assert "said what is done here of" in page
    assert "elsewhere" in page


def test_an_unrevealed_round_has_no_results_even_with_records(
    cast: Cast, round_: Assessment, recorded: Load
) -> None:
    path = f"/o/{cast.harbour.pk}/assessments/{round_.pk}/results/"
    assert signed_in(cast.owner).get(path).status_code == 404
    for member in (cast.rita, cast.sam, cast.owner):
        score_all(seat_of(round_, member))
    rounds.reveal(cast.facilitator, round_)
    assert signed_in(cast.owner).get(path).status_code == 200


@pytest.mark.parametrize("who", ["rita", "facilitator", "viewer", "owner"])
def test_with_records_too_nobody_can_tell_what_another_reviewer_said(
    cast: Cast, round_: Assessment, recorded: Load, who: str
) -> None:
    """Sam scores and locks; what the others read of records and rounds is the same to the byte."""
    one = {id: said(2, "one") for id in (SPOKEN_OF, "talent_capability")}
    other = {SPOKEN_OF: said(5, "other")}

    def locked() -> None:
        for scored in scoring.own_scores(seat_of(round_, cast.sam)):
            scoring.lock(seat_of(round_, cast.sam), scored.dimension.id)

    assert not differences(
        cast,
        round_,
        who,
        lambda: world(cast, round_, one, locked),
        lambda: world(cast, round_, other, lambda: None),
    )
