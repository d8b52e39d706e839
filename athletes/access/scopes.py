"""What a token may be good for. A door that names no scope opens for no token."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Scope(models.TextChoices):
    """One kind of thing that a program may read, as its owner sees it.

    Those of FHIR have the names of SMART App Launch 2: what a user may read (r) and search (s) of one resource.
    """

    CASELOAD = "caseload:read", _("Caseload: who needs someone today")
    ATHLETES = "athletes:read", _("Athletes: names, dates and settings of care")
    SESSIONS = "sessions:read", _("Sessions: what was planned and done")
    PROBLEMS = "problems:read", _("Problems: what is open, and why")
    PROGRAMS = "programs:read", _("Programs: plans with their doses")
    LIBRARY = "library:read", _("Exercise library")
    FHIR_PATIENT = "user/Patient.rs", _("FHIR: who somebody is")
    FHIR_CARE_PLAN = "user/CarePlan.rs", _("FHIR: prescribed programs")
    FHIR_SERVICE_REQUEST = "user/ServiceRequest.rs", _("FHIR: their exercises, with doses")
    FHIR_OBSERVATION = "user/Observation.rs", _("FHIR: pain, effort, runs, questionnaires and tests")


#: For everything of one patient: each of its resources.
EVERY_RESOURCE = (Scope.FHIR_PATIENT, Scope.FHIR_CARE_PLAN, Scope.FHIR_SERVICE_REQUEST, Scope.FHIR_OBSERVATION)
