"""The top-accounts test from records: what counts as an answer, and what the records cannot say."""

from datetime import date
from pathlib import Path

import pytest

from colonnade.content.load import shipped_model
from colonnade.core.model import TopAccountsTest
from colonnade.core.top_accounts import TopAccountsResult
from colonnade.records import open_records, top_accounts

AS_OF = date(2024, 12, 31)
NAMES = ("Acme", "Brix", "Cade", "Dune", "Elm")
ACCOUNTS = "account_id,name\n" + "".join(f"{name[0]},{name}\n" for name in NAMES)
SUBSCRIPTIONS = "subscription_id,account_id,start_on,end_on,mrr\n" + "".join(
    f"S{place},{name[0]},2023-01-01,,{500 - 100 * place}\n" for place, name in enumerate(NAMES)
)
ONBOARDINGS = "account_id,started_on,completed_on\nA,2024-12-31,\nB,2023-01-01,2023-02-01\nC,2025-01-01,\n"


@pytest.fixture(scope="module")
def test() -> TopAccountsTest:
    found = shipped_model("five_stage").top_accounts_test
    assert found is not None
    return found


def found_in(folder: Path, test: TopAccountsTest, **tables: str) -> TopAccountsResult | None:
    for name, body in ({"accounts": ACCOUNTS, "subscriptions": SUBSCRIPTIONS} | tables).items():
        if body:
            (folder / f"{name}.csv").write_text(body)
    with open_records(str(folder), today=date(2026, 11, 22)) as records:
        return top_accounts(records, test, as_of=AS_OF)


def known(result: TopAccountsResult | None, question: int) -> dict[str, str]:
    assert result is not None
    return {account.account: account.known[question] for account in result.accounts}


def test_the_largest_come_first_by_name_or_by_id_where_they_have_none(
    tmp_path: Path, test: TopAccountsTest
) -> None:
    more = (
        SUBSCRIPTIONS
        + "".join(f"T{n},X{n:02},2023-01-01,,{n}\n" for n in range(1, 9))
        + "O,Z,2023-01-01,2024-12-31,9999\n"
    )
    result = found_in(tmp_path, test, subscriptions=more)
    assert result is not None
    assert [each.account for each in result.accounts] == [*NAMES, "X08", "X07", "X06", "X05", "X04"]


def test_an_onboarding_that_began_by_the_day_tells_its_state(tmp_path: Path, test: TopAccountsTest) -> None:
    result = found_in(tmp_path, test, onboardings=ONBOARDINGS)
    assert known(result, 0) == {"Acme": "yes", "Brix": "yes", "Cade": "no", "Dune": "no", "Elm": "no"}
    assert known(result, 1) == dict.fromkeys(NAMES, "unknown")


def test_a_health_score_may_be_31_days_old_and_must_be_an_overall_one(
    tmp_path: Path, test: TopAccountsTest
) -> None:
    scores = (
        "account_id,occurred_at,kind,score\nA,2024-11-30 23:00:00,overall,50\nB,2024-11-29 23:00:00,overall,50\n"
        "C,2024-12-30,risk,50\nD,2025-01-01,overall,50\nE,2024-12-31 23:59:59,,50\n"
    )
    result = found_in(tmp_path, test, health_scores=scores)
    assert known(result, 1) == {"Acme": "yes", "Brix": "no", "Cade": "no", "Dune": "no", "Elm": "yes"}


def test_a_next_step_is_an_open_deal_an_open_alert_a_talk_or_an_expansion_score(
    tmp_path: Path, test: TopAccountsTest
) -> None:
    result = found_in(
        tmp_path,
        test,
        opportunities=(
            "opportunity_id,account_id,kind,amount,created_at,close_on,is_closed\n"
            "1,A,expansion,5,2024-11-01,2025-02-01,false\n2,E,expansion,5,2024-01-01,2024-11-01,true\n"
            "3,E,renewal,5,2024-11-01,2025-02-01,false\n"
        ),
        alerts="alert_id,account_id,kind,raised_at,resolved_at\n1,B,expansion,2024-01-01,\n2,E,expansion,2024-01-01,2024-12-31\n",
        touchpoints="touchpoint_id,account_id,occurred_at,expansion_talk\n1,C,2024-10-03,true\n2,E,2024-10-02,true\n",
        health_scores="account_id,occurred_at,kind,score\nD,2024-10-03,expansion,5\nE,2024-10-02,expansion,99\n",
    )
    assert known(result, 2) == {"Acme": "yes", "Brix": "yes", "Cade": "yes", "Dune": "yes", "Elm": "no"}


def test_the_records_pass_it_or_leave_it_open_with_what_is_missing(tmp_path: Path, test: TopAccountsTest) -> None:
    onboardings = "account_id,started_on\n" + "".join(f"{name[0]},2023-01-01\n" for name in NAMES)
    scores = "account_id,occurred_at,kind,score\n" + "".join(f"{name[0]},2024-12-30,overall,5\n" for name in NAMES)
    talks = "touchpoint_id,account_id,occurred_at,expansion_talk\n1,A,2024-12-30,true\n2,B,2024-12-30,true\n"
    three_talks = talks + "3,C,2024-12-30,true\n"
    open_ = found_in(tmp_path, test, onboardings=onboardings, health_scores=scores, touchpoints=three_talks)
    assert open_ is not None and (open_.passed, open_.answered, open_.asked) == (None, 13, 15)
    assert open_.because == "13 of 15 answers found in the records (no growth: Dune, Elm)"
    more = three_talks + "4,D,2024-12-30,true\n"
    passed = found_in(tmp_path, test, onboardings=onboardings, health_scores=scores, touchpoints=more)
    assert passed is not None and (passed.passed, passed.answered) == (True, 14)


def test_without_subscriptions_or_accounts_nobody_knows_which_are_the_largest(
    tmp_path: Path, test: TopAccountsTest
) -> None:
    for number, lacking in enumerate(("accounts", "subscriptions")):
        folder = tmp_path / str(number)
        folder.mkdir()
        assert found_in(folder, test, onboardings=ONBOARDINGS, **{lacking: ""}) is None


def test_under_five_accounts_it_is_not_asked(tmp_path: Path, test: TopAccountsTest) -> None:
    few = "".join(SUBSCRIPTIONS.splitlines(keepends=True)[:5])
    result = found_in(tmp_path, test, subscriptions=few, onboardings=ONBOARDINGS)
    assert result is not None and (result.passed, result.asked) == (None, 0)
    assert result.because == "not asked: fewer than 5 accounts"
