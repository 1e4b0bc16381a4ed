"""The plans app."""

from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "colonnade.web.plans"
    label = "plans"
