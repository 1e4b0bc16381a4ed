"""Addresses of an organisation's records."""

from django.urls import path

from colonnade.web.records import views, views_about

urlpatterns = [
    path("", views.records, name="records"),
    path("loaded/", views.loaded, name="loaded"),
    path("metrics/<slug:metric>/", views.metric, name="metric"),
    path("kinds/", views_about.kinds, name="kinds"),
    path("kinds/<slug:table>/", views_about.say_of_kind, name="say_of_kind"),
    path("tiers/", views_about.tiers, name="tiers"),
    path("thresholds/", views_about.thresholds, name="thresholds"),
    path("thresholds/<str:criterion>/", views_about.set_threshold, name="set_threshold"),
]
