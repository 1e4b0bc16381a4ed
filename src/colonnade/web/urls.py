"""Every address of the application."""

from django.urls import include, path

from colonnade.web.people import views as people

urlpatterns = [
    path("", people.home, name="home"),
    path("", include("colonnade.web.people.urls")),
    path("o/<uuid:organisation>/", include("colonnade.web.assessments.urls")),
    path("o/<uuid:organisation>/", include("colonnade.web.plans.urls")),
    path("o/<uuid:organisation>/records/", include("colonnade.web.records.urls")),
    path("o/<uuid:organisation>/", include("colonnade.web.reports.urls")),
    path("o/<uuid:organisation>/settings/", include("colonnade.web.company.urls")),
    path("account/", include("allauth.account.urls")),
    path("account/two-step/", include("allauth.mfa.urls")),
    path("account/sessions/", include("allauth.usersessions.urls")),
]
