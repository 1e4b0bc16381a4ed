"""One of two processes that record the same dimension at the same moment, over and over."""

import os
import sys
import time
from pathlib import Path

os.environ["DJANGO_SETTINGS_MODULE"] = "colonnade.web.settings"

import django

django.setup()

from django.core.management import call_command  # noqa: E402

from colonnade.web.assessments import reconciling, rounds  # noqa: E402
from colonnade.web.assessments.models import Assessment  # noqa: E402
from colonnade.web.people.models import Membership, Organisation, Role  # noqa: E402
from web.casting import STAGES, join, new_round, score_all, seat_of  # noqa: E402 - Django has to be set up first

DIMENSION = "data_intelligence"
MEETING = Path(os.environ["COLONNADE_DIR"])
WAIT_SECONDS = 60


def prepare() -> None:
    call_command("migrate", verbosity=0)
    harbour = Organisation.objects.create(name="Harbour")
    fay, gus = join(harbour, "Fay", Role.FACILITATOR), join(harbour, "Gus", Role.FACILITATOR)
    made = new_round(fay, fay, gus)
    for member in (fay, gus):
        score_all(seat_of(made, member), STAGES)
    rounds.reveal(fay, made)


def race(name: str, times: int) -> None:
    member = Membership.objects.select_related("person", "organisation").order_by("person__name")[name == "two"]
    made = Assessment.objects.get()
    for version in range(times):
        _meet(name, version)
        try:
            reconciling.agree(
                member, made, DIMENSION, version=version, stage=1 + version % 5, reason=name, dissent=""
            )
            print("won")
        except reconciling.Overtaken:
            print("overtaken")


def _meet(name: str, version: int) -> None:
    """Wait until the other has come as far."""
    (MEETING / f"{name}-{version}").touch()
    other = MEETING / f"{'two' if name == 'one' else 'one'}-{version}"
    until = time.monotonic() + WAIT_SECONDS
    while not other.exists():
        if time.monotonic() > until:
            sys.exit("the other process did not come")


if sys.argv[1] == "prepare":
    prepare()
else:
    race(sys.argv[1], int(sys.argv[2]))
