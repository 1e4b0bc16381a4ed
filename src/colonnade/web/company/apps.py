"""The company app."""

from django.apps import AppConfig


class CompanyConfig(AppConfig):
    name = "colonnade.web.company"
    label = "company"
