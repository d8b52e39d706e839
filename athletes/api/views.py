"""Read-only doors for the clinic's staff and their programs: each asks ``visible_to`` and names whom it showed."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch, QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import exceptions
from rest_framework.request import Request
from rest_framework.response import Response

from athletes.access.requests import current_user
from athletes.access.rest import PLANNED_FROM, SINCE, asked_day
from athletes.access.roles import programs_visible_to
from athletes.access.scopes import Scope
from athletes.models import Athlete, Enrollment, Flag, Session, SessionStatus, SetLog
from athletes.problems.caseload import caseload
from athletes.problems.kinds import CaseGroup
from programs.models import Program
from programs.outline import outline
from programs.serializers import ProgramDocumentSerializer, program_document

from .documents import (
    AthleteRecordSerializer,
    CaseloadSerializer,
    ProgramRowSerializer,
    SessionRecordSerializer,
    SessionWithSetsSerializer,
    SignalSerializer,
    case_document,
)
from .doors import (
    OF_ATHLETE,
    StaffDetailView,
    StaffListView,
    StaffView,
    changed_since,
    of_asked_athlete,
    one_of_choices,
)

IS_OPEN = {"yes": True, "no": False}


class CaseloadView(StaffView):
    scopes = (Scope.CASELOAD,)
    known_parameters = frozenset({"group", "page"})

    @extend_schema(
        operation_id="staff_caseload",
        parameters=[
            OpenApiParameter("group", str, enum=[*CaseGroup], description="Only this tile."),
            OpenApiParameter("page", {"type": "integer", "minimum": 1, "maximum": 9999}, description="From 1."),
        ],
        responses=CaseloadSerializer,
        summary="Who needs somebody today",
    )
    def get(self, request: Request) -> Response:
        """By urgency, which is counted anew each time: pages have numbers here, and no cursors."""
        now = timezone.now()
        group = one_of_choices(request, "group", CaseGroup) or ""
        found = caseload(current_user(request), now, group=group, page=asked_page(request))
        self.log_shown(found.keys)
        return Response(
            {
                "total": found.total,
                "page": found.page,
                "pages": found.pages,
                "groups": [{"group": name, "athletes": count} for name, count in found.counts.items()],
                "results": [case_document(case, now) for case in found.cases],
            }
        )


@extend_schema_view(get=extend_schema(operation_id="staff_athletes", summary="Athletes of the caseload"))
class AthleteListView(StaffListView[Athlete]):
    scopes = (Scope.ATHLETES,)
    serializer_class = AthleteRecordSerializer
    key = "pk"

    def get_queryset(self) -> QuerySet[Athlete]:
        return Athlete.objects.visible_to(self.request.user).select_related("user", "therapist")


@extend_schema_view(get=extend_schema(operation_id="staff_athlete", summary="One athlete"))
class AthleteDetailView(StaffDetailView[Athlete]):
    scopes = (Scope.ATHLETES,)
    serializer_class = AthleteRecordSerializer
    lookup_url_kwarg = "athlete_id"
    key = "pk"

    def get_queryset(self) -> QuerySet[Athlete]:
        return Athlete.objects.visible_to(self.request.user).select_related("user", "therapist")


@extend_schema_view(
    get=extend_schema(
        operation_id="staff_sessions",
        parameters=[OF_ATHLETE, SINCE, PLANNED_FROM, OpenApiParameter("status", str, enum=SessionStatus.values)],
        summary="Sessions, what was changed last at the end",
    )
)
class StaffSessionListView(StaffListView[Session]):
    scopes = (Scope.SESSIONS,)
    serializer_class = SessionRecordSerializer
    ordering = ("changed_at", "pk")
    known_parameters = frozenset({"cursor", "athlete", "planned_from", "since", "status"})

    def get_queryset(self) -> QuerySet[Session]:
        sessions = Session.objects.visible_to(self.request.user).select_related("workout", "week")
        rows = changed_since(of_asked_athlete(sessions.defer("targets"), self.request), self.request)
        planned_from = asked_day(self.request, "planned_from")
        if planned_from is not None:
            rows = rows.filter(planned_on__gte=planned_from)
        status = one_of_choices(self.request, "status", SessionStatus.values)
        return rows.filter(status=status) if status else rows


@extend_schema_view(get=extend_schema(operation_id="staff_session", summary="One session with its sets"))
class StaffSessionView(StaffDetailView[Session]):
    scopes = (Scope.SESSIONS,)
    serializer_class = SessionWithSetsSerializer
    lookup_url_kwarg = "session_id"

    def get_queryset(self) -> QuerySet[Session]:
        kept = SetLog.objects.kept().select_related("exercise").order_by("exercise__slug", "number", "side")
        rows = Session.objects.visible_to(self.request.user).select_related("workout", "week").defer("targets")
        return rows.prefetch_related(Prefetch("sets", kept, to_attr="kept_sets"))


@extend_schema_view(
    get=extend_schema(
        operation_id="staff_problems",
        parameters=[OF_ATHLETE, SINCE, OpenApiParameter("open", str, enum=[*IS_OPEN])],
        summary="Problems, signal by signal, what was changed last at the end",
    )
)
class ProblemListView(StaffListView[Flag]):
    scopes = (Scope.PROBLEMS,)
    serializer_class = SignalSerializer
    ordering = ("changed_at", "pk")
    known_parameters = frozenset({"cursor", "athlete", "since", "open"})

    def get_queryset(self) -> QuerySet[Flag]:
        rows = changed_since(of_asked_athlete(Flag.objects.visible_to(self.request.user), self.request), self.request)
        is_open = one_of_choices(self.request, "open", IS_OPEN)
        return rows.filter(resolved_at__isnull=IS_OPEN[is_open]) if is_open else rows


@extend_schema_view(get=extend_schema(operation_id="staff_programs", summary="Templates, and programs of the caseload"))
class ProgramListView(StaffListView[Program]):
    scopes = (Scope.PROGRAMS,)
    serializer_class = ProgramRowSerializer
    key = ""

    def get_queryset(self) -> QuerySet[Program]:
        return programs_visible_to(self.request.user)


class ProgramDetailView(StaffView):
    scopes = (Scope.PROGRAMS,)

    @extend_schema(operation_id="staff_program", responses=ProgramDocumentSerializer, summary="One plan, week by week")
    def get(self, request: Request, program_id: int) -> Response:
        program = get_object_or_404(programs_visible_to(request.user).with_plan(), pk=program_id)
        followed = Enrollment.objects.visible_to(request.user).filter(program=program)
        self.log_shown(followed.values_list("athlete_id", flat=True))
        return Response(program_document(outline(program)))


def asked_page(request: Request) -> int:
    """The page that is asked for, from 1; a 400 for what is no number of a page."""
    text: Any = request.query_params.get("page", "1")
    if text.isascii() and text.isdecimal() and 0 < len(text) <= 4 and int(text):
        return int(text)
    raise exceptions.ValidationError({"page": ["Give the number of a page, from 1."]})
