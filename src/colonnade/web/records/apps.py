"""The records app."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "colonnade.web.records"
    label = "records"
