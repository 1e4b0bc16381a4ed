"""Twenty threads send the same form at once, act after act; prints what was answered and what came of it.

A process of its own, since a database in memory is none that threads share.
"""

import json
import os
from collections import Counter
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

os.environ["DJANGO_SETTINGS_MODULE"] = "colonnade.web.settings"

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.core import mail  # noqa: E402
from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connections  # noqa: E402
from django.test import Client  # noqa: E402

from colonnade.web.assessments import results  # noqa: E402
from colonnade.web.assessments.models import Assessment, EvidenceFile  # noqa: E402
from colonnade.web.people.models import AuditEntry, Membership, Organisation, Role  # noqa: E402
from colonnade.web.plans import proposing  # noqa: E402
from colonnade.web.plans.models import Move, Plan, Rescore  # noqa: E402
from colonnade.web.reports.models import Made  # noqa: E402
from web.casting import STAGES, join, new_round, score_all, seat_of, signed_in  # noqa: E402 - Django first
from web.planning import START  # noqa: E402

THREADS = 20
FORM = {"csrfmiddlewaretoken": "x" * 64}
"""Every browser's form carries one; what is the same in all twenty is the same form."""
DIMENSION = "data_intelligence"

told: dict[str, Any] = {}


def all_at_once(act: str, member: Membership, path: str, form: Mapping[str, Any] | None) -> None:
    """A form of None is a download."""
    cookies, start = signed_in(member).cookies, Barrier(THREADS)
    audited, mailed = AuditEntry.objects.count(), len(mail.outbox)

    def one(_: int) -> int:
        client = Client(SERVER_NAME="localhost")
        client.cookies = cookies
        start.wait()
        try:
            sent = {k: v() if callable(v) else v for k, v in (form or {}).items()}
            return (client.get(path) if form is None else client.post(path, {**FORM, **sent})).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(THREADS) as pool:
        statuses = Counter(pool.map(one, range(THREADS)))
    told[act] = {
        "statuses": dict(statuses),
        "audited": AuditEntry.objects.count() - audited,
        "mailed": len(mail.outbox) - mailed,
    }


def main() -> None:
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    mail.outbox = []
    harbour = Organisation.objects.create(name="Harbour")
    fay, rita, sam = (
        join(harbour, name, role)
        for name, role in (("Fay", Role.FACILITATOR), ("Rita", Role.REVIEWER), ("Sam", Role.REVIEWER))
    )
    base = f"/o/{harbour.pk}"
    asked = {"name": "Spring", "model": "csmi", "depth": "quick", "reviewers": [rita.person_id, sam.person_id]}
    all_at_once("create", fay, f"{base}/assessments/new/", asked)
    told["create"]["made"] = Assessment.objects.filter(name="Spring").count()
    all_at_once("organisation", fay, "/organisations/new/", {"name": "Second"})
    told["organisation"]["made"] = Organisation.objects.filter(name="Second").count()

    made = new_round(fay, rita, sam)
    one = f"{base}/assessments/{made.pk}"
    score_all(seat_of(made, sam))
    all_at_once("score", rita, f"{one}/score/{DIMENSION}/", {"answer": "2", "file": _file})
    told["score"]["made"] = EvidenceFile.files.own(seat_of(made, rita)).count()
    score_all(seat_of(made, rita), STAGES, hands_in=False)
    all_at_once("hand_in", rita, f"{one}/hand-in/", {})
    all_at_once("reveal", fay, f"{one}/reveal/", {})
    agreed = {"version": "0", "stage": "3", "reason": "as seen", "dissent": ""}
    all_at_once("agree", fay, f"{one}/reconcile/{DIMENSION}/", agreed)
    made.refresh_from_db()
    read = results.diagnosis(made, START)
    assert read is not None
    levers = [draft.lever.id for proposal in proposing.proposals(read, START) for draft in proposal.drafts]
    taken = {"starts_on": START.isoformat(), **{f"in-{id}": "yes" for id in levers}}
    all_at_once("plan", fay, f"{one}/plan/make/", taken)
    told["plan"]["made"] = Plan.objects.count()
    move = Move.objects.order_by("place")[0]
    noted = {"version": "0", "note": "two of five"}
    all_at_once("checkpoint", fay, f"{one}/plan/moves/{move.pk}/day/30/", noted)
    all_at_once("report", fay, f"{one}/take/data/", None)
    told["report"]["made"] = Made.objects.count()
    again = {"name": "Again", "reviewers": [rita.person_id, sam.person_id]}
    all_at_once("rescore", fay, f"{one}/plan/again/", again)
    told["rescore"]["made"] = Rescore.objects.count()
    all_at_once("close", fay, f"{one}/close/", {})


def _file() -> SimpleUploadedFile:
    return SimpleUploadedFile("seen.txt", b"seen")


if __name__ == "__main__":
    main()
    print(json.dumps(told))
