"""Puts a reconciled round into the database of COLONNADE_DIR and prints who may sign in, for a browser test."""

import json
import os

os.environ["DJANGO_SETTINGS_MODULE"] = "colonnade.web.settings"

import django

django.setup()

from django.core.management import call_command  # noqa: E402

from colonnade.web.assessments import rounds  # noqa: E402
from colonnade.web.people.models import Organisation, Role  # noqa: E402
from web.casting import STAGES, join, new_round, score_all, seat_of, signed_in  # noqa: E402 - Django first

call_command("migrate", verbosity=0)
call_command("createcachetable", verbosity=0)
harbour = Organisation.objects.create(name="Harbour")
people = {
    "fay": join(harbour, "Fay", Role.FACILITATOR),
    "rita": join(harbour, "Rita", Role.REVIEWER),
    "sam": join(harbour, "Sam", Role.REVIEWER),
}
made = new_round(people["fay"], people["rita"], people["sam"])
for name in ("rita", "sam"):
    score_all(seat_of(made, people[name]), STAGES)
rounds.reveal(people["fay"], made)
rounds.close(people["fay"], made)
sessions = {name: signed_in(member).cookies["sessionid"].value for name, member in people.items()}
print(json.dumps({"path": f"/o/{harbour.pk}/assessments/{made.pk}/", "sessions": sessions}))
