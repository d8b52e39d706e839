"""A person and what is planned for them: Patient, CarePlan, ServiceRequest, and bundles of resources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.conf import settings

from athletes.models import Athlete, Enrollment, EnrollmentStatus
from programs.models import Program
from programs.outline import Outline, OutlineRow, outline

from .codes import ASSESS_PLAN, EXERCISE_THERAPY, own_code

Resource = dict[str, Any]
#: A CarePlan of a program that waits, goes, or is over.
PLAN_STATUS = {
    EnrollmentStatus.UPCOMING: "draft",
    EnrollmentStatus.ACTIVE: "active",
    EnrollmentStatus.FINISHED: "completed",
}


def address(kind: str, key: object) -> str:
    """Where a resource is read."""
    return f"{settings.SITE_URL}/fhir/{kind}/{key}"


def patient_reference(athlete_id: int) -> dict[str, str]:
    return {"reference": f"Patient/{athlete_id}"}


def patient(athlete: Athlete) -> Resource:
    """Who somebody is. Sex is kept for test norms alone, and is no administrative gender: it stays out."""
    found: Resource = {
        "resourceType": "Patient",
        "id": str(athlete.pk),
        "identifier": [{"system": f"{settings.SITE_URL}/fhir/athlete", "value": str(athlete.pk)}],
        "active": athlete.archived_at is None,
        "name": [{"use": "official", "text": athlete.user.name}],
        "telecom": list(_telecom(athlete)),
        "managingOrganization": {"display": settings.CLINIC["name"]},
    }
    if athlete.born_on:
        found["birthDate"] = athlete.born_on.isoformat()
    return found


def _telecom(athlete: Athlete) -> Iterator[dict[str, str]]:
    yield {"system": "email", "value": athlete.user.email}
    if athlete.phone:
        yield {"system": "phone", "value": athlete.phone}


def care_plan(enrollment: Enrollment, today: date) -> Resource:
    """A prescribed program. today -- of the athlete: a pause is on hold until its day"""
    found: Resource = {
        "resourceType": "CarePlan",
        "id": str(enrollment.pk),
        "status": _plan_status(enrollment, today),
        "intent": "plan",
        "category": [ASSESS_PLAN.concept()],
        "title": enrollment.program.name,
        "subject": patient_reference(enrollment.athlete_id),
        "period": _period(enrollment),
        "created": enrollment.prescribed_at.isoformat(),
    }
    if enrollment.prescribed_by:
        found["author"] = {"display": enrollment.prescribed_by.name}
    return found


def _plan_status(enrollment: Enrollment, today: date) -> str:
    is_paused = enrollment.paused_until is not None and enrollment.paused_until > today
    if is_paused and enrollment.status == EnrollmentStatus.ACTIVE:
        return "on-hold"
    return PLAN_STATUS[EnrollmentStatus(enrollment.status)]


def _period(enrollment: Enrollment) -> dict[str, str]:
    return {"start": enrollment.starts_on.isoformat(), "end": enrollment.ends_on.isoformat()}


def service_requests(enrollment: Enrollment, today: date) -> list[Resource]:
    """Every exercise of a program, with its doses week by week. Reads the plan: a fixed number of queries."""
    plan = outline(Program.objects.with_plan().get(pk=enrollment.program_id))
    status = _plan_status(enrollment, today)
    found = []
    for workout in plan.workouts:
        for row in workout.rows:
            found.append(_service_request(enrollment, plan, row, status))
    return found


def _service_request(enrollment: Enrollment, plan: Outline, row: OutlineRow, status: str) -> Resource:
    exercise = row.exercise
    request: Resource = {
        "resourceType": "ServiceRequest",
        "id": f"{enrollment.pk}-{row.prescription.pk}",
        "basedOn": [{"reference": f"CarePlan/{enrollment.pk}"}],
        "status": status,
        "intent": "plan",
        "category": [EXERCISE_THERAPY.concept()],
        "code": own_code(exercise.slug, exercise.name).concept(),
        "subject": patient_reference(enrollment.athlete_id),
        "occurrencePeriod": _period(enrollment),
        "authoredOn": enrollment.prescribed_at.isoformat(),
        "patientInstruction": exercise.short_cue,
        "note": [{"text": _doses_in_words(plan, row)}],
    }
    if enrollment.prescribed_by:
        request["requester"] = {"display": enrollment.prescribed_by.name}
    return request


def _doses_in_words(plan: Outline, row: OutlineRow) -> str:
    """``Week 1: 2x8 @5-6; Week 2: ...``; weeks without a dose are not done."""
    doses = []
    for week in plan.weeks:
        written = row.shorthand(week.number)
        if written:
            doses.append(f"Week {week.number}: {written}")
    return "; ".join(doses) or "No dose yet"


def bundle(resources: Iterable[Resource], *, this: str, following: str | None = None) -> Resource:
    """What a search found. this -- its own address; following -- of the next page, where there is one"""
    entries = []
    for resource in resources:
        where = address(resource["resourceType"], resource["id"])
        entries.append({"fullUrl": where, "resource": resource, "search": {"mode": "match"}})
    links = [{"relation": "self", "url": this}]
    if following:
        links.append({"relation": "next", "url": following})
    found: Resource = {"resourceType": "Bundle", "type": "searchset", "link": links}
    if not following:
        found["total"] = len(entries)
    if entries:
        found["entry"] = entries
    return found
