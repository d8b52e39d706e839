"""The doors of FHIR: read, search by patient, everything of one patient; for staff, and tokens with that scope."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework import exceptions
from rest_framework.permissions import AllowAny
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.settings import api_settings

from athletes.access.requests import current_user
from athletes.access.rest import ApiView
from athletes.access.scopes import EVERY_RESOURCE, Scope
from athletes.models import Athlete, Enrollment
from programs.models.fields import is_key

from ..doors import StaffView, one_of_choices
from .capability import capability_statement
from .codes import ACTIVITY, EXAM, SURVEY
from .observations import observation, observations
from .outcomes import MEDIA_TYPE, outcome
from .resources import Resource, bundle, care_plan, patient, service_requests

CATEGORY_CODES = (ACTIVITY.code, SURVEY.code, EXAM.code)


class FhirRenderer(JSONRenderer):
    media_type = MEDIA_TYPE
    format = "fhir"


def as_outcome(error: Exception, context: dict[str, Any]) -> Response | None:
    """What the API would say of it, as an OperationOutcome."""
    refuse: Any = api_settings.EXCEPTION_HANDLER
    response: Response | None = refuse(error, context)
    if response is not None:
        said = response.data
        reasons = [f"{name}: {' '.join(map(str, why))}" for name, why in said.get("errors", {}).items()]
        response.data = outcome(response.status_code, "; ".join(reasons) or said["detail"])
        response.content_type = MEDIA_TYPE
    return response


class FhirAnswers(ApiView):
    """Answers and refuses as FHIR does; it has its own document, the CapabilityStatement."""

    schema = None
    renderer_classes = [FhirRenderer, JSONRenderer]

    def get_exception_handler(self) -> Callable[..., Response | None]:
        return as_outcome


class MetadataView(FhirAnswers):
    """For everybody: nothing of anybody stands in it."""

    authentication_classes = ()
    permission_classes = [AllowAny]

    def get(self, request: Request) -> Response:
        return Response(capability_statement())


class FhirView(FhirAnswers, StaffView):
    def athlete(self, request: Request, athlete_id: int) -> Athlete:
        """Whom this is about, if who asks may see them; named in the access log."""
        mine = Athlete.objects.visible_to(request.user).select_related("user")
        athlete = get_object_or_404(mine, pk=athlete_id)
        self.log_shown([athlete.pk])
        return athlete

    def asked_patient(self, request: Request) -> Athlete:
        """Whom ``patient`` names, ``17`` or ``Patient/17``: nobody is searched without it."""
        asked = request.query_params.get("patient", "").removeprefix("Patient/")
        if not is_key(asked):
            raise exceptions.ValidationError({"patient": [_("Say whose: patient=17.")]})
        return self.athlete(request, int(asked))

    def found(self, request: Request, resources: list[Resource], following: str | None = None) -> Response:
        this = f"{settings.SITE_URL}{request.get_full_path()}"
        return Response(bundle(resources, this=this, following=following))


class PatientView(FhirView):
    scopes = (Scope.FHIR_PATIENT,)

    def get(self, request: Request, athlete_id: int) -> Response:
        return Response(patient(self.athlete(request, athlete_id)))


class PatientSearchView(FhirView):
    """The caseload, by pages."""

    scopes = (Scope.FHIR_PATIENT,)
    pagination_class: Any = api_settings.DEFAULT_PAGINATION_CLASS
    known_parameters = frozenset({"cursor", "_id"})
    ordering = ("pk",)

    def get(self, request: Request) -> Response:
        mine = Athlete.objects.visible_to(request.user).select_related("user")
        asked = request.query_params.get("_id")
        if asked is not None:
            mine = mine.filter(pk=int(asked)) if is_key(asked) else mine.none()
        pages: Any = self.pagination_class()
        shown = pages.paginate_queryset(mine, request, view=self) or []
        self.log_shown(athlete.pk for athlete in shown)
        return self.found(request, list(map(patient, shown)), pages.get_next_link())


class EverythingView(FhirView):
    """``$everything``: one athlete as one bundle. A token needs the scope of each resource in it."""

    scopes = EVERY_RESOURCE

    def get(self, request: Request, athlete_id: int) -> Response:
        athlete = self.athlete(request, athlete_id)
        today = athlete.today(timezone.now())
        resources = [patient(athlete)]
        for enrollment in _enrollments(request).filter(athlete=athlete):
            resources += [care_plan(enrollment, today), *service_requests(enrollment, today)]
        resources += observations(current_user(request), athlete.pk)
        return self.found(request, resources)


class CarePlanView(FhirView):
    scopes = (Scope.FHIR_CARE_PLAN,)

    def get(self, request: Request, enrollment_id: int) -> Response:
        enrollment = get_object_or_404(_enrollments(request), pk=enrollment_id)
        athlete = self.athlete(request, enrollment.athlete_id)
        return Response(care_plan(enrollment, athlete.today(timezone.now())))


class CarePlanSearchView(FhirView):
    scopes = (Scope.FHIR_CARE_PLAN,)
    known_parameters = frozenset({"patient"})

    def get(self, request: Request) -> Response:
        athlete = self.asked_patient(request)
        today = athlete.today(timezone.now())
        return self.found(request, [care_plan(one, today) for one in _enrollments(request).filter(athlete=athlete)])


class ServiceRequestView(FhirView):
    scopes = (Scope.FHIR_SERVICE_REQUEST,)

    def get(self, request: Request, enrollment_id: int, prescription_id: int) -> Response:
        enrollment = get_object_or_404(_enrollments(request), pk=enrollment_id)
        athlete = self.athlete(request, enrollment.athlete_id)
        for found in service_requests(enrollment, athlete.today(timezone.now())):
            if found["id"] == f"{enrollment_id}-{prescription_id}":
                return Response(found)
        raise Http404


class ServiceRequestSearchView(FhirView):
    scopes = (Scope.FHIR_SERVICE_REQUEST,)
    known_parameters = frozenset({"patient"})

    def get(self, request: Request) -> Response:
        athlete = self.asked_patient(request)
        today = athlete.today(timezone.now())
        resources: list[Resource] = []
        for enrollment in _enrollments(request).filter(athlete=athlete):
            resources += service_requests(enrollment, today)
        return self.found(request, resources)


class ObservationView(FhirView):
    scopes = (Scope.FHIR_OBSERVATION,)

    def get(self, request: Request, key: str) -> Response:
        found = observation(current_user(request), key)
        if found is None:
            raise Http404
        self.log_shown([found[1]])
        return Response(found[0])


class ObservationSearchView(FhirView):
    scopes = (Scope.FHIR_OBSERVATION,)
    known_parameters = frozenset({"patient", "category"})

    def get(self, request: Request) -> Response:
        athlete = self.asked_patient(request)
        category = one_of_choices(request, "category", CATEGORY_CODES) or ""
        return self.found(request, list(observations(current_user(request), athlete.pk, category=category)))


def _enrollments(request: Request) -> QuerySet[Enrollment]:
    rows = Enrollment.objects.visible_to(request.user).select_related("program", "prescribed_by")
    return rows.order_by("starts_on", "pk")
