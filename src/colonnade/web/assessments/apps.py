"""The assessments app."""

from django.apps import AppConfig


class AssessmentsConfig(AppConfig):
    name = "colonnade.web.assessments"
    label = "assessments"

    def ready(self) -> None:
        from colonnade.web.assessments import files

        files.connect()
