"""What the page of one athlete shows of other tables, read with the athlete in the same query."""

from __future__ import annotations

from datetime import datetime
from typing import TypedDict

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django_stubs_ext import WithAnnotations

from athletes.models import Athlete, CareContact, Clearance, ContactKind, ContactResult, Enrollment
from athletes.problems.caseload import case_facts


class WaitingProgram(TypedDict):
    """The program that begins after the one that runs: its enrollment, its key and its name."""

    pk: int
    program_id: int
    program: str


class PageFacts(TypedDict):
    """is_cleared -- for jumps; came_at -- when they last came to the clinic; waiting -- what begins later"""

    is_cleared: bool
    came_at: datetime | None
    waiting: WaitingProgram | None


def with_page_facts(athletes: QuerySet[Athlete], at: datetime) -> QuerySet[WithAnnotations[Athlete, PageFacts]]:
    """The same athletes with their therapist, ``PageFacts`` and ``case_facts``; no query of its own."""
    clearances = Clearance.objects.standing().filter(athlete=OuterRef("pk"))
    came = CareContact.objects.filter(athlete=OuterRef("pk"), kind=ContactKind.VISIT, result=ContactResult.REACHED)
    upcoming = Enrollment.objects.upcoming().filter(athlete=OuterRef("pk"))
    waiting = JSONObject(pk="pk", program_id="program_id", program="program__name")
    return athletes.select_related("user", "therapist").annotate(
        is_cleared=Exists(clearances),
        came_at=Subquery(came.order_by("-at").values("at")[:1]),
        waiting=Subquery(upcoming.order_by("starts_on").values(columns=waiting)[:1]),
        **case_facts(at),
    )
