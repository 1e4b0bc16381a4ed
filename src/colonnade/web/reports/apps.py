"""The reports app."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "colonnade.web.reports"
    label = "reports"
