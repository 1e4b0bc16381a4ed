"""What warns of losses and what is done about it: health scores, alerts, plays."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from colonnade.records.practice.care import with_signal
from colonnade.records.practice.company import PLAYS, Account, Alert, Company, Stay
from colonnade.records.practice.customers import Row
from colonnade.records.practice.span import Steady, at_work, months_after
from colonnade.records.practice.tiers import ENTERPRISE, MID_MARKET, SMB

SCORED = {ENTERPRISE.segment: 1.0, MID_MARKET.segment: 0.94, SMB.segment: 0.66}
SCORED_OF_LOST, FALL_SEEN = 0.8, 0.3
ACTED_IN_48_HOURS, ACTED_LATER, SAVED_ANYWAY = 0.35, 0.6, 0.12


def health_scores(company: Company, dice: Random) -> Iterator[Row]:
    """Typed in by CSMs every four weeks or so, for most customers; few falls come before notice is given."""
    scored, sees = {segment: Steady(share) for segment, share in SCORED.items()}, Steady(FALL_SEEN)
    for account, stay in company.stays():
        seen = stay.notice_on is not None and sees()
        is_here = stay.covers(company.span.ends_on)
        is_scored = scored[account.tier.segment]() if is_here else dice.random() < SCORED_OF_LOST
        if not (is_scored or seen):
            continue
        usual = 82 if dice.random() < 0.7 else 55
        for day in _scoring_days(company, dice, stay):
            fallen = _has_fallen(company, account, stay, day, seen)
            score = usual - 27 * fallen + dice.randint(-3, 3)
            yield {
                "account_id": account.id,
                "occurred_at": at_work(dice, day),
                "kind": "overall",
                "score": score,
                "band": "green" if score >= 70 else "yellow" if score >= 40 else "red",
                "method": "manual",
                "inputs": "opinion of the CSM; open tickets",
            }


def _scoring_days(company: Company, dice: Random, stay: Stay) -> list[date]:
    """Every 28 days, the last of them one to six weeks before the end."""
    start = max(stay.start_on, company.span.first(0))
    end = min(company.span.ends_on, stay.left_on or company.span.ends_on)
    day = end - timedelta(days=dice.randint(8, 40))
    days = []
    while day >= start:
        days.append(day)
        day -= timedelta(days=28)
    return days[::-1] or [start]


def _has_fallen(company: Company, account: Account, stay: Stay, day: date, seen: bool) -> bool:
    if stay.notice_on is not None:
        return day > stay.notice_on - timedelta(days=40 if seen else 0)
    return account.fall_of_use(company.span.month_of(day) - 2) >= 0.45


def alerts(company: Company, dice: Random) -> Iterator[Row]:
    number = 0
    in_time, later, saved = Steady(ACTED_IN_48_HOURS), Steady(ACTED_LATER), Steady(SAVED_ANYWAY)
    for alert in company.alerts:
        number += 1
        hours = dice.randint(1, 47) if in_time() else dice.randint(60, 400) if later() else None
        acted = None if hours is None else company.span.known(alert.raised_at + timedelta(hours=hours))
        resolved = alert.raised_at + timedelta(days=dice.randint(20, 80))
        known = None if acted is None else company.span.known(resolved)
        yield {
            "alert_id": f"R-{number:05}",
            "account_id": alert.account.id,
            "kind": "risk",
            "reason": alert.reason,
            "raised_at": alert.raised_at,
            "acted_at": acted,
            "resolved_at": known,
            "outcome": _outcome(alert, saved) if known else None,
        }
    for account in with_signal(company):
        number += 1
        raised = max(account.stays[-1].start_on, company.span.ends_on - timedelta(days=dice.randint(5, 150)))
        yield {
            "alert_id": f"R-{number:05}",
            "account_id": account.id,
            "kind": "expansion",
            "reason": "seat_limit",
            "raised_at": at_work(dice, raised),
        }


def _outcome(alert: Alert, saved: Steady) -> str:
    stay = next(stay for stay in alert.account.stays if stay.covers(alert.raised_at.date()))
    if stay.notice_on and stay.notice_on <= alert.raised_at.date() + timedelta(days=120):
        return "lost"
    return "saved" if (alert.run and alert.run.is_on_time) or saved() else "unchanged"


def plays(company: Company, _dice: Random) -> Iterator[Row]:
    for play in PLAYS:
        before = company.span.first(0) - timedelta(days=60)
        out = months_after(company.span.ends_on, -play.months_out) if play.months_out else before
        owner = company.managers[0].id
        row: Row = {"play_id": play.id, "name": play.name, "intent": play.intent, "signal": play.signal}
        yield {**row, "owner_id": owner, "published_on": out}


def play_runs(company: Company, _dice: Random) -> Iterator[Row]:
    for number, run in enumerate(company.runs, 1):
        yield {
            "run_id": f"X-{number:05}",
            "play_id": run.play.id,
            "account_id": run.account.id,
            "trigger": "automatic" if run.is_automatic else "manual",
            "started_at": run.started_at,
            "due_at": run.due_at,
            "completed_at": run.completed_at,
            "outcome": "done" if run.completed_at else None,
        }


def play_tasks(company: Company, _dice: Random) -> Iterator[Row]:
    """Three steps a run; a run that was not completed lacks its last."""
    for number, run in enumerate(company.runs, 1):
        for step, title in enumerate(
            ("Look at the account", "Call the champion", "Write down what was agreed"), 1
        ):
            due_at = run.started_at + (run.due_at - run.started_at) * step / 3
            ended = run.completed_at or (due_at + timedelta(days=2) if step < 3 else None)
            yield {
                "task_id": f"X-{number:05}-{step}",
                "run_id": f"X-{number:05}",
                "title": title,
                "due_at": due_at,
                "done_at": company.span.known(min(ended, due_at) if step < 3 else ended) if ended else None,
                "owner_id": run.account.place.csm.id,
            }
