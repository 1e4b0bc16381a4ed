"""Metrics as an analyst would write them by hand in DuckDB's SQL, to measure ours against."""

from datetime import date, timedelta

from colonnade.records.metrics.language import year_before

_LATELY = "occurred_at >= {end} - INTERVAL {days} DAY AND occurred_at < {end}"
_YEAR = "{column} >= {start} AND {column} < {end}"
_PAYING = (
    "SELECT account_id, sum(mrr) AS mrr FROM subscriptions WHERE kind = 'recurring' AND mrr > 0"
    " AND start_on <= {on} AND (end_on IS NULL OR end_on > {on}) GROUP BY account_id"
)
_NOW, _THEN = _PAYING.replace("{on}", "{d}"), _PAYING.replace("{on}", "{d0}")
_HELD = "SELECT account_id, {what} FROM account_history WHERE from_on <= {d} AND (to_on IS NULL OR to_on > {d})"
_ENDS = f"WITH m0 AS ({_THEN}), m1 AS ({_NOW}) SELECT {{what}} FROM m0 LEFT JOIN m1 USING (account_id)"


def _share(condition: str, rows: str) -> str:
    return f"SELECT avg(CASE WHEN {condition} THEN 1.0 WHEN NOT ({condition}) THEN 0.0 END) FROM {rows}"


def _year(column: str) -> str:
    return _YEAR.replace("{column}", column)


def _lately(column: str, days: int) -> str:
    return _LATELY.replace("occurred_at", column).replace("{days}", str(days))


def _of_active(found: str) -> str:
    """The share of active accounts that are among those found."""
    both = f"WITH a AS ({_NOW}), f AS ({found})"
    return f"{both} SELECT count(f.account_id) / count(*) FROM a LEFT JOIN f USING (account_id)"


def _held(what: str) -> str:
    return _HELD.replace("{what}", what)


TEMPLATES = {
    "arr": f"SELECT 12 * sum(mrr) FROM ({_NOW})",
    "gross_revenue_retention": _ENDS.replace(
        "{what}", "sum(least(m0.mrr, coalesce(m1.mrr, 0)))::DOUBLE / sum(m0.mrr)"
    ),
    "net_revenue_retention": _ENDS.replace("{what}", "sum(coalesce(m1.mrr, 0))::DOUBLE / sum(m0.mrr)"),
    "revenue_churn_rate": _ENDS.replace(
        "{what}", "1 - sum(least(m0.mrr, coalesce(m1.mrr, 0)))::DOUBLE / sum(m0.mrr)"
    ),
    "logo_churn_rate": _ENDS.replace("{what}", "count(*) FILTER (m1.account_id IS NULL) / count(*)"),
    "adoption_breadth": (
        "SELECT median(n) FROM (SELECT account_id, count(DISTINCT event) AS n FROM usage_events"
        f" WHERE {_lately('occurred_at', 28)} GROUP BY account_id)"
    ),
    "active_account_share": _of_active(
        f"SELECT DISTINCT account_id FROM usage_events WHERE {_lately('occurred_at', 28)}"
    ),
    "health_score_coverage": _of_active(
        "SELECT DISTINCT account_id FROM health_scores"
        f" WHERE coalesce(kind, 'overall') = 'overall' AND {_lately('occurred_at', 90)}"
    ),
    "health_score_freshness": (
        f"WITH a AS ({_NOW}), s AS (SELECT account_id, max(occurred_at) AS last_at FROM health_scores"
        f" WHERE coalesce(kind, 'overall') = 'overall' AND {_lately('occurred_at', 90)} GROUP BY account_id)"
        " SELECT median({d} - last_at::DATE) FROM s SEMI JOIN a USING (account_id)"
    ),
    "proactive_share": _share("proactive", f"touchpoints WHERE {_year('occurred_at')}"),
    "digital_coverage_share": (
        f"WITH a AS ({_NOW}), h AS ({_held('touch_model')})"
        " SELECT count(*) FILTER (touch_model IN ('digital', 'pooled')) / count(*)"
        " FROM a LEFT JOIN h USING (account_id)"
    ),
    "business_review_coverage": (
        f"WITH a AS ({_NOW}), h AS ({_held('touch_model')}), r AS (SELECT DISTINCT account_id FROM touchpoints"
        f" WHERE lower(kind) IN ('qbr', 'ebr') AND {_lately('occurred_at', 120)})"
        " SELECT count(r.account_id) / count(*) FROM a JOIN h USING (account_id) LEFT JOIN r USING (account_id)"
        " WHERE touch_model = 'human'"
    ),
    "stakeholder_contacts_per_account": (
        f"WITH a AS ({_NOW}), c AS (SELECT account_id, count(*) AS n FROM contacts"
        f" WHERE {_lately('last_active_at', 90)} GROUP BY account_id)"
        " SELECT avg(coalesce(n, 0)) FROM a LEFT JOIN c USING (account_id)"
    ),
    "accounts_per_csm": (
        f"WITH a AS ({_NOW}), h AS ({_held('csm_id')}) SELECT median(n) FROM (SELECT csm_id, count(*) AS n"
        " FROM a JOIN h USING (account_id) WHERE csm_id IS NOT NULL GROUP BY csm_id)"
    ),
    "ticket_volume": (
        f"SELECT (SELECT count(*) FROM tickets WHERE account_id IS NOT NULL AND {_year('opened_at')})"
        f" / (SELECT count(*) FROM ({_NOW})) * 100 / 12"
    ),
    "sla_attainment": _share(
        "coalesce(first_reply_at <= reply_due_at, false)",
        f"tickets WHERE {_year('opened_at')} AND reply_due_at < {{end}}",
    ),
    "escalation_rate": _share("escalated", f"tickets WHERE {_year('opened_at')}"),
    "nps": (
        "SELECT 100.0 * (count(*) FILTER (score >= 9) - count(*) FILTER (score <= 6)) / count(*)"
        f" FROM survey_responses WHERE kind = 'nps' AND {_lately('answered_at', 90)}"
    ),
    "survey_response_rate": (
        f"SELECT (SELECT count(*) FROM survey_responses WHERE {_lately('answered_at', 90)})"
        f" / (SELECT count(*) FROM survey_sends WHERE {_lately('sent_at', 90)})"
    ),
    "playbook_execution_rate": _share(
        "completed_at IS NOT NULL AND completed_at <= due_at", f"play_runs WHERE {_year('due_at')}"
    ),
    "automatic_play_share": _share("trigger = 'automatic'", f"play_runs WHERE {_year('started_at')}"),
    "score_drop_response_48h": _share(
        "coalesce(acted_at <= raised_at + INTERVAL 48 HOUR, false)",
        f"alerts WHERE kind = 'risk' AND {_year('raised_at')} AND raised_at <= {{end}} - INTERVAL 48 HOUR",
    ),
    "onboarding_completion_rate": _share(
        "completed_on IS NOT NULL AND completed_on <= due_on",
        "(SELECT completed_on, coalesce(target_on, started_on + INTERVAL 90 DAY) AS due_on FROM onboardings)"
        " WHERE due_on > {d0} AND due_on <= {d}",
    ),
    "handoff_completeness": _share("complete", f"handoffs WHERE {_year('occurred_at')}"),
    "advocacy_share": _of_active(f"SELECT DISTINCT account_id FROM advocacy_acts WHERE {_year('occurred_at')}"),
}
"""By metric id; `d` is the day, `d0` the same day a year before, from `start` to before `end` the year between."""


def by_hand(metric: str, as_of: date) -> str:
    opening = year_before(as_of)
    days = {"d": as_of, "d0": opening}
    moments = {"start": opening + timedelta(days=1), "end": as_of + timedelta(days=1)}
    return TEMPLATES[metric].format(
        **{name: f"DATE '{day}'" for name, day in days.items()},
        **{name: f"TIMESTAMP '{day}'" for name, day in moments.items()},
    )
