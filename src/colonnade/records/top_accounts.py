"""The top-accounts test as far as records can answer it."""

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from colonnade.core.measurement import Unavailable
from colonnade.core.model import TopAccountsTest
from colonnade.core.top_accounts import AccountAnswers, Known, TopAccountsResult, judge
from colonnade.records.measure import figure_of
from colonnade.records.metrics import METRICS
from colonnade.records.metrics.commercial import (
    open_deals,
    open_expansion_alerts,
    recent_expansion_scores,
    talked,
)
from colonnade.records.metrics.health import overall_scores
from colonnade.records.metrics.language import Rows, Tables, Window
from colonnade.records.metrics.revenue import recurring
from colonnade.records.sql import to_sql

if TYPE_CHECKING:
    from colonnade.records.open import Records


def top_accounts(
    records: "Records", test: TopAccountsTest, *, as_of: date | None = None
) -> TopAccountsResult | None:
    """What the records tell of the largest accounts; None where they do not tell which those are.

    That no next step is right for now cannot be seen in records.
    """
    window = Window(as_of or records.as_of)
    if isinstance(figure_of(records, METRICS["arr"], window), Unavailable) or not records.tables.has("accounts"):
        return None
    names = _largest(records, test.accounts, window.as_of)
    known = [_known(records, question.id, test, window) for question in test.questions]
    answers = [AccountAnswers(name, tuple(_found(each, id_) for each in known)) for id_, name in names.items()]
    result = judge(test, answers, by="records")
    gaps = _gaps(test, answers)
    return replace(result, because=f"{result.because} ({gaps})") if result.asked and gaps else result


def _largest(records: "Records", most: int, day: date) -> dict[str, str]:
    """The name of each account by id, the largest by recurring revenue first; of equals, by id."""
    names = records.tables.accounts.select(named="account_id", title="name")
    accounts = recurring(records.tables.as_known(day), day).left_join(names, [("account_id", "named")])
    accounts = accounts.order_by(accounts.mrr.desc(), accounts.account_id).limit(most)
    return {id_: name or id_ for id_, name in records.rows(to_sql(accounts.select("account_id", "title")))}


def _known(records: "Records", question: str, test: TopAccountsTest, window: Window) -> set[str] | None:
    """The accounts of which a question is answered; None where no record could answer it."""
    signs = _signs(records.tables.as_known(window.as_of), question, test, window)
    if not signs:
        return None
    return {id_ for rows in signs for (id_,) in records.rows(to_sql(rows.select("account_id").distinct()))}


def _signs(tables: Tables, question: str, test: TopAccountsTest, window: Window) -> list[Rows]:
    """What answers a question for its account; any of them does."""
    match question:
        case "onboarding":
            return _onboardings(tables, window)
        case "health":
            return _health(tables, window, test.health_days)
        case "growth":
            return _next_steps(tables, window)
    return []


def _found(known: set[str] | None, id_: str) -> Known:
    return "unknown" if known is None else "yes" if id_ in known else "no"


def _gaps(test: TopAccountsTest, accounts: list[AccountAnswers]) -> str:
    """For each question the accounts it is open for, by name."""
    gaps = []
    for place, question in enumerate(test.questions):
        names = [account.account for account in accounts if account.known[place] != "yes"]
        if names:
            gaps.append(f"no {question.id}: {', '.join(names) if len(names) < len(accounts) else 'any of them'}")
    return "; ".join(gaps)


def _onboardings(tables: Tables, window: Window) -> list[Rows]:
    """Begun by the day, whether completed or not."""
    begun = tables.onboardings
    return [begun.filter(begun.started_on <= window.as_of)] if tables.has("onboardings") else []


def _health(tables: Tables, window: Window, most_days: int) -> list[Rows]:
    scores = overall_scores(tables)
    age = window.epoch_day - scores.occurred_at.date().epoch_days()
    return [scores.filter(age >= 0, age <= most_days)] if tables.has("health_scores") else []


def _next_steps(tables: Tables, window: Window) -> list[Rows]:
    """Open expansions, open alerts of expansion, talks about it, scores of it."""
    found = []
    if tables.has("opportunities.kind=expansion", "opportunities.is_closed"):
        deals = open_deals(tables, window)
        found.append(deals.filter(deals.kind == "expansion"))
    if tables.has("alerts.kind=expansion"):
        found.append(open_expansion_alerts(tables, window))
    if tables.has("touchpoints.expansion_talk"):
        found.append(talked(tables, window))
    if tables.has("health_scores.kind=expansion"):
        found.append(recent_expansion_scores(tables, window))
    return found
