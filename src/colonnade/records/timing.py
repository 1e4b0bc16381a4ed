"""The days of each table: which column says when a row happened, and which pairs cannot be the other way round."""

HAPPENS: dict[str, str] = {
    "accounts": "created_on",
    "account_history": "from_on",
    "subscriptions": "start_on",
    "contacts": "created_at",
    "users": "created_at",
    "usage_events": "occurred_at",
    "tickets": "opened_at",
    "survey_sends": "sent_at",
    "survey_responses": "answered_at",
    "touchpoints": "occurred_at",
    "onboardings": "started_on",
    "success_plans": "created_on",
    "health_scores": "occurred_at",
    "alerts": "raised_at",
    "plays": "published_on",
    "play_runs": "started_at",
    "opportunities": "created_at",
    "cs_qualified_leads": "created_at",
    "forecasts": "made_on",
    "csms": "started_on",
    "quotas": "period_start",
    "costs": "month",
    "handoffs": "occurred_at",
    "product_feedback": "occurred_at",
    "advocacy_acts": "occurred_at",
    "exchange_rates": "rate_on",
}

IN_ORDER: dict[str, tuple[tuple[str, str], ...]] = {
    "contacts": (("created_at", "last_active_at"),),
    "survey_responses": (("answered_at", "closed_loop_at"),),
    "success_plans": (("created_on", "updated_at"),),
    "alerts": (("raised_at", "acted_at"), ("raised_at", "resolved_at")),
    "plays": (("published_on", "retired_on"),),
    "play_runs": (("started_at", "completed_at"),),
    "cs_qualified_leads": (("created_at", "accepted_at"), ("created_at", "won_at")),
}
"""The second never lies before the first; where it does, the row is taken all the same and counted.

The pairs that refuse a row are a rule of its table (convert.py)."""

PLANNED = ("subscriptions", "quotas", "costs", "plays")
"""Tables whose rows may well begin in the future."""
