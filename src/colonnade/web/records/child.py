"""The process that measures one load: python -m colonnade.web.records.child LOAD."""

import os
import sys

import django


def main(load: str) -> None:
    os.nice(10)  # readers of pages go first
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "colonnade.web.settings")
    django.setup()
    from django.utils import timezone

    from colonnade.web.records.measuring import run
    from colonnade.web.records.models import Load, State

    try:
        run(Load.objects.get(pk=load), timezone.localdate())
    except Exception:
        why = "measuring broke off; the server's log says where"
        Load.objects.filter(pk=load).exclude(state=State.MEASURED).update(state=State.FAILED, why=why)
        raise


if __name__ == "__main__":
    main(sys.argv[1])
