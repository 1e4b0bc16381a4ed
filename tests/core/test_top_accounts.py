"""The top-accounts test: records may pass it, only people fail it, and a failure caps the dominant stage."""

from typing import Literal

import pytest

from colonnade.content.load import shipped_model
from colonnade.core.model import TopAccountsTest
from colonnade.core.top_accounts import AccountAnswers, Known, TopAccountsResult, caps, judge

By = Literal["records", "people"]


@pytest.fixture(scope="module")
def ten() -> TopAccountsTest:
    found = shipped_model("five_stage").top_accounts_test
    assert found is not None
    return found


def accounts(number: int, answered: int, rest: Known = "no") -> list[AccountAnswers]:
    """Accounts with three questions each, of which the first `answered` are known."""
    known: list[Known] = ["yes" if n < answered else rest for n in range(3 * number)]
    return [AccountAnswers(f"a{n}", tuple(known[3 * n : 3 * n + 3])) for n in range(number)]


@pytest.mark.parametrize("by", ["records", "people"])
def test_nine_tenths_of_the_answers_pass_it(ten: TopAccountsTest, by: By) -> None:
    result = judge(ten, accounts(10, 27), by)
    assert (result.passed, result.answered, result.asked) == (True, 27, 30)


@pytest.mark.parametrize("rest", ["no", "unknown"])
def test_one_answer_fewer_fails_it_when_people_were_asked(ten: TopAccountsTest, rest: Known) -> None:
    assert judge(ten, accounts(10, 26, rest), "people").passed is False


@pytest.mark.parametrize("answered", [0, 26])
def test_records_never_fail_it(ten: TopAccountsTest, answered: int) -> None:
    result = judge(ten, accounts(10, answered), "records")
    assert result.passed is None
    assert result.because == f"{answered} of 30 answers found in the records"


@pytest.mark.parametrize("by", ["records", "people"])
def test_under_five_accounts_it_is_not_asked(ten: TopAccountsTest, by: By) -> None:
    assert judge(ten, accounts(4, 0), by).passed is None
    assert judge(ten, accounts(5, 0), "people").passed is False


def test_where_there_are_fewer_than_ten_all_are_looked_at(ten: TopAccountsTest) -> None:
    assert judge(ten, accounts(7, 19), "people").passed is True, "18.9 of 21 are wanted"
    assert judge(ten, accounts(7, 18), "people").passed is False


def test_no_more_than_ten_accounts_count(ten: TopAccountsTest) -> None:
    result = judge(ten, accounts(12, 30), "people")
    assert (result.passed, result.asked, len(result.accounts)) == (True, 30, 10)


@pytest.mark.parametrize("number", range(5, 11))
def test_the_passing_share_is_exact_for_every_number_of_accounts(ten: TopAccountsTest, number: int) -> None:
    asked = 3 * number
    least = -(-9 * asked // 10)
    assert judge(ten, accounts(number, least), "people").passed is True
    assert judge(ten, accounts(number, least - 1), "people").passed is False


def test_only_a_failed_test_caps_and_the_cap_says_why(ten: TopAccountsTest) -> None:
    failed = judge(ten, accounts(10, 12), "people")
    assert [(cap.stage, cap.because) for cap in caps(ten, failed)] == [
        (2, "the top-accounts test failed: only 12 of 30 answers given within one working hour")
    ]


def test_a_test_passed_or_not_done_or_not_the_models_own_caps_nothing(ten: TopAccountsTest) -> None:
    passed, open_ = judge(ten, accounts(10, 30), "people"), judge(ten, accounts(10, 0), "records")
    assert caps(ten, passed) == caps(ten, open_) == caps(ten, None) == ()
    assert caps(None, TopAccountsResult(False, 0, 30, "")) == ()
