"""A practice company's records as a folder of CSV files."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from random import Random

from colonnade.core.errors import BadOption
from colonnade.records.made_up import FILE_NAME, MARK
from colonnade.records.practice import care, customers, sales, signals, team, voices
from colonnade.records.practice.company import Company
from colonnade.records.practice.customers import Row
from colonnade.records.practice.span import Span
from colonnade.records.practice.truth import Truth, tell
from colonnade.records.practice.writing import write_table
from colonnade.records.practice.years import live

FEWEST_ACCOUNTS, FEWEST_MONTHS = 12, 15

README = """\
{mark}

colonnade wrote them by playing through {months} months of a software company, up to {ends_on}, with dice of
seed {seed}: customers come, use the product, wait for support, are called or not, grow, shrink, leave and
sometimes return. Which of them leave depends on falling use, slow support and plays completed in time. The same
seed, months, accounts and last day give the same files, byte for byte.
"""

_TABLES: Mapping[str, Callable[[Company, Random], Iterator[Row]]] = {
    "accounts": customers.accounts,
    "account_history": customers.account_history,
    "subscriptions": customers.subscriptions,
    "contacts": customers.contacts,
    "users": customers.users,
    "usage_events": customers.usage_events,
    "tickets": voices.tickets,
    "touchpoints": care.touchpoints,
    "onboardings": care.onboardings,
    "success_plans": care.success_plans,
    "health_scores": signals.health_scores,
    "alerts": signals.alerts,
    "plays": signals.plays,
    "play_runs": signals.play_runs,
    "play_tasks": signals.play_tasks,
    "csms": team.csms,
    "quotas": team.quotas,
    "costs": team.costs,
    "handoffs": care.handoffs,
    "product_feedback": voices.product_feedback,
    "advocacy_acts": voices.advocacy_acts,
}


def write_company(directory: Path, *, accounts: int = 60, months: int = 30, seed: int = 7, ends_on: date) -> Truth:
    """The records of a company with so many customers on the last day; raises BadOption when asked for too little.

    Customers who left and trials that came to nothing stand in the files besides.
    """
    if accounts < FEWEST_ACCOUNTS or months < FEWEST_MONTHS:
        raise BadOption(
            f"{accounts} accounts over {months} months are too few to practise on: "
            f"take at least {FEWEST_ACCOUNTS} accounts and {FEWEST_MONTHS} months"
        )
    dice = Random(seed)  # noqa: S311  these dice make a story, not a secret
    company = live(dice, accounts, Span(months, ends_on))
    directory.mkdir(parents=True, exist_ok=True)
    for name, rows in _TABLES.items():
        write_table(directory, name, rows(company, dice))
    sends = voices.surveys(company, dice)
    write_table(directory, "survey_sends", voices.survey_sends(sends))
    write_table(directory, "survey_responses", voices.survey_responses(company, dice, sends))
    all_sales = sales.sales(company, dice)
    write_table(directory, "opportunities", sales.opportunities(dice, all_sales))
    write_table(directory, "cs_qualified_leads", sales.cs_qualified_leads(company, dice, all_sales))
    write_table(directory, "forecasts", team.forecasts(company, all_sales))
    readme = README.format(mark=MARK, months=months, seed=seed, ends_on=ends_on)
    (directory / FILE_NAME).write_text(readme, encoding="utf-8", newline="\n")
    return tell(company, accounts)
