"""The canonical tables: what records are called here, whatever system they came from."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["text", "day", "moment", "money", "monthly", "number", "integer", "boolean", "choice"]


MONEY_PLACES: dict[Kind, int] = {"money": 2, "monthly": 8}
"""A yearly price is no whole cents a month: so many places make 12 of 100,000 accounts the cents it was."""


@dataclass(frozen=True, slots=True)
class Column:
    """`filled`: a row without it is rejected. `lenient`: a value that cannot be read is blanked, not rejected."""

    name: str
    kind: Kind
    filled: bool = False
    lenient: bool = False
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """`required` columns must be mapped for the table to be used at all, and one of each group in `any_of`.

    `telling` columns show which table a file is when its name does not. Rows that share a `key` and differ are
    one thing written twice (the later line is kept) unless `keeps_both`.
    """

    name: str
    columns: tuple[Column, ...]
    required: tuple[str, ...]
    telling: tuple[str, ...]
    key: str | None = None
    any_of: tuple[tuple[str, ...], ...] = ()
    keeps_both: bool = False

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)

    @property
    def column_names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)


SQL_TYPES: dict[Kind, str] = {
    "text": "VARCHAR",
    "choice": "VARCHAR",
    "day": "DATE",
    "moment": "TIMESTAMP",
    "money": "DECIMAL(18,2)",
    "monthly": "DECIMAL(24,8)",
    "number": "DOUBLE",
    "integer": "BIGINT",
    "boolean": "BOOLEAN",
}

IBIS_TYPES: dict[Kind, str] = {
    "text": "string",
    "choice": "string",
    "day": "date",
    "moment": "timestamp",
    "money": "decimal(18, 2)",
    "monthly": "decimal(24, 8)",
    "number": "float64",
    "integer": "int64",
    "boolean": "boolean",
}


def _columns(kind: Kind, names: str, *, filled: bool = False, lenient: bool = False) -> tuple[Column, ...]:
    return tuple(Column(name, kind, filled, lenient) for name in names.split())


def _text(names: str) -> tuple[Column, ...]:
    return _columns("text", names)


def _days(names: str) -> tuple[Column, ...]:
    return _columns("day", names)


def _moments(names: str) -> tuple[Column, ...]:
    return _columns("moment", names)


def _filled(kind: Kind, names: str) -> tuple[Column, ...]:
    return _columns(kind, names, filled=True)


def _choice(name: str, choices: str, *, lenient: bool = False) -> Column:
    return Column(name, "choice", lenient=lenient, choices=tuple(choices.split()))


ACCOUNTS = Table(
    "accounts",
    (
        *_filled("text", "account_id"),
        *_text("name domain parent_account_id segment industry region country plan"),
        *_columns("integer", "employees", lenient=True),
        *_text("currency csm_id ae_id"),
        *_columns("day", "created_on", lenient=True),
        *_text("lifecycle_stage"),
        _choice("touch_model", "human pooled digital"),
        *_columns("number", "expansion_potential", lenient=True),
    ),
    required=("account_id",),
    telling=("name", "domain", "industry", "segment"),
    key="account_id",
)

ACCOUNT_HISTORY = Table(
    "account_history",
    (
        *_filled("text", "account_id"),
        *_filled("day", "from_on"),
        *_days("to_on"),
        *_text("csm_id segment"),
        _choice("touch_model", "human pooled digital"),
        *_text("lifecycle_stage"),
    ),
    required=("account_id", "from_on"),
    telling=("from_on",),
)

SUBSCRIPTIONS = Table(
    "subscriptions",
    (
        *_text("subscription_id"),
        *_filled("text", "account_id"),
        *_text("product plan"),
        *_filled("day", "start_on"),
        *_days("end_on"),
        *_columns("monthly", "mrr"),
        *_text("currency"),
        *_columns("number", "quantity", lenient=True),
        *_text("status"),
        _choice("kind", "recurring metered one_time trial"),
        *_days("notice_on"),
        *_text("end_reason"),
        *_columns("boolean", "cs_attributable", lenient=True),
    ),
    required=("account_id", "start_on", "mrr"),
    telling=("mrr",),
    key="subscription_id",
)

CONTACTS = Table(
    "contacts",
    (
        *_text("contact_id"),
        *_filled("text", "account_id"),
        *_text("email title seniority role"),
        *_moments("created_at last_active_at"),
    ),
    required=("account_id",),
    telling=("contact_id", "email", "seniority"),
    key="contact_id",
)

USERS = Table(
    "users",
    (*_filled("text", "user_id account_id"), *_moments("created_at")),
    required=("user_id", "account_id"),
    telling=("user_id",),
    key="user_id",
)

USAGE_EVENTS = Table(
    "usage_events",
    (
        *_text("event_id account_id user_id subscription_id"),
        *_filled("text", "event"),
        *_filled("moment", "occurred_at"),
        *_columns("number", "quantity", lenient=True),
    ),
    required=("event", "occurred_at"),
    any_of=(("account_id", "subscription_id", "user_id"),),
    telling=("event",),
    key="event_id",
    keeps_both=True,
)

TICKETS = Table(
    "tickets",
    (
        *_text("ticket_id account_id"),
        *_filled("moment", "opened_at"),
        *_moments("first_reply_at reply_due_at solved_at"),
        *_text("priority"),
        *_columns("boolean", "escalated"),
        *_columns("number", "satisfaction"),
    ),
    required=("account_id", "opened_at"),
    telling=("ticket_id", "first_reply_at", "solved_at"),
    key="ticket_id",
)

SURVEY_SENDS = Table(
    "survey_sends",
    (*_text("survey_id account_id contact_id"), _choice("kind", "nps csat ces"), *_filled("moment", "sent_at")),
    required=("sent_at", "kind"),
    telling=("sent_at",),
)

SURVEY_RESPONSES = Table(
    "survey_responses",
    (
        *_text("survey_id account_id contact_id"),
        _choice("kind", "nps csat ces"),
        *_filled("moment", "answered_at"),
        *_filled("number", "score"),
        *_moments("closed_loop_at"),
    ),
    required=("answered_at", "kind", "score"),
    telling=("answered_at",),
)

TOUCHPOINTS = Table(
    "touchpoints",
    (
        *_text("touchpoint_id"),
        *_filled("text", "account_id"),
        *_text("csm_id kind"),
        *_filled("moment", "occurred_at"),
        *_columns("boolean", "proactive expansion_talk"),
        *_columns("number", "minutes", lenient=True),
    ),
    required=("account_id", "occurred_at"),
    telling=("touchpoint_id", "proactive", "expansion_talk"),
    key="touchpoint_id",
)

ONBOARDINGS = Table(
    "onboardings",
    (
        *_filled("text", "account_id"),
        *_filled("day", "started_on"),
        *_days("first_value_on target_on completed_on"),
    ),
    required=("account_id", "started_on"),
    telling=("first_value_on", "completed_on", "target_on"),
)

SUCCESS_PLANS = Table(
    "success_plans",
    (
        *_filled("text", "account_id"),
        *_filled("day", "created_on"),
        *_text("goal"),
        *_moments("updated_at"),
        *_columns("boolean", "agreed"),
    ),
    required=("account_id", "created_on"),
    telling=("goal", "agreed"),
)

HEALTH_SCORES = Table(
    "health_scores",
    (
        *_filled("text", "account_id"),
        *_filled("moment", "occurred_at"),
        _choice("kind", "overall risk expansion"),
        *_columns("number", "score"),
        *_text("band"),
        _choice("method", "manual automated predicted"),
        *_text("inputs"),
    ),
    required=("account_id", "occurred_at", "score"),
    telling=("score", "band"),
)

ALERTS = Table(
    "alerts",
    (
        *_text("alert_id"),
        *_filled("text", "account_id"),
        _choice("kind", "risk expansion lifecycle"),
        *_text("reason"),
        *_filled("moment", "raised_at"),
        *_moments("acted_at resolved_at"),
        *_text("outcome"),
    ),
    required=("account_id", "kind", "raised_at"),
    telling=("alert_id", "raised_at"),
    key="alert_id",
)

PLAYS = Table(
    "plays",
    (
        *_filled("text", "play_id"),
        *_text("name"),
        _choice("intent", "retention expansion onboarding"),
        *_text("segment lifecycle_stage owner_id signal"),
        *_days("published_on retired_on"),
    ),
    required=("play_id",),
    telling=("signal", "intent"),
    key="play_id",
)

PLAY_RUNS = Table(
    "play_runs",
    (
        *_text("run_id play_id variant account_id"),
        _choice("trigger", "automatic manual"),
        *_filled("moment", "started_at"),
        *_moments("due_at completed_at"),
        *_text("outcome"),
    ),
    required=("play_id", "started_at"),
    telling=("run_id", "trigger"),
    key="run_id",
)

PLAY_TASKS = Table(
    "play_tasks",
    (
        *_text("task_id"),
        *_filled("text", "run_id"),
        *_text("title"),
        *_moments("due_at done_at"),
        *_text("owner_id"),
    ),
    required=("run_id", "due_at"),
    telling=("task_id", "done_at"),
    key="task_id",
)

OPPORTUNITIES = Table(
    "opportunities",
    (
        *_text("opportunity_id"),
        *_filled("text", "account_id"),
        _choice("kind", "new renewal expansion referral", lenient=True),
        _choice("source", "cs sales marketing partner referral", lenient=True),
        *_text("stage"),
        *_columns("money", "amount"),
        *_text("currency"),
        *_moments("created_at"),
        *_days("close_on"),
        *_columns("boolean", "is_won is_closed"),
        *_text("owner_id"),
    ),
    required=("account_id", "amount", "close_on"),
    telling=("opportunity_id", "is_won"),
    key="opportunity_id",
)

CS_QUALIFIED_LEADS = Table(
    "cs_qualified_leads",
    (
        *_text("csql_id"),
        *_filled("text", "account_id"),
        *_text("csm_id"),
        *_filled("moment", "created_at"),
        *_moments("accepted_at"),
        *_text("opportunity_id"),
        *_moments("won_at"),
        *_columns("money", "amount"),
    ),
    required=("account_id", "created_at"),
    telling=("csql_id",),
    key="csql_id",
)

FORECASTS = Table(
    "forecasts",
    (
        *_filled("day", "made_on period_end"),
        _choice("kind", "renewal nrr cs_revenue"),
        *_text("segment"),
        *_columns("number", "amount actual"),
    ),
    required=("made_on", "period_end", "kind", "amount"),
    telling=("made_on",),
)

CSMS = Table(
    "csms",
    (
        *_filled("text", "csm_id"),
        *_text("name manager_id segment"),
        *_days("started_on"),
        *_columns("number", "weekly_hours variable_pay_share"),
        *_columns("money", "quota"),
    ),
    required=("csm_id",),
    telling=("variable_pay_share", "weekly_hours"),
    key="csm_id",
)

QUOTAS = Table(
    "quotas",
    (*_filled("text", "csm_id"), *_filled("day", "period_start period_end"), *_columns("money", "quota attained")),
    required=("csm_id", "period_start", "period_end", "quota"),
    telling=("attained",),
)

COSTS = Table(
    "costs",
    (
        *_filled("day", "month"),
        _choice("category", "cs_people cs_tools onboarding support other"),
        *_filled("money", "amount"),
        *_text("currency tier"),
    ),
    required=("month", "category", "amount"),
    telling=("category",),
)

HANDOFFS = Table(
    "handoffs",
    (*_filled("text", "account_id"), *_filled("moment", "occurred_at"), *_columns("boolean", "complete")),
    required=("account_id", "occurred_at", "complete"),
    telling=("complete",),
)

PRODUCT_FEEDBACK = Table(
    "product_feedback",
    (
        *_filled("text", "account_id"),
        *_filled("moment", "occurred_at"),
        _choice("status", "open planned shipped declined"),
    ),
    required=("account_id", "occurred_at", "status"),
    telling=(),
)

ADVOCACY_ACTS = Table(
    "advocacy_acts",
    (
        *_filled("text", "account_id"),
        _choice("kind", "reference review case referral"),
        *_filled("moment", "occurred_at"),
    ),
    required=("account_id", "occurred_at"),
    telling=(),
)

EXCHANGE_RATES = Table(
    "exchange_rates",
    (*_filled("text", "currency"), *_filled("day", "rate_on"), *_filled("number", "rate")),
    required=("currency", "rate_on", "rate"),
    telling=("rate_on",),
)

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        ACCOUNTS,
        ACCOUNT_HISTORY,
        SUBSCRIPTIONS,
        CONTACTS,
        USERS,
        USAGE_EVENTS,
        TICKETS,
        SURVEY_SENDS,
        SURVEY_RESPONSES,
        TOUCHPOINTS,
        ONBOARDINGS,
        SUCCESS_PLANS,
        HEALTH_SCORES,
        ALERTS,
        PLAYS,
        PLAY_RUNS,
        PLAY_TASKS,
        OPPORTUNITIES,
        CS_QUALIFIED_LEADS,
        FORECASTS,
        CSMS,
        QUOTAS,
        COSTS,
        HANDOFFS,
        PRODUCT_FEEDBACK,
        ADVOCACY_ACTS,
        EXCHANGE_RATES,
    )
}
"""In the order they are loaded: events find their account by subscriptions and users."""
