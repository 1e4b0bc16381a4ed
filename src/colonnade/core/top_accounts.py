"""The top-accounts test: can the state of the largest accounts be told at once?"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from colonnade.core.model import TopAccountsTest
from colonnade.core.observations import Answer, Finding
from colonnade.core.readings import Cap
from colonnade.core.speech import gettext

TOP_ACCOUNTS_TEST = "top_accounts_test"
"""The id under which people answer the test as a whole, on an answer sheet."""

Known = Literal["yes", "no", "unknown"]


@dataclass(frozen=True, slots=True)
class AccountAnswers:
    """Whether each question of the test is answered for one account, in the test's order."""

    account: str
    known: tuple[Known, ...]


@dataclass(frozen=True, slots=True)
class TopAccountsResult:
    """`passed` None: not done, not asked under the minimum, or the records alone could not pass it."""

    passed: bool | None
    answered: int
    asked: int
    because: str
    accounts: tuple[AccountAnswers, ...] = ()


def judge(
    test: TopAccountsTest, accounts: Sequence[AccountAnswers], by: Literal["records", "people"]
) -> TopAccountsResult:
    """The result for the accounts, given largest first. Records may pass the test; only people can fail it."""
    accounts = accounts[: test.accounts]
    if len(accounts) < test.minimum:
        because = gettext("not asked: fewer than {n} accounts").format(n=test.minimum)
        return TopAccountsResult(None, 0, 0, because, tuple(accounts))
    known = [answer for account in accounts for answer in account.known]
    answered, asked = known.count("yes"), len(known)
    passed: bool | None = True
    if answered >= Fraction(str(test.pass_share)) * asked:
        because = (
            gettext("{n} of {asked} answers found in the records")
            if by == "records"
            else gettext("{n} of {asked} answers given within one working hour")
        )
    elif by == "records":
        passed, because = None, gettext("{n} of {asked} answers found in the records")
    else:
        passed, because = False, gettext("only {n} of {asked} answers given within one working hour")
    said = because.format(n=answered, asked=asked)
    return TopAccountsResult(passed, answered, asked, said, tuple(accounts))


def caps(test: TopAccountsTest | None, result: TopAccountsResult | None) -> tuple[Cap, ...]:
    """The cap that a failed test puts on the dominant stage."""
    if test is None or result is None or result.passed is not False:
        return ()
    because = gettext("the top-accounts test failed: {because}").format(because=result.because)
    return (Cap("top_accounts_test", test.cap_stage, because),)


def as_people_say(finding: Finding | None) -> TopAccountsResult | None:
    """The result when people answered the test as a whole; None where they did not, or differ."""
    if not isinstance(finding, Answer) or finding.value not in ("met", "not_met"):
        return None
    who = ", ".join(finding.by)
    passed = finding.value == "met"
    said = gettext("{who} passed it on {day}") if passed else gettext("{who} did not pass it on {day}")
    return TopAccountsResult(passed, 0, 0, said.format(who=who, day=finding.on))
