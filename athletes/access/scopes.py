"""What a token may be good for. A door that names no scope opens for no token."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Scope(models.TextChoices):
    """One kind of thing that a program may read, as its owner sees it."""

    CASELOAD = "caseload:read", _("Caseload: who needs somebody today")
    ATHLETES = "athletes:read", _("Athletes: names, dates and settings of care")
    SESSIONS = "sessions:read", _("Sessions: what was planned and done")
    PROBLEMS = "problems:read", _("Problems: what is open, and why")
    PROGRAMS = "programs:read", _("Programs: plans with their doses")
    LIBRARY = "library:read", _("Exercise library")
    FHIR = "fhir:read", _("FHIR: records for another system of care")
