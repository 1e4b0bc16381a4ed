"""Every rule of the bank and of the patterns, read from a company of which is known what was planted."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from colonnade.content.load import bank, shipped_model
from colonnade.core.criteria import EvidenceRule
from colonnade.core.evidence import Unread, Wanted, observe, read_rule, rule_holds, wanted
from colonnade.core.measurement import Measured, Measurement, Unavailable
from colonnade.core.organisation import Organisation
from colonnade.core.signatures import MeasurementIs
from colonnade.records import Records, measure, measure_wanted, open_records
from colonnade.records.practice import Truth, write_company

TODAY = date(2026, 11, 22)
ENDS_ON = date(2026, 10, 31)
Found = tuple[Truth, Organisation, dict[Wanted, Measurement]]


def bank_rules() -> list[EvidenceRule]:
    return [criterion.evidence for criterion in bank() if criterion.evidence]


def pattern_rules() -> list[EvidenceRule]:
    pieces = [
        p for pattern in shipped_model("csmi").patterns for p in (*pattern.evidence_all, *pattern.evidence_any)
    ]
    return [piece.rule for piece in pieces if isinstance(piece, MeasurementIs)]


def everything_wanted(records: Records) -> dict[Wanted, Measurement]:
    return measure_wanted(records, wanted([*bank_rules(), *pattern_rules()]), measured=measure(records))


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Records, Truth]]:
    folder = tmp_path_factory.mktemp("company")
    truth = write_company(folder, ends_on=ENDS_ON)
    with open_records(str(folder), today=TODAY) as records:
        yield records, truth


@pytest.fixture(scope="module")
def found(company: tuple[Records, Truth]) -> Found:
    records, truth = company
    return truth, Organisation(truth.top_tier, truth.low_tier), everything_wanted(records)


def test_every_planted_criterion_is_observed_as_planted(found: Found) -> None:
    truth, organisation, measured = found
    observations, _ = observe(bank(), measured, organisation, ENDS_ON)
    said = {each.criterion: each.value for each in observations}
    planted = dict.fromkeys(truth.met, "met") | dict.fromkeys(truth.not_met, "not_met")
    assert {id_: said.get(id_) for id_ in planted} == planted


def test_what_stays_open_stays_so_for_want_of_rows(found: Found) -> None:
    _, organisation, measured = found
    observations, still_open = observe(bank(), measured, organisation, ENDS_ON)
    assert len(observations) + len(still_open) == len(bank_rules()) == 69
    assert {id_: reason.because for id_, reason in still_open.items()} == {
        "segmentation.11": "no group by segment has 4 rows",
        "engagement_model.10": "no group by segment has 4 rows",
        "engagement_model.15": "Business review coverage rests on 14 rows of 20 needed",
        "journey_map.09": "Time to first value rests on 14 rows of 20 needed",
        "health_score.19": "Notice lead days rests on 5 rows of 10 needed",
        "human_capital.10": "CSM quota attainment rests on 2 rows of 3 needed",
        "human_capital.13": "CSM quota attainment rests on 2 rows of 5 needed",
        "monetization_funding.05": "CSQL to opportunity rate rests on 11 rows of 20 needed",
        "monetization_funding.07": "CS revenue vs quota rests on 2 rows of 3 needed",
    }
    assert Counter(reason.doubt for reason in still_open.values()) == {"too_few_rows": 9}


def test_every_rule_of_a_pattern_can_be_read(found: Found) -> None:
    _, organisation, measured = found
    shown = {(r.metric, r.by): rule_holds(r, measured, organisation) for r in pattern_rules()}
    assert shown == {
        ("variable_pay_csm_share", None): False,
        ("csm_quota_share", None): True,
        ("playbook_execution_rate", None): True,
        ("unrun_signal_plays", None): True,
        ("potential_minutes_ratio", None): True,
        ("digital_coverage_share", "expansion_potential"): True,
        ("expansion_talk_share", None): False,
        ("cs_qualified_leads", "csm_id"): True,
        ("churn_health_fall_share", None): True,
        ("score_drop_response_48h", None): True,
    }


def test_what_was_measured_before_is_not_asked_again_and_is_the_same(
    company: tuple[Records, Truth], found: Found
) -> None:
    records, _ = company
    some = [Wanted("arr"), Wanted("sla_attainment", "segment"), Wanted("cs_qualified_leads", None, 90)]
    assert measure_wanted(records, some) == {
        each: found[2].get(each) or measure(records, ["arr"])[0] for each in some
    }


def test_a_csm_without_a_lead_is_a_group_of_nothing(found: Found) -> None:
    leads = found[2][Wanted("cs_qualified_leads", "csm_id", 90)]
    assert isinstance(leads, Measured)
    values = {group.key: group.value for group in leads.by["csm_id"]}
    assert len(values) == 8 and sorted(values.values(), key=lambda value: value or 0) == [0.0] * 7 + [3.0]


def test_a_quarter_without_a_win_is_a_group_of_nothing(found: Found) -> None:
    won = found[2][Wanted("cs_sourced_expansion_arr", "quarter")]
    assert isinstance(won, Measured)
    assert [group.key for group in won.by["quarter"]] == [
        "2025-11-01 to 2026-01-31",
        "2026-02-01 to 2026-04-30",
        "2026-05-01 to 2026-07-31",
        "2026-08-01 to 2026-10-31",
    ]
    assert sum(group.value or 0 for group in won.by["quarter"]) == won.value > 0
    assert 0.0 in [group.value for group in won.by["quarter"]]


def test_a_metric_with_days_of_its_own_takes_no_other_window(company: tuple[Records, Truth]) -> None:
    records, _ = company
    asked = Wanted("nps", None, 30)
    measured = measure_wanted(records, [asked])[asked]
    assert isinstance(measured, Unavailable)
    assert measured.needs == ("a rule without window_days: its own is 2026-08-03 to 2026-10-31",)


def test_a_group_that_no_export_tells_is_named_as_what_is_needed(tmp_path: Path) -> None:
    (tmp_path / "tickets.csv").write_text(
        "ticket_id,account_id,opened_at,solved_at\n1,A,2026-01-05 10:00:00,2026-01-05 11:00:00\n"
    )
    rule = next(rule for rule in bank_rules() if rule.by == "priority")
    with open_records(str(tmp_path), today=TODAY) as records:
        measured = measure_wanted(records, wanted([rule]))
    assert read_rule(rule, measured, Organisation(), rule.threshold) == Unread(
        "unavailable", "Time to resolution needs tickets (priority)"
    )
