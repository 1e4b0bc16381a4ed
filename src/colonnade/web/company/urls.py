"""Addresses of an organisation's settings."""

from django.urls import path

from colonnade.web.company import views

urlpatterns = [
    path("", views.organisation_settings, name="organisation_settings"),
    path("<slug:part>/", views.change_settings, name="change_settings"),
    path("files/<slug:kind>/", views.change_asset, name="change_asset"),
]
