"""What columns of the records and the groups in them are called where a person reads them; files keep the ids."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping

from colonnade.core.measurement import Slice
from colonnade.core.speech import Words, gettext, gettext_noop

COLUMNS: Mapping[str, str] = Words(
    {
        "absolute_error_by_amount": gettext_noop("Absolute error by amount"),
        "absolute_error_by_count": gettext_noop("Absolute error by count"),
        "account_id": gettext_noop("Account"),
        "acted": gettext_noop("Acted on"),
        "acted_at": gettext_noop("Acted on at"),
        "active": gettext_noop("Active accounts"),
        "actual": gettext_noop("Came true"),
        "advocates": gettext_noop("Speaks for us"),
        "ae_id": gettext_noop("Account executive"),
        "alert_id": gettext_noop("Alert"),
        "amount": gettext_noop("Amount"),
        "answered": gettext_noop("Answered"),
        "answered_at": gettext_noop("Answered at"),
        "attained": gettext_noop("Attained"),
        "band": gettext_noop("Band"),
        "became_one": gettext_noop("Became an opportunity"),
        "bias_by_amount": gettext_noop("Bias by amount"),
        "bias_by_count": gettext_noop("Bias by count"),
        "by_csm": gettext_noop("By its CSM"),
        "close_on": gettext_noop("Closes on"),
        "closed": gettext_noop("Loop closed"),
        "closed_loop_at": gettext_noop("Loop closed at"),
        "complete": gettext_noop("Complete"),
        "completed_at": gettext_noop("Completed at"),
        "completed_on": gettext_noop("Completed on"),
        "contacts": gettext_noop("Contacts"),
        "country": gettext_noop("Country"),
        "created_at": gettext_noop("Created at"),
        "created_on": gettext_noop("Created on"),
        "csm": gettext_noop("CSM"),
        "csm_id": gettext_noop("CSM"),
        "csql_id": gettext_noop("CS-qualified lead"),
        "currency": gettext_noop("Currency"),
        "days": gettext_noop("Days"),
        "decided": gettext_noop("Decided"),
        "due_at": gettext_noop("Due at"),
        "due_on": gettext_noop("Due on"),
        "earned": gettext_noop("Revenue"),
        "employees": gettext_noop("Employees"),
        "escalated": gettext_noop("Escalated"),
        "events": gettext_noop("Kinds of events"),
        "expansion_potential": gettext_noop("Expansion potential"),
        "fell": gettext_noop("Health fell before"),
        "fell_on": gettext_noop("Health fell on"),
        "first_reply_at": gettext_noop("First reply at"),
        "from_cs": gettext_noop("From CS"),
        "happened_at": gettext_noop("Happened at"),
        "has_quota": gettext_noop("Has a quota"),
        "has_score": gettext_noop("Has a score"),
        "has_used": gettext_noop("Was active"),
        "hours": gettext_noop("Hours"),
        "in_potential": gettext_noop("In the top third by potential"),
        "in_revenue": gettext_noop("In the top third by revenue"),
        "in_time": gettext_noop("In time"),
        "industry": gettext_noop("Industry"),
        "is_active": gettext_noop("Active at the end"),
        "is_attained": gettext_noop("Attained in full"),
        "is_automatic": gettext_noop("Started by itself"),
        "is_digital": gettext_noop("Digital"),
        "is_filled": gettext_noop("Filled in"),
        "is_lost": gettext_noop("Lost"),
        "is_unrun": gettext_noop("Not run"),
        "kept": gettext_noop("MRR kept"),
        "kind": gettext_noop("Kind"),
        "left_on": gettext_noop("Left on"),
        "lifecycle_stage": gettext_noop("Lifecycle stage"),
        "lost": gettext_noop("MRR lost"),
        "m0": gettext_noop("MRR twelve months before"),
        "m1": gettext_noop("MRR on the day"),
        "made_on": gettext_noop("Made on"),
        "median": gettext_noop("Median"),
        "minutes": gettext_noop("Minutes"),
        "mrr": gettext_noop("MRR"),
        "name": gettext_noop("Name"),
        "notice_on": gettext_noop("Notice given on"),
        "occurred_at": gettext_noop("Occurred at"),
        "on_day": gettext_noop("On"),
        "one": gettext_noop("Responses"),
        "opened_at": gettext_noop("Opened at"),
        "opportunity_id": gettext_noop("Opportunity"),
        "outcome": gettext_noop("Outcome"),
        "owner_id": gettext_noop("Owner"),
        "p90": gettext_noop("90th percentile"),
        "parent_account_id": gettext_noop("Parent account"),
        "period_end": gettext_noop("Period ends"),
        "period_start": gettext_noop("Period starts"),
        "plan": gettext_noop("Plan"),
        "play_id": gettext_noop("Play"),
        "points": gettext_noop("Points"),
        "priority": gettext_noop("Priority"),
        "proactive": gettext_noop("Proactive"),
        "product": gettext_noop("Product"),
        "published_on": gettext_noop("Published on"),
        "quarter": gettext_noop("Quarter"),
        "quota": gettext_noop("Quota"),
        "raised_at": gettext_noop("Raised at"),
        "rated_at": gettext_noop("Rated at"),
        "reached": gettext_noop("Reached"),
        "reason": gettext_noop("Reason"),
        "region": gettext_noop("Region"),
        "reply_due_at": gettext_noop("Reply due at"),
        "resolved_at": gettext_noop("Resolved at"),
        "reviewed": gettext_noop("Reviewed"),
        "run_id": gettext_noop("Run"),
        "saved": gettext_noop("Saved"),
        "score": gettext_noop("Score"),
        "segment": gettext_noop("Segment"),
        "sent": gettext_noop("Sent"),
        "share_above_zero": gettext_noop("Share above zero"),
        "share_in_band_green": gettext_noop("Share in the green band"),
        "share_in_band_red": gettext_noop("Share in the red band"),
        "share_in_band_yellow": gettext_noop("Share in the yellow band"),
        "signal": gettext_noop("Signal"),
        "solved": gettext_noop("Solved"),
        "source": gettext_noop("Source"),
        "spent": gettext_noop("Spent"),
        "start_cohort": gettext_noop("Start cohort"),
        "started_at": gettext_noop("Started at"),
        "started_on": gettext_noop("Started on"),
        "status": gettext_noop("Status"),
        "ticket_id": gettext_noop("Ticket"),
        "tickets": gettext_noop("Tickets"),
        "too_high": gettext_noop("Forecasts too high"),
        "too_low": gettext_noop("Forecasts too low"),
        "touch_model": gettext_noop("Touch model"),
        "touchpoint_id": gettext_noop("Touchpoint"),
        "variable_pay_share": gettext_noop("Variable share of pay"),
        "varies": gettext_noop("Pay varies"),
        "was_active": gettext_noop("Active at the start"),
        "was_talked_to": gettext_noop("Expansion was talked of"),
        "what": gettext_noop("Of what"),
    }
)
MEANINGS: Mapping[str, str] = Words(
    {
        "ae_id": gettext_noop("who sells to it"),
        "csm": gettext_noop("customer success manager"),
        "csm_id": gettext_noop("customer success manager"),
        "expansion_potential": gettext_noop("in thirds"),
        "start_cohort": gettext_noop("the quarter an account began in"),
        "touch_model": gettext_noop("how accounts are looked after"),
    }
)
"""What a name that only insiders know means."""

KINDS: Mapping[str, str] = Words(
    {
        "account_history": gettext_noop("History of accounts"),
        "accounts": gettext_noop("Accounts"),
        "advocacy_acts": gettext_noop("Acts of advocacy"),
        "alerts": gettext_noop("Alerts"),
        "contacts": gettext_noop("Contacts"),
        "costs": gettext_noop("Costs"),
        "cs_qualified_leads": gettext_noop("CS-qualified leads"),
        "csms": gettext_noop("CSMs"),
        "exchange_rates": gettext_noop("Exchange rates"),
        "forecasts": gettext_noop("Forecasts"),
        "handoffs": gettext_noop("Handoffs"),
        "health_scores": gettext_noop("Health scores"),
        "onboardings": gettext_noop("Onboardings"),
        "opportunities": gettext_noop("Opportunities"),
        "play_runs": gettext_noop("Play runs"),
        "play_tasks": gettext_noop("Tasks of plays"),
        "plays": gettext_noop("Plays"),
        "product_feedback": gettext_noop("Product feedback"),
        "quotas": gettext_noop("Quotas"),
        "subscriptions": gettext_noop("Subscriptions"),
        "success_plans": gettext_noop("Success plans"),
        "survey_responses": gettext_noop("Survey responses"),
        "survey_sends": gettext_noop("Surveys sent"),
        "tickets": gettext_noop("Tickets"),
        "touchpoints": gettext_noop("Touchpoints"),
        "usage_daily": gettext_noop("Usage by day"),
        "usage_events": gettext_noop("Usage events"),
        "users": gettext_noop("Users"),
    }
)
"""What the tables of records hold."""

NOT_RECORDED = "(not recorded)"
VALUES: Mapping[str, str] = Words(
    {
        NOT_RECORDED: gettext_noop("(not recorded)"),
        "digital": gettext_noop("Digital"),
        "human": gettext_noop("Human"),
        "least": gettext_noop("The third with the least"),
        "middle": gettext_noop("The third in the middle"),
        "most": gettext_noop("The third with the most"),
        "pooled": gettext_noop("Pooled"),
    }
)
OF_OURS = ("touch_model", "expansion_potential")
"""Columns whose groups are ours."""

ACRONYMS = {
    "apac", "cs", "csm", "dach", "ebr", "emea", "mea", "nps", "qbr", "saas", "sla", "smb", "uk", "us", "usa",
}  # fmt: skip
IDENTIFIERS = ("csm", "name", "domain", "quarter", "start_cohort")
"""Columns, besides those of ids, whose values are names already."""

CODE = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")


def table_name(table: str) -> str:
    """What a table holds: "Survey responses"."""
    return KINDS.get(table) or _readable(table)


def column_name(column: str) -> str:
    """As a heading: "Touch model". What is no column of ours is made readable."""
    return COLUMNS.get(column) or _readable(column)


def column_within(column: str) -> str:
    """In the midst of a sentence: "touch model", "CSM"."""
    name = column_name(column)
    return name if name[:2].isupper() else name[:1].lower() + name[1:]


def by_column(column: str) -> str:
    """As the title of a breakdown: "By CSM (customer success manager)"."""
    said = gettext("By {column} ({meaning})") if column in MEANINGS else gettext("By {column}")
    return said.format(column=column_within(column), meaning=MEANINGS.get(column, ""))


def value_name(column: str, value: str) -> str:
    """A group as people write it: "Mid market" for mid_market. Ids, and what is written for people, stay."""
    if value in VALUES and (column in OF_OURS or value == NOT_RECORDED):
        return VALUES[value]
    if column in IDENTIFIERS or column.endswith("_id") or not CODE.fullmatch(value):
        return value
    return _readable(value)


NEED = re.compile(r"([a-z_]+)\.([a-z_]+)(?:=([a-z_]+))?")


def needs_in_words(needs: Iterable[str]) -> str:
    """What a metric needs of the records: "touchpoints (kind, occurred at), a rate by 3 May 2026"."""
    tables: dict[str, list[str]] = {}
    others = []
    for need in needs:
        if plain := NEED.fullmatch(need):
            tables.setdefault(plain[1], []).append(_column_of(plain))
        else:
            others.append(UNDERSCORED.sub(_apart, NEED.sub(_in_words, need)))
    named = [f"{_apart(table)} ({', '.join(dict.fromkeys(columns))})" for table, columns in tables.items()]
    return ", ".join([*named, *others])


UNDERSCORED = re.compile(r"\b[a-z]+(?:_[a-z]+)+\b")


def _in_words(found: re.Match[str]) -> str:
    return f"{_apart(found[1])} ({_column_of(found)})"


def _column_of(found: re.Match[str]) -> str:
    name = column_within(found[2])
    return f"{name}: {_apart(found[3])}" if found[3] else name


def _apart(code: str | re.Match[str]) -> str:
    return (code if isinstance(code, str) else code[0]).replace("_", " ")


def group_names(column: str, groups: Iterable[Slice]) -> dict[str, str]:
    """Each group's name by its key; two that would be called the same show their keys."""
    names = {group.key: group.name or value_name(column, group.key) for group in groups}
    times = Counter(names.values())
    return {key: name if times[name] == 1 else f"{name} ({key})" for key, name in names.items()}


def _readable(code: str) -> str:
    words = [word.upper() if word in ACRONYMS else word for word in code.split("_")]
    said = " ".join(words)
    return said[:1].upper() + said[1:]
