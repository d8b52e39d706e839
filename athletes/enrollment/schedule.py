"""Verbs that place strength days around an athlete's runs: the usual week, the two days, one session's day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from athletes.errors import RefusedError
from athletes.evaluation.evaluate import evaluate
from athletes.localtime import monday_of
from athletes.models import (
    Athlete,
    Enrollment,
    Excuse,
    FlagKind,
    Session,
    SessionChange,
    SessionStatus,
    User,
    UsualRunDay,
)
from athletes.problems.episodes import resolve
from programs.rules.schedule import refusal, week_of
from programs.rules.thresholds import Thresholds
from programs.thresholds import clinic_thresholds

from .prescribing import check_strength_days, day_of, in_order


@dataclass(frozen=True)
class Day:
    """One day of a week for one session. why -- why it may not lie there, as rules.schedule says it."""

    on: date
    why: str
    is_current: bool


def usual_week(athlete: Athlete) -> dict[int, str]:
    """What each weekday usually is, Monday 0; empty where nobody stated it."""
    return dict(athlete.usual_days.values_list("weekday", "kind"))


@transaction.atomic
def state_usual_week(*, athlete: Athlete, kinds: Sequence[str]) -> None:
    """Keep the usual week: seven kinds of ``RunKind`` from Monday on."""
    athlete.usual_days.all().delete()
    rows = (UsualRunDay(athlete=athlete, weekday=day, kind=kind) for day, kind in enumerate(kinds))
    UsualRunDay.objects.bulk_create(rows)


def days_for(
    session: Session, *, runs: dict[int, str], others: Sequence[date], today: date, numbers: Thresholds
) -> list[Day]:
    """The rest of the session's own week, from today on, each with why it may not lie there."""
    athlete = session.athlete
    distance = session.distance
    return [
        Day(
            on,
            refusal(on, others=others, runs=runs, race_on=athlete.goal_race_on, distance=distance, numbers=numbers),
            on == session.planned_on,
        )
        for on in week_of(monday_of(session.planned_on))
        if on >= today
    ]


def neighbors(session: Session, on: date | None = None) -> list[date]:
    """Days of the athlete's other strength sessions around that week (or that of another day); skipped ones block
    nothing.
    """
    monday = monday_of(on or session.planned_on)
    near = Session.objects.filter(athlete=session.athlete_id, is_optional=False).exclude(pk=session.pk)
    near = near.exclude(status=SessionStatus.SKIPPED).between(monday - timedelta(days=2), monday + timedelta(days=8))
    return list(near.values_list("planned_on", flat=True))


@transaction.atomic
def move_session(*, session: Session, on: date, at: datetime) -> Session:
    """Move a session that has not begun to another day of its own week.

    Raises RefusedError for a day that the rules refuse, that is past, or of another week.
    """
    _not_begun(session)
    today = session.athlete.today(at)
    runs, others, numbers = usual_week(session.athlete), neighbors(session), clinic_thresholds()
    days = days_for(session, runs=runs, others=others, today=today, numbers=numbers)
    day = next((each for each in days if each.on == on), None)
    if day is None:
        raise RefusedError(_("Choose a day that is still to come, in the same week."))
    if day.why:
        raise RefusedError(_("That day is not free: choose one that is offered."))
    session.planned_on = on
    session.save(update_fields=["planned_on"])
    return session


@transaction.atomic
def reschedule_session(*, session: Session, on: date, by: User, at: datetime, reason: str = "") -> SessionChange:
    """The therapist's word: a session that has not begun goes to any day from today on.

    Where a rule speaks against the day, the reason is kept with it. Raises RefusedError without one, for a day
    that is past or more than a year away, and for a day that has a session already: two are never stacked.
    """
    _not_begun(session)
    athlete = session.athlete
    today, was_on = athlete.today(at), session.planned_on
    if not today <= on <= today + timedelta(days=366):
        raise RefusedError(_("Choose a day from today to a year from now."), field="on")
    others = neighbors(session, on)
    if on in others:
        raise RefusedError(_("There is a session on that day already; two are never stacked."), field="on")
    against = refusal(
        on,
        others=others,
        runs=usual_week(athlete),
        race_on=athlete.goal_race_on,
        distance=session.distance,
        numbers=clinic_thresholds(),
    )
    if against and not reason:
        raise RefusedError(_("{why} Say why it is right all the same.").format(why=AGAINST[against]), field="reason")
    session.planned_on = on
    session.save(update_fields=["planned_on"])
    if session.enrollment is not None:
        Enrollment.objects.filter(pk=session.enrollment.pk, ends_on__lt=on).update(ends_on=on)
    return _keep_change(session, was_on, on, by, at, against, reason)


@transaction.atomic
def excuse_session(*, session: Session, by: User, at: datetime, reason: str = "") -> SessionChange:
    """The therapist's word: a session that has not begun is not due. It counts as excused, not as missed."""
    _not_begun(session)
    session.status, session.excuse = SessionStatus.SKIPPED, Excuse.THERAPIST
    session.save(update_fields=["status", "excuse"])
    return _keep_change(session, session.planned_on, None, by, at, "", reason)


def _not_begun(session: Session) -> None:
    """Ask the row itself, and hold it: the phone may open the session at this moment."""
    stored = Session.objects.select_for_update().only("status").get(pk=session.pk)
    if stored.status != SessionStatus.PLANNED:
        raise RefusedError(_("This session has begun; its day stays."))


def _keep_change(
    session: Session, was_on: date, now_on: date | None, by: User, at: datetime, against: str, reason: str
) -> SessionChange:
    """Who changed what, and the flag that asked for it is answered; the rules look again at what comes."""
    athlete = session.athlete
    change = SessionChange.objects.create(
        athlete=athlete, session=session, was_on=was_on, now_on=now_on, against=against, reason=reason, by=by, at=at
    )
    asked = athlete.flags.open().filter(kind=FlagKind.RACE, cause__startswith=f"{session.pk}:")
    resolve(flags=asked, by=by, at=at, note=reason)
    evaluate(athlete, at)
    return change


#: The rule that speaks against a day, in words.
AGAINST = {
    "next_to": gettext_lazy("This day is next to another strength day."),
    "long": gettext_lazy("This is the day of the long run."),
    "race": gettext_lazy("This day is too near the race."),
    "blocked": gettext_lazy("The athlete cannot train on that day."),
}


@transaction.atomic
def choose_days(*, enrollment: Enrollment, weekdays: tuple[int, int], at: datetime) -> int:
    """Put every session still to come on two other weekdays; weeks stay. Returns how many moved.

    Raises RefusedError when the days are next to each other (Sunday and Monday count).
    """
    check_strength_days(weekdays)
    today = enrollment.athlete.today(at)
    coming = [
        (session, monday_of(session.planned_on) - monday_of(_own_day(enrollment, session)))
        for session in enrollment.sessions.not_begun().filter(planned_on__gte=today).select_related("week", "workout")
        if session.week and session.workout
    ]
    enrollment.first_weekday, enrollment.second_weekday = in_order(enrollment.starts_on, weekdays)
    moved = []
    for session, drift in coming:
        on = _own_day(enrollment, session) + drift
        if on >= today and on != session.planned_on:
            session.planned_on = on
            moved.append(session)
    Session.objects.bulk_update(moved, ["planned_on"])
    last = enrollment.sessions.order_by("-planned_on").values_list("planned_on", flat=True).first()
    enrollment.ends_on = max(enrollment.starts_on, last or enrollment.starts_on)
    enrollment.save(update_fields=["first_weekday", "second_weekday", "ends_on"])
    return len(moved)


def _own_day(enrollment: Enrollment, session: Session) -> date:
    assert session.week is not None
    assert session.workout is not None
    return day_of(enrollment, session.week.number, session.workout.letter)
