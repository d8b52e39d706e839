"""How many each therapist cares for, and how much of what was planned was done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q

from athletes.models import Athlete, Enrollment, Session, SessionStatus
from athletes.models.athletes import AthleteQuerySet
from athletes.training.adherence import Adherence

from .period import ReportPeriod

NOTHING = Adherence(done=0, partial=0, planned=0, excused=0)


@dataclass(frozen=True)
class CaseloadLine:
    """One therapist. athletes, following -- as of now; adherence -- over the period"""

    therapist: str
    athletes: int
    following: int
    adherence: Adherence


def caseload_lines(athletes: AthleteQuerySet, period: ReportPeriod, today: date) -> list[CaseloadLine]:
    """A line for each therapist of these athletes, by name, and one for all of them. Two queries."""
    follows = Exists(Enrollment.objects.active().filter(athlete=OuterRef("pk")))
    people = (
        Athlete.objects.filter(pk__in=athletes.values("pk"))
        .annotate(follows=follows)
        .values("therapist", "therapist__name")
        .annotate(count=Count("pk"), following=Count("pk", filter=Q(follows=True)))
        .order_by("therapist__name", "therapist")
    )
    done = _adherence_by_therapist(athletes, period, today)
    lines = []
    for row in people:
        own = done.get(row["therapist"], NOTHING)
        lines.append(CaseloadLine(row["therapist__name"], row["count"], row["following"], own))
    return lines


def _adherence_by_therapist(athletes: AthleteQuerySet, period: ReportPeriod, today: date) -> dict[int, Adherence]:
    """As ``training.adherence`` counts, by the database: the key of the therapist -> the counts."""
    completed = Q(status=SessionStatus.COMPLETED)
    is_past = Q(planned_on__lt=today) & ~completed
    is_held_back = Q(is_held=True, status=SessionStatus.PLANNED)
    is_excused = Q(status=SessionStatus.SKIPPED) & ~Q(excuse="")
    excused = is_past & (is_held_back | is_excused)
    sessions = Session.objects.filter(athlete__in=athletes.values("pk"), enrollment__isnull=False, is_optional=False)
    rows = (
        sessions.between(period.first, period.last)
        .order_by()
        .values("athlete__therapist")
        .annotate(
            done=Count("pk", filter=completed),
            partial=Count("pk", filter=completed & Q(is_partial=True)),
            past=Count("pk", filter=is_past),
            excused=Count("pk", filter=excused),
        )
    )
    found = {}
    for row in rows:
        planned = row["done"] + row["past"] - row["excused"]
        found[row["athlete__therapist"]] = Adherence(row["done"], row["partial"], planned, row["excused"])
    return found


def together(lines: Sequence[CaseloadLine], name: str) -> CaseloadLine:
    """All of them in one line. name -- what it is called"""
    parts = [line.adherence for line in lines]
    return CaseloadLine(
        therapist=name,
        athletes=sum(line.athletes for line in lines),
        following=sum(line.following for line in lines),
        adherence=Adherence(
            done=sum(part.done for part in parts),
            partial=sum(part.partial for part in parts),
            planned=sum(part.planned for part in parts),
            excused=sum(part.excused for part in parts),
        ),
    )
