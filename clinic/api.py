"""The API's addresses under /api/v1/."""

from __future__ import annotations

from django.urls import path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from athletes.api import views as staff
from athletes.phone import api

urlpatterns = [
    path("me/", api.MeView.as_view(), name="api_me"),
    path("exercises/", api.ExerciseListView.as_view(), name="api_exercises"),
    path("program/", api.ProgramView.as_view(), name="api_program"),
    path("sessions/", api.SessionListView.as_view(), name="api_sessions"),
    path("sessions/<uuid:session_id>/", api.SessionView.as_view(), name="api_session"),
    path("pain-reports/<uuid:report_id>/", api.PainReportView.as_view(), name="api_pain_report"),
    path("exercise-notes/<slug:slug>/", api.ExerciseNoteView.as_view(), name="api_exercise_note"),
    path("runs/<uuid:run_id>/", api.RunView.as_view(), name="api_run"),
    path("check-ins/<uuid:check_in_id>/", api.CheckInView.as_view(), name="api_check_in"),
    path("staff/caseload/", staff.CaseloadView.as_view(), name="api_staff_caseload"),
    path("staff/athletes/", staff.AthleteListView.as_view(), name="api_staff_athletes"),
    path("staff/athletes/<int:athlete_id>/", staff.AthleteDetailView.as_view(), name="api_staff_athlete"),
    path("staff/sessions/", staff.StaffSessionListView.as_view(), name="api_staff_sessions"),
    path("staff/sessions/<uuid:session_id>/", staff.StaffSessionView.as_view(), name="api_staff_session"),
    path("staff/problems/", staff.ProblemListView.as_view(), name="api_staff_problems"),
    path("staff/programs/", staff.ProgramListView.as_view(), name="api_staff_programs"),
    path("staff/programs/<int:program_id>/", staff.ProgramDetailView.as_view(), name="api_staff_program"),
    path("schema/", SpectacularAPIView.as_view(), name="api_schema"),
    path("docs/", SpectacularSwaggerSplitView.as_view(url_name="api_schema"), name="api_docs"),
]
