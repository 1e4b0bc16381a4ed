"""The truth of generated records, added up from the story's ledger and apart from the metrics."""

from decimal import Decimal
from typing import TYPE_CHECKING

from colonnade.records import engine
from colonnade.records.generate.effects import EFFECTS, ODDS
from colonnade.records.generate.plan import Plan
from colonnade.records.practice.team import COST, OF_A_TIER
from colonnade.records.practice.truth import criteria, read_data

if TYPE_CHECKING:
    import duckdb

OF_A_CSM = sum(COST[category] for category in OF_A_TIER)
ENOUGH_ACCOUNTS, ENOUGH_MONTHS, ENOUGH_EVENTS = 400, 24, 2
"""With fewer (of events: an account and month) rules have too few rows, and nothing is said of criteria."""

_MONEY = """
WITH standing AS (
    SELECT account, sum(cents) FILTER (on_day <= ?) AS m0, sum(cents) FILTER (on_day <= ?) AS m1
    FROM ledger GROUP BY account
)
SELECT coalesce(sum(m1), 0), coalesce(sum(m0), 0),
       coalesce(sum(least(m0, coalesce(m1, 0))) FILTER (m0 > 0), 0), coalesce(sum(m1) FILTER (m0 > 0), 0),
       count(*) FILTER (m1 > 0), count(*) FILTER (m0 > 0)
FROM standing
"""
_LOST = """
SELECT account_id FROM ledger l JOIN customers USING (account) GROUP BY account_id
HAVING sum(l.cents) FILTER (on_day <= ?) > 0 AND NOT coalesce(sum(l.cents) FILTER (on_day <= ?), 0) > 0
ORDER BY account_id
"""
_TIERS = """
WITH served AS (
    SELECT CASE WHEN m.account IS NULL THEN c.segment ELSE 'mid_market' END AS segment, count(*) AS customers
    FROM customers c LEFT JOIN moves m USING (account)
    WHERE c.account IN (SELECT account FROM ledger WHERE on_day <= ? GROUP BY account HAVING sum(cents) > 0)
    GROUP BY ALL
)
SELECT segment, any_value(customers), count(*) FROM csms JOIN served USING (segment) GROUP BY segment
"""


def tell(connection: "duckdb.DuckDBPyConnection", plan: Plan) -> dict[str, object]:
    """Money in the company's one currency and to the cent; retention over the twelve months to `ends_on`.

    `cost_to_serve` is what a tier's own people, onboarding and support cost in the year for each of its customers,
    `stages` what each pillar's records were made to show, `met` and `not_met` the criteria that they must
    answer so once the organisation has named `top_tier` and `low_tier`.
    """
    days = [plan.span.year_ago, plan.ends_on]
    closing, opening, kept, retained, customers, customers_then = engine.row(connection, _MONEY, days)
    enough = (
        plan.accounts >= ENOUGH_ACCOUNTS
        and plan.months >= ENOUGH_MONTHS
        and plan.events >= ENOUGH_EVENTS * plan.accounts * plan.months
    )
    return {
        "schema": "colonnade.truth/1",
        "ends_on": plan.ends_on.isoformat(),
        "arr": _money(closing * 12),
        "opening_mrr": _money(opening),
        "kept_mrr": _money(kept),
        "present_mrr": _money(retained),
        "gross_revenue_retention": round(kept / opening, 6) if opening else None,
        "net_revenue_retention": round(retained / opening, 6) if opening else None,
        "customers": customers,
        "customers_a_year_ago": customers_then,
        "lost_accounts": [account for (account,) in engine.rows(connection, _LOST, days)],
        "effects_on_log_odds": EFFECTS,
        "odds": {name: round(odds, 6) for name, odds in ODDS.items()},
        "cost_to_serve": {
            tier: round(12 * heads * OF_A_CSM / served, 6)
            for tier, served, heads in sorted(engine.rows(connection, _TIERS, [plan.ends_on]))
        },
        "top_tier": "enterprise",
        "low_tier": "smb",
        "stages": {row["pillar"]: int(row["stage"]) for row in read_data("pillars.csv")},
        "met": list(criteria("met")) if enough else [],
        "not_met": list(criteria("not_met")) if enough else [],
    }


def _money(cents: int) -> str:
    return str((Decimal(cents) / 100).quantize(Decimal("0.01")))
