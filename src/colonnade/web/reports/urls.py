"""Addresses of what is taken along of a round."""

from django.urls import include, path

from colonnade.web.reports import views

of_one = [
    path("", views.take_along, name="take_along"),
    path("<slug:form>/", views.make_report, name="make_report"),
    path("<slug:form>/<slug:key>/", views.report_file, name="report_file"),
]

urlpatterns = [path("assessments/<uuid:assessment>/take/", include(of_one))]
