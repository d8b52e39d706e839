"""What waits for a running program begins when that one has ended."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from athletes.errors import RefusedError
from athletes.evaluation.evaluate import evaluate
from athletes.models import Athlete, Enrollment, EnrollmentStatus

from .prescribing import REST, date_sessions, finish, in_order, tell_of_program


def begin_due(at: datetime) -> int:
    """Every program whose turn it is; returns how many began. It may run as often as it likes.

    A program waits while training is stopped: it begins after the return to training.
    """
    begun = 0
    waiting = Enrollment.objects.upcoming().filter(athlete__stopped_at__isnull=True, athlete__user__is_active=True)
    for athlete in Athlete.objects.filter(pk__in=waiting.values("athlete")).select_related("user"):
        if begin_next(athlete=athlete, at=at):
            begun += 1
    return begun


@transaction.atomic
def begin_next(*, athlete: Athlete, at: datetime) -> Enrollment | None:
    """Begin what waits, where the program before it is over; None where nothing waits, it is too early, or training is
    stopped.

    Its sessions are dated, and the athlete is told by mail.
    """
    if Athlete.objects.select_for_update().get(pk=athlete.pk).stopped_at is not None:
        return None
    waiting: Enrollment | None = athlete.enrollments.upcoming().first()
    running = athlete.enrollments.active().first()
    today = athlete.today(at)
    if waiting is None or (running is not None and running.ends_on >= today):
        return None
    starts_on = max(waiting.starts_on, today)
    if running is not None:
        starts_on = max(starts_on, running.ends_on + REST)
        finish(enrollment=running, on=today)
    waiting.athlete = athlete  # with the user that was read
    _begin(waiting, starts_on, at)
    return waiting


def _begin(enrollment: Enrollment, starts_on: date, at: datetime) -> None:
    enrollment.status, enrollment.starts_on = EnrollmentStatus.ACTIVE, starts_on
    days = (enrollment.first_weekday, enrollment.second_weekday)
    enrollment.first_weekday, enrollment.second_weekday = in_order(starts_on, days)
    date_sessions(enrollment)
    tell_of_program(enrollment, at)
    evaluate(enrollment.athlete, at)


@transaction.atomic
def begin_now(*, enrollment: Enrollment, at: datetime) -> Enrollment:
    """What waits begins today, and the program that runs ends. Raises RefusedError for one that does not wait."""
    if enrollment.status != EnrollmentStatus.UPCOMING:
        raise RefusedError(_("This program does not wait for another one."))
    athlete = enrollment.athlete
    Athlete.objects.select_for_update().get(pk=athlete.pk)
    today = athlete.today(at)
    for running in athlete.enrollments.active():
        finish(enrollment=running, on=today)
    _begin(enrollment, today, at)
    return enrollment


@transaction.atomic
def end_program(*, enrollment: Enrollment, at: datetime) -> Enrollment | None:
    """The program ends today; what waits for it begins, and is returned. Everything that was done stays."""
    finish(enrollment=enrollment, on=enrollment.athlete.today(at))
    return begin_next(athlete=enrollment.athlete, at=at)


def running_before(enrollment: Enrollment) -> Enrollment | None:
    """The program that one which begins later waits for."""
    return enrollment.athlete.enrollments.active().select_related("program").first()
