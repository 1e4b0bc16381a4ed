"""Addresses of an organisation's assessments."""

from django.urls import include, path

from colonnade.web.assessments import (
    views_facts,
    views_files,
    views_reconcile,
    views_results,
    views_round,
    views_score,
    views_settle,
)

of_one = [
    path("", views_round.assessment, name="assessment"),
    path("reviewers/", views_round.add_reviewer, name="add_reviewer"),
    path("reviewers/<uuid:seat>/remove/", views_round.remove_reviewer, name="remove_reviewer"),
    path("remind/", views_round.remind, name="remind"),
    path("delete/", views_round.delete, name="delete_assessment"),
    path("reveal/", views_round.reveal, name="reveal"),
    path("close/", views_round.close, name="close"),
    path("reopen/", views_round.reopen, name="reopen"),
    path("score/", views_score.begin, name="begin_scoring"),
    path("score/<slug:dimension>/", views_score.score, name="score"),
    path("score/<slug:dimension>/facts/", views_facts.facts, name="facts"),
    path("score/<slug:dimension>/challenge/<str:criterion>/", views_facts.challenge, name="challenge"),
    path("files/<uuid:file>/", views_files.evidence_file, name="evidence_file"),
    path("files/<uuid:file>/remove/", views_files.remove_file, name="remove_file"),
    path("review/", views_score.review, name="review"),
    path("hand-in/", views_score.hand_in, name="hand_in"),
    path("take-back/", views_score.take_back, name="take_back"),
    path("reconcile/", views_reconcile.reconcile, name="reconcile"),
    path("meeting/", views_reconcile.open_meeting, name="open_meeting"),
    path("reconcile/<slug:dimension>/mark/", views_reconcile.mark, name="mark"),
    path("facts/", views_settle.disputed_facts, name="disputed_facts"),
    path("facts/<str:criterion>/", views_settle.settle, name="settle"),
    path("reconcile/<slug:dimension>/", views_reconcile.agree, name="agree"),
    path("results/", views_results.results, name="results"),
    path("results/<slug:dimension>/", views_results.dimension, name="dimension"),
    path("target/", views_results.target, name="target"),
]

urlpatterns = [
    path("", views_round.assessments, name="assessments"),
    path("assessments/new/", views_round.new_assessment, name="new_assessment"),
    path("assessments/deleted/", views_round.deleted_rounds, name="deleted_rounds"),
    path("assessments/deleted/<uuid:assessment>/restore/", views_round.restore, name="restore"),
    path("assessments/<uuid:assessment>/", include(of_one)),
]
