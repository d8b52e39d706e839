"""The athlete's addresses; Today stands in ``clinic/urls.py``, where strangers get the public page."""

from __future__ import annotations

from django.urls import path

from .views import (
    check_in,
    messages,
    pain,
    passkeys,
    phones,
    plan,
    run_files,
    runs,
    schedule,
    session,
    settings,
    today,
    warning_signs,
    welcome,
)

urlpatterns = [
    path("session/<uuid:session_id>/", session.session, name="session"),
    path("session/<uuid:session_id>/pain/", pain.session_pain, name="session_pain"),
    path("session/<uuid:session_id>/swap/", session.swap, name="session_swap"),
    path("session/<uuid:session_id>/add/", session.add_exercise, name="session_add"),
    path("session/<uuid:session_id>/short/", session.short, name="session_short"),
    path("session/<uuid:session_id>/finish/", session.finish, name="session_finish"),
    path("welcome/<slug:step>/", welcome.welcome, name="welcome"),
    path("trained-elsewhere/", session.trained_elsewhere, name="trained_elsewhere"),
    path("pain/", pain.day_pain, name="pain"),
    path("warning-signs/", warning_signs.warning_signs, name="warning_signs"),
    path("could-not/", today.could_not, name="could_not"),
    path("check-in/", check_in.check_in, name="check_in"),
    path("messages/", messages.messages, name="messages"),
    path("morning/", today.morning, name="morning"),
    path("program/", plan.program, name="program"),
    path("program/print/", plan.program_print, name="program_print"),
    path("history/", plan.history, name="history"),
    path("progress/", plan.progress, name="progress"),
    path("runs/", runs.runs, name="runs"),
    path("runs/upload/", run_files.upload_run, name="run_upload"),
    path("runs/asked/", run_files.answer_run, name="run_asked"),
    path("runs/<uuid:run_id>/", runs.run, name="run"),
    path("schedule/", schedule.schedule, name="schedule"),
    path("exercises/<slug:slug>/", plan.exercise, name="exercise"),
    path("settings/", settings.settings_page, name="settings"),
    path("settings/download/", settings.download, name="download"),
    path("settings/phones/", phones.turn_on, name="phone_on"),
    path("settings/phones/<int:device_id>/", phones.turn_off, name="phone_off"),
    path("settings/passkeys/", passkeys.add, name="passkey_add"),
    path("settings/passkeys/<int:passkey_id>/", passkeys.remove, name="passkey_remove"),
    path("calendar/<str:token>.ics", settings.calendar_feed, name="calendar"),
    path("unsubscribe/<str:token>/", settings.unsubscribe, name="unsubscribe"),
]
