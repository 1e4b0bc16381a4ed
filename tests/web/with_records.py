"""Puts a revealed round and the practice records into COLONNADE_DIR, in a process of its own."""

import json
import os
import tempfile
from pathlib import Path


def main() -> None:
    from colonnade.web.serve import prepare

    prepare(Path(os.environ["COLONNADE_DIR"]), port=8000)
    from django.conf import settings

    from colonnade.web.assessments import rounds
    from colonnade.web.people.models import Organisation, Role
    from web.casting import STAGES, join, new_round, score_all, seat_of, signed_in
    from web.practice import keep_for, measure_practice

    harbour = Organisation.objects.create(name="Harbour Software")
    fay, rita = join(harbour, "Fay", Role.FACILITATOR), join(harbour, "Rita", Role.REVIEWER)
    assessment = new_round(fay, fay, rita)
    for member in (fay, rita):
        score_all(seat_of(assessment, member), STAGES)
    rounds.reveal(fay, assessment)
    with tempfile.TemporaryDirectory() as folder:
        keep_for(harbour, measure_practice(Path(folder)))
    cookie = signed_in(fay).cookies[settings.SESSION_COOKIE_NAME].value
    print(json.dumps({"path": f"/o/{harbour.pk}/", "round": str(assessment.pk), "sessions": {"fay": cookie}}))


if __name__ == "__main__":
    main()
