"""The athlete's API: doors that translate documents and call verbs."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any, TypeVar

from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import generics
from rest_framework.permissions import SAFE_METHODS, BasePermission, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.settings import api_settings
from rest_framework.views import APIView

from athletes.access.requests import current_user, log_access
from athletes.access.rest import CURSOR, PLANNED_FROM, ApiView, asked_day, paged, paged_answer
from athletes.access.scopes import Scope
from athletes.models import Athlete, Enrollment, Session
from athletes.records.check_ins import CheckInItem, record_check_in
from athletes.records.exercise_notes import write_note
from athletes.records.pain import report_pain
from athletes.records.runs import record_run
from athletes.records.sessions import RecordedSession, record_session
from athletes.training.session_week import ahead_of, sessions_around
from athletes.training.targets import offer
from programs.models import Exercise, Program
from programs.outline import outline
from programs.serializers import ExerciseSerializer, program_document

from .answers import (
    CheckInAnswer,
    ExerciseNoteAnswer,
    FollowedProgramAnswer,
    MergedAnswer,
    OwnerAnswer,
    PainReportAnswer,
    RunAnswer,
    SessionAnswer,
    SessionWithSetsAnswer,
)
from .serializers import (
    CheckInSerializer,
    DocumentSerializer,
    ExerciseNoteSerializer,
    PainSerializer,
    RunSerializer,
    StrictSerializer,
    athlete_document,
    session_document,
    set_document,
    set_values,
    split_sets,
)

Checked = TypeVar("Checked", bound=StrictSerializer)


class IsAthlete(IsAuthenticated):
    """Signed in as an athlete: these addresses are the phone's."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        return super().has_permission(request, view) and current_user(request).is_athlete


class IsOwnersWrite(BasePermission):
    """What is sent says whose it is (``X-Athlete``), and is taken only from the sign-in of that athlete.

    A request without the mark is refused as well: it may come from a page of the person who used this phone before.
    """

    code = "another_sign_in"
    message = _(
        "This was logged under another sign-in, or does not say whose it is. Nothing was stored. "
        "Sign in as the person who logged it and send it again, with their owner_mark from /me/ as X-Athlete."
    )

    def has_permission(self, request: Request, view: APIView) -> bool:
        if request.method in SAFE_METHODS:
            return True
        mark = request.headers.get("X-Athlete", "")
        return mark == current_user(request).athlete.owner_mark


OWNER_MARK = OpenApiParameter(
    "X-Athlete", str, OpenApiParameter.HEADER, required=True, description="owner_mark of /me/: whose this is"
)


class AthleteView(ApiView):
    """A door of the signed-in athlete."""

    permission_classes = [IsAthlete, IsOwnersWrite]

    def athlete(self, request: Request) -> Athlete:
        """Whose phone this is, noted for the access log."""
        own = Athlete.objects.visible_to(request.user).select_related("user")
        athlete = get_object_or_404(own, pk=request.user.pk)
        log_access(request._request, athlete.pk)
        return athlete


def _checked(kind: type[Checked], request: Request) -> Checked:
    """The document that was sent, valid; a 400 that names the fields otherwise."""
    serializer = kind(data=request.data)
    serializer.is_valid(raise_exception=True)
    return serializer


class MeView(AthleteView):
    @extend_schema(responses=OwnerAnswer, summary="The signed-in athlete")
    def get(self, request: Request) -> Response:
        return Response(athlete_document(self.athlete(request)))


class ExerciseListView(ApiView, generics.ListAPIView[Exercise]):
    """The exercise library, by pages."""

    scopes = (Scope.LIBRARY,)
    known_parameters = frozenset({"cursor"})
    queryset = Exercise.objects.ever_published().prefetch_related("equipment").select_related("easier", "harder")
    serializer_class = ExerciseSerializer


class ProgramView(AthleteView):
    @extend_schema(responses=FollowedProgramAnswer, summary="The current program and the next two sessions")
    def get(self, request: Request) -> Response:
        """The whole plan, and provisional targets of the next two sessions. Looking fixes nothing."""
        athlete = self.athlete(request)
        enrollment = get_object_or_404(Enrollment.objects.visible_to(request.user).active().filter(athlete=athlete))
        program = Program.objects.with_plan().get(pk=enrollment.program_id)
        today = athlete.today(timezone.now())
        upcoming = ahead_of(athlete, sessions_around(athlete, today), today).next_two
        document = program_document(outline(program))
        document["next"] = list(map(_document_with_targets, upcoming))
        return Response(document)


def _document_with_targets(session: Session) -> dict[str, Any]:
    offered = offer(session)
    return session_document(session) | {"targets_id": offered.id, "targets": offered.to_json()}


class SessionListView(AthleteView):
    pagination_class = api_settings.DEFAULT_PAGINATION_CLASS
    ordering = ("planned_on", "pk")
    known_parameters = frozenset({"cursor", "planned_from"})

    @extend_schema(
        operation_id="sessions_list",
        parameters=[PLANNED_FROM, CURSOR],
        responses=paged(SessionAnswer),
        summary="Sessions from a day on, those planned too",
    )
    def get(self, request: Request) -> Response:
        """Of the last twelve weeks, where nothing is said."""
        twelve_weeks_ago = self.athlete(request).today(timezone.now()) - timedelta(weeks=12)
        first = asked_day(request, "planned_from") or twelve_weeks_ago
        sessions = Session.objects.visible_to(request.user).filter(planned_on__gte=first)
        return paged_answer(self, sessions, session_document)


class SessionView(AthleteView):
    @extend_schema(responses=SessionWithSetsAnswer, summary="One session with its targets and sets")
    def get(self, request: Request, session_id: uuid.UUID) -> Response:
        sessions = self.athlete(request).sessions.visible_to(request.user)
        session = get_object_or_404(sessions.select_related("week", "workout"), pk=session_id)
        document = _document_with_targets(session)
        document["sets"] = list(map(set_document, session.sets.select_related("exercise")))
        return Response(document)

    @extend_schema(
        parameters=[OWNER_MARK], request=DocumentSerializer, responses=MergedAnswer, summary="Merge what the phone has"
    )
    def put(self, request: Request, session_id: uuid.UUID) -> Response:
        """Idempotent. The answer gives a verdict for the header and for each set."""
        serializer = _checked(DocumentSerializer, request)
        items, refused = split_sets(serializer.validated_data["sets"])
        recorded = record_session(
            athlete=self.athlete(request),
            session_id=session_id,
            document=serializer.document(items),
            at=timezone.now(),
        )
        return Response(
            {
                "session": session_document(recorded.session),
                "header": recorded.header,
                "sets": [*_set_verdicts(recorded), *refused],
                "swaps": [{"target": key, "verdict": verdict} for key, verdict in recorded.swaps.items()],
            }
        )


def _set_verdicts(recorded: RecordedSession) -> list[dict[str, Any]]:
    """A verdict for each set; a stale one brings the value that won."""
    verdicts = []
    for pk, verdict in recorded.sets.items():
        document: dict[str, Any] = {"id": str(pk), "verdict": verdict}
        if pk in recorded.winners:
            document["current"] = set_values(recorded.winners[pk])
        verdicts.append(document)
    return verdicts


class PainReportView(AthleteView):
    @extend_schema(
        parameters=[OWNER_MARK],
        request=PainSerializer,
        responses=PainReportAnswer,
        summary="Store or replace one pain report",
    )
    def put(self, request: Request, report_id: uuid.UUID) -> Response:
        values = dict(_checked(PainSerializer, request).validated_data)
        session_pk, slug = values.pop("session"), values.pop("exercise")
        sessions = Session.objects.visible_to(request.user)
        report = report_pain(
            athlete=self.athlete(request),
            report_id=report_id,
            session=get_object_or_404(sessions, pk=session_pk) if session_pk else None,
            exercise=get_object_or_404(Exercise, slug=slug) if slug else None,
            at=timezone.now(),
            **values,
        )
        return Response({"id": str(report.pk), "score": report.score, "reported_on": report.reported_on})


class ExerciseNoteView(AthleteView):
    @extend_schema(
        parameters=[OWNER_MARK],
        request=ExerciseNoteSerializer,
        responses=ExerciseNoteAnswer,
        summary="Keep a note on one exercise",
    )
    def put(self, request: Request, slug: str) -> Response:
        """Idempotent. What was written last stands; an older note is stale."""
        values = _checked(ExerciseNoteSerializer, request).validated_data
        exercise = get_object_or_404(Exercise, slug=slug)
        verdict = write_note(athlete=self.athlete(request), exercise=exercise, at=timezone.now(), **values)
        return Response({"exercise": slug, "verdict": verdict})


class RunView(AthleteView):
    @extend_schema(
        parameters=[OWNER_MARK],
        request=RunSerializer,
        responses=RunAnswer,
        summary="Store one run, or a later edit of it",
    )
    def put(self, request: Request, run_id: uuid.UUID) -> Response:
        """Idempotent. The highest (rev, edit_id) wins; the verdict is applied, duplicate or stale."""
        item = _checked(RunSerializer, request).item()
        recorded = record_run(athlete=self.athlete(request), run_id=run_id, item=item, at=timezone.now())
        run = recorded.run
        return Response(
            {"id": str(run.pk), "verdict": recorded.verdict, "rev": run.rev, "ran_on": run.ran_on.isoformat()}
        )


class CheckInView(AthleteView):
    @extend_schema(
        parameters=[OWNER_MARK],
        request=CheckInSerializer,
        responses=CheckInAnswer,
        summary="Store the answers of one week",
    )
    def put(self, request: Request, check_in_id: uuid.UUID) -> Response:
        """Idempotent. A week has one row; the highest (rev, edit_id) wins."""
        item = CheckInItem(**_checked(CheckInSerializer, request).validated_data)
        recorded = record_check_in(athlete=self.athlete(request), check_in_id=check_in_id, item=item, at=timezone.now())
        check_in = recorded.check_in
        return Response(
            {"id": str(check_in.pk), "verdict": recorded.verdict, "week": check_in.week, "rev": check_in.rev}
        )
