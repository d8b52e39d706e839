"""The athlete's addresses; Today stands in ``clinic/urls.py``, where strangers get the public page."""

from __future__ import annotations

from django.urls import path

from . import views

urlpatterns = [
    path("session/<uuid:session_id>/", views.session, name="session"),
    path("session/<uuid:session_id>/pain/", views.pain, name="session_pain"),
    path("session/<uuid:session_id>/swap/", views.swap, name="session_swap"),
    path("session/<uuid:session_id>/short/", views.short, name="session_short"),
    path("session/<uuid:session_id>/finish/", views.finish, name="session_finish"),
    path("warning-signs/", views.warning_signs, name="warning_signs"),
    path("could-not/", views.could_not, name="could_not"),
    path("check-in/", views.check_in, name="check_in"),
    path("messages/", views.messages, name="messages"),
    path("morning/", views.morning, name="morning"),
    path("program/", views.program, name="program"),
    path("program/print/", views.program_print, name="program_print"),
    path("history/", views.history, name="history"),
    path("progress/", views.progress, name="progress"),
    path("runs/", views.runs, name="runs"),
    path("runs/upload/", views.upload_run, name="run_upload"),
    path("runs/<uuid:run_id>/", views.run, name="run"),
    path("schedule/", views.schedule, name="schedule"),
    path("exercises/<slug:slug>/", views.exercise, name="exercise"),
    path("settings/", views.settings_page, name="settings"),
    path("settings/download/", views.download, name="download"),
    path("calendar/<str:token>.ics", views.calendar_feed, name="calendar"),
    path("unsubscribe/<str:token>/", views.unsubscribe, name="unsubscribe"),
]
