"""Addresses of plans, of scoring again, and of the history."""

from django.urls import include, path

from colonnade.web.plans import views_move, views_plan, views_rescore

of_plan = [
    path("", views_plan.plan, name="plan"),
    path("make/", views_plan.make_plan, name="make_plan"),
    path("dates/", views_plan.redate_plan, name="redate_plan"),
    path("plan.csv", views_plan.plan_table, name="plan_table"),
    path("plan.ics", views_plan.plan_calendar, name="plan_calendar"),
    path("again/", views_rescore.rescore, name="rescore"),
    path("moves/add/", views_move.add_move, name="add_move"),
    path("moves/<uuid:move>/", views_move.move, name="move"),
    path("moves/<uuid:move>/card/", views_move.move_card, name="move_card"),
    path("moves/<uuid:move>/back/", views_move.move_back, name="move_back"),
    path("moves/<uuid:move>/day/<int:day>/", views_move.note_checkpoint, name="note_checkpoint"),
]

urlpatterns = [
    path("assessments/<uuid:assessment>/plan/", include(of_plan)),
    path("assessments/<uuid:assessment>/comparison/", views_rescore.comparison, name="comparison"),
    path("history/", views_rescore.history, name="history"),
]
