"""What was measured and said, as Observations: pain, effort, minutes, runs, questionnaires, tests.

Each kind says which rows it reads, by ``visible_to``, and what it makes of one. The id of an Observation is the kind
and the key of its row: one row may be two Observations.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet, UUIDField

from athletes.models import Assessment, OutcomeTotal, PainReport, Run, Session, Side, User
from athletes.models.pain import Region, place_name
from programs.models.fields import is_key

from .codes import (
    ACTIVITY,
    DISTANCE,
    DURATION,
    EXAM,
    PAIN,
    PAIN_MOMENT,
    SESSION_RPE,
    SIDES,
    SITES,
    SURVEY,
    Code,
    own_code,
    quantity,
)
from .resources import Resource, patient_reference


@dataclass(frozen=True, slots=True)
class ObservationKind:
    """rows -- those that this person may see; build -- the resource of one row, but its id and its subject"""

    category: Code
    rows: Callable[[User], QuerySet[Any]]
    build: Callable[[Any], Resource]


def observations(user: User, athlete_id: int, *, category: str = "") -> Iterator[Resource]:
    """Of one athlete, kind by kind, each by day. category -- a code of ``CATEGORIES``; empty: all"""
    for name, kind in KINDS.items():
        if category in ("", kind.category.code):
            for row in kind.rows(user).filter(athlete=athlete_id):
                yield _observation(name, kind, row)


def observation(user: User, key: str) -> tuple[Resource, int] | None:
    """One by its id, with whose it is; None where nothing is there for this person."""
    name, _dash, row_key = key.partition("-")
    kind = KINDS.get(name)
    if kind is None or not _can_be_key(kind.rows(user), row_key):
        return None
    row = kind.rows(user).filter(pk=row_key).first()
    return None if row is None else (_observation(name, kind, row), row.athlete_id)


def _can_be_key(rows: QuerySet[Any], key: str) -> bool:
    if not isinstance(rows.model._meta.pk, UUIDField):
        return is_key(key)
    try:
        return str(UUID(key)) == key
    except ValueError:
        return False


def _observation(name: str, kind: ObservationKind, row: Any) -> Resource:
    head = {
        "resourceType": "Observation",
        "id": f"{name}-{row.pk}",
        "status": "final",
        "category": [kind.category.concept()],
        "subject": patient_reference(row.athlete_id),
    }
    return head | kind.build(row)


def _when(at: datetime | None, on: date) -> dict[str, str]:
    """The instant where it is known, else the day."""
    return {"effectiveDateTime": (at or on).isoformat()}


def _pain(report: PainReport) -> Resource:
    """NPRS, 0 to 10. When it was felt stands beside it: pain of a next morning is judged otherwise."""
    site = own_code(f"site-{report.region}", place_name(report.region, ""))
    moment = own_code(f"moment-{report.moment}", str(report.get_moment_display()))
    return {
        "code": PAIN.concept(),
        "valueQuantity": quantity(report.score, "score"),
        "bodySite": site.concept(place_name(report.region, report.side), also=SITES.get(Region(report.region))),
        "component": [{"code": PAIN_MOMENT.concept(), "valueCodeableConcept": moment.concept()}],
        **_when(report.felt_at, report.reported_on),
    }


def _session_effort(session: Session) -> Resource:
    return {
        "code": SESSION_RPE.concept(),
        "valueQuantity": quantity(session.session_rpe or 0, "score"),
        **_when(session.finished_at, session.planned_on),
    }


def _session_minutes(session: Session) -> Resource:
    return {
        "code": DURATION.concept("Strength session"),
        "valueQuantity": quantity(session.minutes or 0, "minutes"),
        **_when(session.finished_at, session.planned_on),
    }


def _run(run: Run) -> Resource:
    """Minutes and distance are parts: one of the two may not be known."""
    parts = []
    if run.minutes is not None:
        parts.append({"code": DURATION.concept(), "valueQuantity": quantity(run.minutes, "minutes")})
    if run.distance_km is not None:
        parts.append({"code": DISTANCE.concept(), "valueQuantity": quantity(float(run.distance_km), "km")})
    kind = own_code(f"run-{run.kind}", str(run.get_kind_display()))
    return {"code": kind.concept(f"Run: {run.get_kind_display()}"), "component": parts, **_when(None, run.ran_on)}


def _questionnaire(total: OutcomeTotal) -> Resource:
    code = own_code(total.measure, str(total.get_measure_display()))
    found: Resource = {
        "code": code.concept(),
        "valueQuantity": quantity(float(total.total), "score"),
        **_when(None, total.taken_on),
    }
    if total.side:
        found["bodySite"] = _side(Side(total.side))
    return found


def _test(test: Assessment) -> Resource:
    """A figure for each leg."""
    legs = []
    for side, figure in ((Side.LEFT, test.left), (Side.RIGHT, test.right)):
        legs.append({"code": _side(side), "valueQuantity": quantity(figure, "count")})
    code = own_code(test.kind, str(test.get_kind_display()))
    return {"code": code.concept(), "component": legs, **_when(None, test.tested_on)}


def _side(side: Side) -> dict[str, Any]:
    return own_code(f"side-{side}", str(side.label)).concept(also=SIDES.get(side))


def _pain_rows(user: User) -> QuerySet[PainReport]:
    return PainReport.objects.visible_to(user).order_by("reported_on", "pk")


def _effort_rows(user: User) -> QuerySet[Session]:
    done = Session.objects.visible_to(user).completed().filter(session_rpe__isnull=False)
    return done.defer("targets", "note").order_by("planned_on", "pk")


def _minutes_rows(user: User) -> QuerySet[Session]:
    done = Session.objects.visible_to(user).completed().filter(minutes__isnull=False)
    return done.defer("targets", "note").order_by("planned_on", "pk")


def _run_rows(user: User) -> QuerySet[Run]:
    return Run.objects.visible_to(user).kept().order_by("ran_on", "pk")


def _questionnaire_rows(user: User) -> QuerySet[OutcomeTotal]:
    return OutcomeTotal.objects.visible_to(user).order_by("taken_on", "pk")


def _test_rows(user: User) -> QuerySet[Assessment]:
    return Assessment.objects.visible_to(user).order_by("tested_on", "pk")


KINDS = {
    "pain": ObservationKind(SURVEY, _pain_rows, _pain),
    "effort": ObservationKind(ACTIVITY, _effort_rows, _session_effort),
    "minutes": ObservationKind(ACTIVITY, _minutes_rows, _session_minutes),
    "run": ObservationKind(ACTIVITY, _run_rows, _run),
    "outcome": ObservationKind(SURVEY, _questionnaire_rows, _questionnaire),
    "test": ObservationKind(EXAM, _test_rows, _test),
}
