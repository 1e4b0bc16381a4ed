"""The metrics in plain Python over canonical tables as text: the judge of what the engine says."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from statistics import median

Row = dict[str, str]
Tables = Mapping[str, list[Row]]
Judge = Callable[[Tables, date], float | None]

JUDGES: dict[str, Judge] = {}


class NotTold(Exception):
    """The tables do not say who paid on a past day, or end too long before a day."""


def judge(function: Judge) -> Judge:
    """Enters a judge, which says nothing where the tables tell too little."""

    def judged(tables: Tables, as_of: date) -> float | None:
        try:
            if end_before(tables, as_of) and function.__name__ not in ON_DAY:
                return None
            return function(tables, as_of)
        except NotTold:
            return None

    JUDGES[function.__name__] = judged
    return function


LAST_DAY_KNOWN = "known_on"
"""Under this name `tables` may carry one row: the `day` they speak of, and the last day on which anything
happened where it `ends` on another."""

SPEAK = {
    "subscriptions": "start_on",
    "usage_events": "occurred_at",
    "tickets": "opened_at",
    "touchpoints": "occurred_at",
}


def known_on(tables: Tables) -> date:
    if LAST_DAY_KNOWN in tables:
        return day(tables[LAST_DAY_KNOWN][0]["day"])
    return max(day(row[column]) for table, column in SPEAK.items() for row in tables.get(table, []))


ON_DAY = (
    "arr", "accounts_per_csm", "arr_per_csm", "digital_coverage_share", "segment_fill_share",
    "lifecycle_fill_share", "variable_pay_share", "variable_pay_csm_share", "cs_sourced_pipeline_share",
)  # fmt: skip
"""What stands on a day; the rest is what happened up to it."""


def end_before(tables: Tables, on: date) -> bool:
    """Whether the records end so long before a day that nothing is known of it."""
    daily = any(table in tables for table in ("usage_events", "tickets", "touchpoints"))
    return (on - ends_on(tables)).days > (31 if daily else 366)


def ends_on(tables: Tables) -> date:
    told = tables.get(LAST_DAY_KNOWN, [{}])[0].get("ends")
    return day(told) if told else known_on(tables)


def day(text: str) -> date:
    return date.fromisoformat(text[:10])


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def is_true(text: str) -> bool:
    return text.lower() in ("true", "yes", "1")


def a_year_before(as_of: date) -> date:
    if (as_of.month, as_of.day) == (2, 29):
        return date(as_of.year - 1, 2, 28)
    return as_of.replace(year=as_of.year - 1)


OVER = ("cancelled", "canceled", "churned", "expired", "ended", "terminated", "lapsed", "lost", "closed",
        "completed", "inactive", "deactivated", "former")  # fmt: skip


def is_undated(line: Row) -> bool:
    """Over, and nobody says since when."""
    return not line.get("end_on") and line.get("status", "").lower() in OVER


def check_past(tables: Tables, on: date) -> None:
    """Raises NotTold where ends are not kept, all are to come in one row an account, or some are not dated."""
    lines = [
        line
        for line in tables.get("subscriptions", [])
        if line.get("kind", "recurring") in ("recurring", "") and Decimal(line["mrr"] or "0") > 0
        and (not line.get("end_on") or day(line["end_on"]) > day(line["start_on"]))
    ]  # fmt: skip
    to_come = all(line.get("end_on") and day(line["end_on"]) > known_on(tables) for line in lines)
    is_list = bool(lines) and len({line["account_id"] for line in lines}) == len(lines) and to_come
    undated = any(is_undated(line) and day(line["start_on"]) <= on for line in lines)
    if is_list or undated or any("end_on" not in line for line in lines):
        raise NotTold


def recurring(tables: Tables, on: date) -> dict[str, Decimal]:
    """Monthly revenue of each account active on a day."""
    if on < known_on(tables):
        check_past(tables, on)
    return paid_on(tables, on)


def paid_on(tables: Tables, on: date) -> dict[str, Decimal]:
    revenue: dict[str, Decimal] = defaultdict(Decimal)
    for line in tables.get("subscriptions", []):
        if line.get("kind", "recurring") not in ("recurring", "") or Decimal(line["mrr"] or "0") <= 0:
            continue
        if is_undated(line):
            continue
        ends = line.get("end_on", "")
        if day(line["start_on"]) <= on and (not ends or on < day(ends)):
            revenue[line["account_id"]] += Decimal(line["mrr"])
    return dict(revenue)


def in_window(text: str, after: date, until: date) -> bool:
    return after < day(text) <= until


def both_ends(tables: Tables, as_of: date) -> list[tuple[Decimal, Decimal]]:
    check_past(tables, a_year_before(as_of))
    before, after = paid_on(tables, a_year_before(as_of)), recurring(tables, as_of)
    return [(paid, after.get(account, Decimal(0))) for account, paid in before.items()]


def kaplan_meier_median(spells: list[tuple[float, bool]]) -> float | None:
    """The first duration at which survival is at most a half; exact fractions, no logarithms."""
    survival = Fraction(1)
    for duration in sorted({spell for spell, _ in spells}):
        waiting = sum(spell >= duration for spell, _ in spells)
        ended = sum(spell == duration and reached for spell, reached in spells)
        survival *= 1 - Fraction(ended, waiting)
        if survival <= Fraction(1, 2):
            return duration
    return None


@judge
def arr(tables: Tables, as_of: date) -> float | None:
    revenue = recurring(tables, as_of)
    return float(12 * sum(revenue.values())) if revenue else None


@judge
def gross_revenue_retention(tables: Tables, as_of: date) -> float | None:
    ends = both_ends(tables, as_of)
    return float(sum(min(ends_) for ends_ in ends) / sum(m0 for m0, _ in ends)) if ends else None


@judge
def net_revenue_retention(tables: Tables, as_of: date) -> float | None:
    ends = both_ends(tables, as_of)
    return float(sum(m1 for _, m1 in ends) / sum(m0 for m0, _ in ends)) if ends else None


@judge
def logo_churn_rate(tables: Tables, as_of: date) -> float | None:
    ends = both_ends(tables, as_of)
    return sum(m1 == 0 for _, m1 in ends) / len(ends) if ends else None


@judge
def revenue_churn_rate(tables: Tables, as_of: date) -> float | None:
    kept = gross_revenue_retention(tables, as_of)
    return None if kept is None else 1 - kept


def opened(tables: Tables, as_of: date) -> list[Row]:
    return [t for t in tables["tickets"] if in_window(t["opened_at"], a_year_before(as_of), as_of)]


@judge
def ticket_volume(tables: Tables, as_of: date) -> float | None:
    active = recurring(tables, as_of)
    return len(opened(tables, as_of)) / 12 / len(active) * 100 if active else None


@judge
def time_to_resolution(tables: Tables, as_of: date) -> float | None:
    end = datetime.combine(as_of + timedelta(days=1), datetime.min.time())
    spells = []
    for ticket in opened(tables, as_of):
        solved = moment(ticket["solved_at"]) if ticket["solved_at"] else None
        reached = solved is not None and solved < end
        until = solved if reached and solved else end
        spells.append(((until - moment(ticket["opened_at"])).total_seconds() / 3600, reached))
    return kaplan_meier_median(spells)


@judge
def escalation_rate(tables: Tables, as_of: date) -> float | None:
    told = [is_true(t["escalated"]) for t in opened(tables, as_of) if t["escalated"]]
    return sum(told) / len(told) if told else None


@judge
def csat(tables: Tables, as_of: date) -> float | None:
    after = as_of - timedelta(days=90)
    scores = [float(s) for s in _ratings(tables, after, as_of)]
    if not scores or max(scores) > 5:
        return None
    return sum(score >= 4 for score in scores) / len(scores)


def _ratings(tables: Tables, after: date, as_of: date) -> Iterator[str]:
    responses = [r for r in tables.get("survey_responses", []) if r["kind"] == "csat"]
    if responses:
        yield from (r["score"] for r in responses if in_window(r["answered_at"], after, as_of))
        return
    for ticket in tables.get("tickets", []):
        known = not ticket["solved_at"] or day(ticket["solved_at"]) <= as_of
        if ticket["satisfaction"] and known and in_window(ticket["opened_at"], after, as_of):
            yield ticket["satisfaction"]


def used(tables: Tables, as_of: date) -> dict[str, set[str]]:
    """The different events of each account in 28 days."""
    owners = {line["subscription_id"]: line["account_id"] for line in tables.get("subscriptions", [])}
    events: dict[str, set[str]] = defaultdict(set)
    for event in tables["usage_events"]:
        account = event.get("account_id") or owners.get(event.get("subscription_id", ""))
        if account and in_window(event["occurred_at"], as_of - timedelta(days=28), as_of):
            events[account].add(event["event"])
    return events


@judge
def adoption_breadth(tables: Tables, as_of: date) -> float | None:
    events = used(tables, as_of)
    return float(median(len(names) for names in events.values())) if events else None


@judge
def active_account_share(tables: Tables, as_of: date) -> float | None:
    active, events = recurring(tables, as_of), used(tables, as_of)
    return sum(account in events for account in active) / len(active) if active else None


CORE = tuple(JUDGES)
"""The metrics judged here, over subscriptions, tickets and usage."""


def month_ends(as_of: date) -> list[date]:
    """The day before the first of the months, then each month's last day, the last cut at as_of."""
    first = (a_year_before(as_of) + timedelta(days=1)).replace(day=1)
    days = [first - timedelta(days=1)]
    while days[-1] < as_of:
        days.append(min(_last_of_month(days[-1] + timedelta(days=1)), as_of))
    return days


def _last_of_month(on: date) -> date:
    return (on.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def movements(tables: Tables, as_of: date) -> list[dict[str, Decimal]]:
    """Each month's opening, movements and closing, account by account; none where the tables tell too little."""
    months = []
    days = month_ends(as_of)
    try:
        for past in days if as_of < known_on(tables) else days[:-1]:
            check_past(tables, past)
    except NotTold:
        return []
    if end_before(tables, as_of):
        return []
    for opening_day, closing_day in pairwise(days):
        before, after = paid_on(tables, opening_day), paid_on(tables, closing_day)
        month = dict.fromkeys(("new", "expansion", "reactivation", "contraction", "churn"), Decimal(0))
        for account in before.keys() | after.keys():
            change = after.get(account, Decimal(0)) - before.get(account, Decimal(0))
            month[_movement(tables, account, opening_day, account in before, account in after, change)] += change
        months.append(
            {"opening": sum(before.values(), Decimal(0)), **month, "closing": sum(after.values(), Decimal(0))}
        )
    return months


def _movement(tables: Tables, account: str, opening: date, was: bool, is_: bool, change: Decimal) -> str:
    if was and is_:
        return "expansion" if change >= 0 else "contraction"
    if was:
        return "churn"
    known = any(account in paid_on(tables, day(line["start_on"])) for line in tables["subscriptions"]
                if line["account_id"] == account and day(line["start_on"]) <= opening)  # fmt: skip
    return "reactivation" if known else "new"
