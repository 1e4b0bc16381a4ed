"""The judges of health, plays, reach, voice and commerce; see `reference` for the rest."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from statistics import fmean, median

from reference import (
    JUDGES,
    LAST_DAY_KNOWN,
    Row,
    Tables,
    a_year_before,
    both_ends,
    day,
    in_window,
    is_true,
    judge,
    kaplan_meier_median,
    known_on,
    moment,
    recurring,
)


def end_of(as_of: date) -> datetime:
    return datetime.combine(as_of + timedelta(days=1), time())


def last(rows: list[Row], column: str, days: int, as_of: date) -> list[Row]:
    return [row for row in rows if row[column] and in_window(row[column], as_of - timedelta(days=days), as_of)]


def of_year(rows: list[Row], column: str, as_of: date) -> list[Row]:
    return [row for row in rows if row[column] and in_window(row[column], a_year_before(as_of), as_of)]


def rate(holds: list[bool]) -> float | None:
    return sum(holds) / len(holds) if holds else None


def middle(values: list[float]) -> float | None:
    return float(median(values)) if values else None


def is_past(tables: Tables, as_of: date) -> bool:
    return as_of < known_on(tables)


def column_on(tables: Tables, column: str, on: date) -> dict[str, str] | None:
    """The column by account where it is known on the day; None where it is not."""
    history = tables.get("account_history")
    if history and column in history[0]:
        held: dict[str, str] = {}
        for row in history:
            if row[column] and day(row["from_on"]) <= on and (not row["to_on"] or on < day(row["to_on"])):
                held[row["account_id"]] = max(row[column], held.get(row["account_id"], ""))
        return held
    if column in ("csm_id", "segment", "touch_model", "lifecycle_stage") and is_past(tables, on):
        return None
    return {row["account_id"]: row[column] for row in tables["accounts"] if row[column]}


@judge
def time_to_first_value(tables: Tables, as_of: date) -> float | None:
    spells = []
    for row in of_year(tables["onboardings"], "started_on", as_of):
        reached = bool(row["first_value_on"]) and day(row["first_value_on"]) <= as_of
        until = day(row["first_value_on"]) if reached else as_of
        spells.append((float((until - day(row["started_on"])).days), reached))
    return kaplan_meier_median(spells)


@judge
def onboarding_completion_rate(tables: Tables, as_of: date) -> float | None:
    kept = []
    for row in tables["onboardings"]:
        due = day(row["target_on"]) if row["target_on"] else day(row["started_on"]) + timedelta(days=90)
        if a_year_before(as_of) < due <= as_of:
            kept.append(bool(row["completed_on"]) and day(row["completed_on"]) <= due)
    return rate(kept)


def overall(tables: Tables) -> list[Row]:
    return [row for row in tables["health_scores"] if row["kind"] in ("", "overall")]


def latest_scores(tables: Tables, as_of: date) -> dict[str, Row]:
    """The latest overall score in 90 days of active accounts; of two at one moment the lower."""
    latest: dict[str, Row] = {}
    recent = last(overall(tables), "occurred_at", 90, as_of)
    for row in sorted(recent, key=lambda r: (r["occurred_at"], -float(r["score"]))):
        latest[row["account_id"]] = row
    return {account: row for account, row in latest.items() if account in recurring(tables, as_of)}


@judge
def health_score_coverage(tables: Tables, as_of: date) -> float | None:
    scored = {row["account_id"] for row in last(overall(tables), "occurred_at", 90, as_of)}
    return rate([account in scored for account in recurring(tables, as_of)])


@judge
def health_score_freshness(tables: Tables, as_of: date) -> float | None:
    return middle([(as_of - day(row["occurred_at"])).days for row in latest_scores(tables, as_of).values()])


@judge
def health_score_mean(tables: Tables, as_of: date) -> float | None:
    scores = [float(row["score"]) for row in latest_scores(tables, as_of).values()]
    return fmean(scores) if scores else None


BANDS = {"green": 3, "yellow": 2, "red": 1}


def lead_days(tables: Tables, as_of: date) -> list[int | None]:
    """For each account churned with a notice: days from the first fall to the notice."""
    leads: list[int | None] = []
    lines = [
        line
        for line in tables["subscriptions"]
        if line["kind"] in ("", "recurring") and Decimal(line["mrr"]) > 0 and day(line["start_on"]) <= as_of
        and (not line["end_on"] or day(line["end_on"]) > day(line["start_on"]))
    ]  # fmt: skip
    for account in {line["account_id"] for line in lines}:
        own = [line for line in lines if line["account_id"] == account]
        ends = [line["end_on"] for line in own]
        notices = [day(line["notice_on"]) for line in own if line["notice_on"]]
        if not all(ends) or not notices or not in_window(max(ends), a_year_before(as_of), as_of):
            continue
        notice = max(notices)
        falls = [on for on in falls_of(tables, account) if 0 <= (notice - on).days <= 365]
        leads.append((notice - min(falls)).days if falls else None)
    return leads


def falls_of(tables: Tables, account: str) -> list[date]:
    scores = [row for row in overall(tables) if row["account_id"] == account]
    falls = []
    for row in scores:
        for earlier in scores:
            gap = (day(row["occurred_at"]) - day(earlier["occurred_at"])).days
            points = float(earlier["score"]) - float(row["score"]) >= 20
            band = BANDS.get(earlier["band"], 0) > BANDS.get(row["band"], 9)
            if 0 < gap <= 30 and (points or band):
                falls.append(day(row["occurred_at"]))
    return falls


@judge
def notice_lead_days(tables: Tables, as_of: date) -> float | None:
    return middle([lead for lead in lead_days(tables, as_of) if lead is not None])


@judge
def churn_health_fall_share(tables: Tables, as_of: date) -> float | None:
    leads = lead_days(tables, as_of)
    return rate([lead is not None for lead in leads]) if len(leads) >= 10 else None


@judge
def nps(tables: Tables, as_of: date) -> float | None:
    answers = [r for r in tables["survey_responses"] if r["kind"] == "nps"]
    scores = [float(row["score"]) for row in last(answers, "answered_at", 90, as_of)]
    points = [(score >= 9) - (score <= 6) for score in scores]
    return 100 * sum(points) / len(points) if points else None


@judge
def survey_response_rate(tables: Tables, as_of: date) -> float | None:
    sent = last(tables["survey_sends"], "sent_at", 90, as_of)
    return len(last(tables["survey_responses"], "answered_at", 90, as_of)) / len(sent) if sent else None


@judge
def closed_loop_rate(tables: Tables, as_of: date) -> float | None:
    closed = []
    for row in last([r for r in tables["survey_responses"] if r["kind"] == "nps"], "answered_at", 90, as_of):
        due = moment(row["answered_at"]) + timedelta(days=14)
        if float(row["score"]) < 7 and due <= end_of(as_of):
            closed.append(bool(row["closed_loop_at"]) and moment(row["closed_loop_at"]) <= due)
    return rate(closed)


@judge
def playbook_execution_rate(tables: Tables, as_of: date) -> float | None:
    due = of_year(tables["play_runs"], "due_at", as_of)
    return rate([bool(r["completed_at"]) and moment(r["completed_at"]) <= moment(r["due_at"]) for r in due])


@judge
def automatic_play_share(tables: Tables, as_of: date) -> float | None:
    begun = of_year(tables["play_runs"], "started_at", as_of)
    return rate([row["trigger"] == "automatic" for row in begun if row["trigger"]])


def risks(tables: Tables, as_of: date, at_least: timedelta) -> list[Row]:
    raised = [row for row in of_year(tables["alerts"], "raised_at", as_of) if row["kind"] == "risk"]
    return [row for row in raised if moment(row["raised_at"]) + at_least <= end_of(as_of)]


@judge
def at_risk_resolution_rate(tables: Tables, as_of: date) -> float | None:
    ninety = timedelta(days=90)
    return rate(
        [
            row["outcome"] == "saved"
            and bool(row["resolved_at"])
            and moment(row["resolved_at"]) - moment(row["raised_at"]) <= ninety
            for row in risks(tables, as_of, ninety)
        ]
    )


@judge
def score_drop_response_48h(tables: Tables, as_of: date) -> float | None:
    two_days = timedelta(hours=48)
    return rate(
        [
            bool(row["acted_at"]) and moment(row["acted_at"]) - moment(row["raised_at"]) <= two_days
            for row in risks(tables, as_of, two_days)
        ]
    )


@judge
def unrun_signal_plays(tables: Tables, as_of: date) -> float | None:
    seen = {row["reason"] for row in last(tables["alerts"], "raised_at", 180, as_of)}
    run = {row["play_id"] for row in last(tables["play_runs"], "started_at", 180, as_of)}
    published = [
        play
        for play in tables["plays"]
        if play["published_on"] and day(play["published_on"]) <= as_of
        and (not play["retired_on"] or day(play["retired_on"]) > as_of)
    ]  # fmt: skip
    unrun = [play for play in published if play["signal"] in seen - {""} and play["play_id"] not in run]
    return len(unrun) if published else None


def books(tables: Tables, as_of: date) -> dict[str, list[Decimal]] | None:
    owners = column_on(tables, "csm_id", as_of)
    if owners is None:
        return None
    held: dict[str, list[Decimal]] = {}
    for account, mrr in recurring(tables, as_of).items():
        if account in owners:
            held.setdefault(owners[account], []).append(mrr)
    return held


@judge
def accounts_per_csm(tables: Tables, as_of: date) -> float | None:
    held = books(tables, as_of)
    return middle([len(book) for book in held.values()]) if held else None


@judge
def arr_per_csm(tables: Tables, as_of: date) -> float | None:
    held = books(tables, as_of)
    return middle([float(12 * sum(book)) for book in held.values()]) if held else None


@judge
def net_revenue_retention_by_book(tables: Tables, as_of: date) -> float | None:
    opening = a_year_before(as_of)
    owners = column_on(tables, "csm_id", opening) or {}
    before, after = recurring(tables, opening), recurring(tables, as_of)
    held = [account for account in before if account in owners]
    if not held:
        return None
    return float(sum(after.get(a, Decimal(0)) for a in held) / sum(before[a] for a in held))


@judge
def digital_coverage_share(tables: Tables, as_of: date) -> float | None:
    touch = column_on(tables, "touch_model", as_of)
    if touch is None:
        return None
    return rate([touch.get(account) in ("digital", "pooled") for account in recurring(tables, as_of)])


@judge
def proactive_share(tables: Tables, as_of: date) -> float | None:
    told = [r["proactive"] for r in of_year(tables["touchpoints"], "occurred_at", as_of) if r["proactive"]]
    return rate([is_true(word) for word in told])


@judge
def business_review_coverage(tables: Tables, as_of: date) -> float | None:
    touch = column_on(tables, "touch_model", as_of)
    if touch is None:
        return None
    touches = last(tables["touchpoints"], "occurred_at", 120, as_of)
    reviewed = {row["account_id"] for row in touches if row["kind"] in ("qbr", "ebr")}
    humans = [account for account in recurring(tables, as_of) if touch.get(account) == "human"]
    return rate([account in reviewed for account in humans])


@judge
def stakeholder_contacts_per_account(tables: Tables, as_of: date) -> float | None:
    active = recurring(tables, as_of)
    if is_past(tables, as_of) or not active:
        return None
    people = last(tables["contacts"], "last_active_at", 90, as_of)
    return sum(row["account_id"] in active for row in people) / len(active)


@judge
def segment_fill_share(tables: Tables, as_of: date) -> float | None:
    held = column_on(tables, "segment", as_of)
    return None if held is None else rate([account in held for account in recurring(tables, as_of)])


@judge
def lifecycle_fill_share(tables: Tables, as_of: date) -> float | None:
    held = column_on(tables, "lifecycle_stage", as_of)
    return None if held is None else rate([account in held for account in recurring(tables, as_of)])


@judge
def potential_minutes_ratio(tables: Tables, as_of: date) -> float | None:
    if is_past(tables, as_of):
        return None
    potential = {
        r["account_id"]: float(r["expansion_potential"]) for r in tables["accounts"] if r["expansion_potential"]
    }
    revenue = {account: mrr for account, mrr in recurring(tables, as_of).items() if account in potential}
    minutes = dict.fromkeys(revenue, 0.0)
    for row in last(tables["touchpoints"], "occurred_at", 90, as_of):
        if row["account_id"] in minutes and row["kind"] != "digital" and row["minutes"]:
            minutes[row["account_id"]] += float(row["minutes"])
    third = -(-len(revenue) // 3)
    if len(revenue) < 3:
        return None
    most_potential = sorted(revenue, key=lambda account: (-potential[account], account))[:third]
    most_revenue = sorted(revenue, key=lambda account: (-revenue[account], account))[:third]
    under = sum(minutes[account] for account in most_revenue)
    return sum(minutes[account] for account in most_potential) / under if under else None


@judge
def handoff_completeness(tables: Tables, as_of: date) -> float | None:
    rows = of_year(tables["handoffs"], "occurred_at", as_of)
    return rate([is_true(row["complete"]) for row in rows if row["complete"]])


@judge
def feedback_decision_rate(tables: Tables, as_of: date) -> float | None:
    if is_past(tables, as_of):
        return None
    rows = of_year(tables["product_feedback"], "occurred_at", as_of)
    old = [row for row in rows if moment(row["occurred_at"]) < end_of(as_of) - timedelta(days=30)]
    return rate([row["status"] != "open" for row in old if row["status"]])


@judge
def advocacy_share(tables: Tables, as_of: date) -> float | None:
    acted = {row["account_id"] for row in of_year(tables["advocacy_acts"], "occurred_at", as_of)}
    return rate([account in acted for account in recurring(tables, as_of)])


def won(tables: Tables, as_of: date) -> list[Row]:
    return [row for row in of_year(tables["opportunities"], "close_on", as_of) if is_true(row["is_won"])]


def amount(rows: list[Row]) -> float | None:
    """What they come to: none to nothing, and those that tell no amount to nobody knows what."""
    told = [Decimal(row["amount"]) for row in rows if row["amount"]]
    return float(sum(told)) if told or not rows else None


@judge
def cs_sourced_expansion_arr(tables: Tables, as_of: date) -> float | None:
    return amount([r for r in won(tables, as_of) if r["source"] == "cs" and r["kind"] == "expansion"])


@judge
def referral_sourced_arr(tables: Tables, as_of: date) -> float | None:
    return amount([row for row in won(tables, as_of) if row["source"] == "referral"])


@judge
def cs_sourced_pipeline_share(tables: Tables, as_of: date) -> float | None:
    if all(row["source"] != "cs" for row in tables["opportunities"]):
        return None
    from_cs = everyone = Decimal(0)
    for row in tables["opportunities"]:
        began = not row["created_at"] or day(row["created_at"]) <= as_of
        ended = is_true(row["is_closed"]) and not (row["close_on"] and day(row["close_on"]) > as_of)
        if began and not ended and row["amount"] and row["source"]:
            everyone += Decimal(row["amount"])
            from_cs += Decimal(row["amount"]) * (row["source"] == "cs")
    return float(from_cs / everyone) if everyone else None


@judge
def cs_qualified_leads(tables: Tables, as_of: date) -> float | None:
    return len(of_year(tables["cs_qualified_leads"], "created_at", as_of))


@judge
def csql_to_opportunity_rate(tables: Tables, as_of: date) -> float | None:
    if is_past(tables, as_of):
        return None
    rows = of_year(tables["cs_qualified_leads"], "created_at", as_of)
    return rate(
        [bool(row["opportunity_id"]) for row in rows if day(row["created_at"]) <= as_of - timedelta(days=30)]
    )


def last_quotas(tables: Tables, as_of: date) -> list[Row]:
    ended = [row for row in tables["quotas"] if day(row["period_end"]) <= as_of]
    newest = max((row["period_end"] for row in ended), default="")
    return [row for row in ended if row["period_end"] == newest and row["quota"] and Decimal(row["quota"]) > 0]


@judge
def csm_quota_attainment(tables: Tables, as_of: date) -> float | None:
    told = [row for row in last_quotas(tables, as_of) if row["attained"]]
    return rate([Decimal(row["attained"]) >= Decimal(row["quota"]) for row in told])


@judge
def cs_revenue_vs_quota(tables: Tables, as_of: date) -> float | None:
    rows = [row for row in last_quotas(tables, as_of) if row["attained"]]
    quota = sum(Decimal(row["quota"]) for row in rows)
    return float(sum(Decimal(row["attained"]) for row in rows) / quota) if rows else None


def csms(tables: Tables, as_of: date) -> list[Row]:
    return [row for row in tables["csms"] if not row["started_on"] or day(row["started_on"]) <= as_of]


@judge
def csm_quota_share(tables: Tables, as_of: date) -> float | None:
    holders = {row["csm_id"] for row in last_quotas(tables, as_of)}
    return rate([row["csm_id"] in holders for row in csms(tables, as_of)]) if holders else None


@judge
def variable_pay_share(tables: Tables, as_of: date) -> float | None:
    if is_past(tables, as_of):
        return None
    return middle([float(r["variable_pay_share"]) for r in csms(tables, as_of) if r["variable_pay_share"]])


@judge
def variable_pay_csm_share(tables: Tables, as_of: date) -> float | None:
    if is_past(tables, as_of):
        return None
    told = [r["variable_pay_share"] for r in csms(tables, as_of) if r["variable_pay_share"]]
    return rate([float(share) > 0 for share in told])


def judged_forecasts(tables: Tables, kind: str, as_of: date) -> list[tuple[float, float]]:
    chosen: dict[tuple[str, str], Row] = {}
    rows = [row for row in of_year(tables["forecasts"], "period_end", as_of) if row["kind"] == kind]
    for row in sorted(rows, key=lambda r: (r["made_on"], -float(r["amount"] or 0))):
        early = (day(row["period_end"]) - day(row["made_on"])).days >= 30
        if early and row["amount"] and row["actual"]:
            chosen[row["period_end"], row["segment"]] = row
    return [(float(row["amount"]), float(row["actual"])) for row in chosen.values()]


@judge
def renewal_forecast_accuracy(tables: Tables, as_of: date) -> float | None:
    pairs = judged_forecasts(tables, "renewal", as_of)
    actual = sum(real for _, real in pairs)
    return 1 - sum(abs(said - real) for said, real in pairs) / actual if actual else None


@judge
def nrr_forecast_accuracy(tables: Tables, as_of: date) -> float | None:
    pairs = judged_forecasts(tables, "nrr", as_of)
    return 1 - fmean(abs(said - real) for said, real in pairs) if pairs else None


def costs(tables: Tables, as_of: date, *categories: str) -> Decimal:
    rows = of_year(tables["costs"], "month", as_of)
    return sum((Decimal(r["amount"]) for r in rows if not categories or r["category"] in categories), Decimal(0))


@judge
def cs_revenue_to_investment(tables: Tables, as_of: date) -> float | None:
    spent = costs(tables, as_of, "cs_people", "cs_tools")
    deals = [r for r in won(tables, as_of) if r["source"] == "cs" and r["kind"] in ("renewal", "expansion")]
    return float(Decimal(amount(deals) or 0) / spent) if spent else None


@judge
def cost_to_serve(tables: Tables, as_of: date) -> float | None:
    active, spent = recurring(tables, as_of), costs(tables, as_of)
    return float(spent) / len(active) if active and spent else None


@judge
def customer_lifetime_value(tables: Tables, as_of: date) -> float | None:
    active, ends = recurring(tables, as_of), both_ends(tables, as_of)
    lost = sum(m1 == 0 for _, m1 in ends)
    return float(12 * sum(active.values())) / len(active) * 0.75 / (lost / len(ends)) if active and lost else None


@judge
def expansion_talk_share(tables: Tables, as_of: date) -> float | None:
    ready = {
        row["account_id"]
        for row in tables["alerts"]
        if row["kind"] == "expansion" and day(row["raised_at"]) <= as_of
        and (not row["resolved_at"] or day(row["resolved_at"]) > as_of)
    }  # fmt: skip
    newest: dict[str, Row] = {}
    scores = [row for row in tables["health_scores"] if row["kind"] == "expansion"]
    for row in sorted(
        last(scores, "occurred_at", 90, as_of), key=lambda r: (r["occurred_at"], -float(r["score"]))
    ):
        newest[row["account_id"]] = row
    ready |= {account for account, row in newest.items() if float(row["score"]) >= 70}
    touches = last(tables["touchpoints"], "occurred_at", 90, as_of)
    talked = {row["account_id"] for row in touches if is_true(row["expansion_talk"])}
    return rate([account in talked for account in ready])


@judge
def renewals_owned_by_cs_share(tables: Tables, as_of: date) -> float | None:
    people = {row["csm_id"] for row in tables["csms"]}
    rows = of_year(tables["opportunities"], "close_on", as_of)
    renewals = [row for row in rows if row["kind"] == "renewal" and is_true(row["is_closed"])]
    return rate([row["owner_id"] in people for row in renewals])


@judge
def sla_attainment(tables: Tables, as_of: date) -> float | None:
    kept = []
    for row in of_year(tables["tickets"], "opened_at", as_of):
        if row["reply_due_at"] and day(row["reply_due_at"]) <= as_of:
            reply = row["first_reply_at"]
            kept.append(bool(reply) and moment(reply) <= moment(row["reply_due_at"]))
    return rate(kept)


__all__ = ["JUDGES", "LAST_DAY_KNOWN"]
