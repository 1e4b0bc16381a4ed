"""The people app."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "colonnade.web.people"
    label = "people"

    def ready(self) -> None:
        from colonnade.web.people import signing_in  # noqa: F401 - connects its signal receivers
