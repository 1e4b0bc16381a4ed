"""Addresses of people and organisations."""

from django.urls import path

from colonnade.web.people import views

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("link/<str:token>/", views.open_link, name="open_link"),
    path("welcome/", views.welcome, name="welcome"),
    path("enter/", views.enter, name="enter"),
    path("join/", views.join, name="join"),
    path("you/", views.profile, name="profile"),
    path("organisations/new/", views.new_organisation, name="new_organisation"),
    path("o/<uuid:organisation>/people/", views.people, name="people"),
    path("o/<uuid:organisation>/people/invite/", views.invite, name="invite"),
    path("o/<uuid:organisation>/people/<uuid:membership>/role/", views.change_role, name="change_role"),
    path("o/<uuid:organisation>/people/<uuid:membership>/remove/", views.remove_member, name="remove_member"),
    path(
        "o/<uuid:organisation>/invitations/<uuid:invitation>/withdraw/",
        views.withdraw_invitation,
        name="withdraw_invitation",
    ),
    path("o/<uuid:organisation>/activity/", views.activity, name="activity"),
]
