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
    Session,
    SessionChange,
    SessionStatus,
    User,
    UsualRunDay,
)
from athletes.training.session_days import day_of
from programs.rules.schedule import refusal, week_of
from programs.rules.thresholds import Thresholds
from programs.thresholds import clinic_thresholds

from .prescribing import PLANNED_AHEAD, check_strength_days, in_order, last_day


@dataclass(frozen=True)
class DayOption:
    """A day on which one session could lie. why -- the rule against it, as rules.schedule says it; empty: free"""

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
    days = [UsualRunDay(athlete=athlete, weekday=weekday, kind=kind) for weekday, kind in enumerate(kinds)]
    UsualRunDay.objects.bulk_create(days)


def days_for(
    session: Session, *, runs: dict[int, str], others: Sequence[date], today: date, numbers: Thresholds
) -> list[DayOption]:
    """The rest of the session's own week, from today on, each day with the rule against it.

    runs -- the usual week, Monday 0; others -- days of the athlete's other strength sessions
    """
    options = []
    for on in week_of(monday_of(session.planned_on)):
        if on >= today:
            why = _rule_against(session, on, runs=runs, others=others, numbers=numbers)
            options.append(DayOption(on, why, is_current=on == session.planned_on))
    return options


def _rule_against(
    session: Session, on: date, *, runs: dict[int, str], others: Sequence[date], numbers: Thresholds
) -> str:
    """The rule that speaks against a day for a session, as rules.schedule says it; empty where none does."""
    race_on, distance = session.athlete.race_on, session.race_distance()
    return refusal(on, others=others, runs=runs, race_on=race_on, distance=distance, numbers=numbers)


def neighbors(session: Session, on: date | None = None) -> list[date]:
    """Days of the athlete's other strength sessions around that week (or that of another day); skipped ones block
    nothing.
    """
    monday = monday_of(on or session.planned_on)
    others = Session.objects.filter(athlete=session.athlete_id, is_optional=False).exclude(pk=session.pk)
    others = others.exclude(status=SessionStatus.SKIPPED)
    near = others.between(monday - timedelta(days=2), monday + timedelta(days=8))
    return list(near.values_list("planned_on", flat=True))


@transaction.atomic
def move_session(*, session: Session, on: date, at: datetime) -> Session:
    """Move a session that has not begun to another day of its own week.

    Raises RefusedError for a day that the rules refuse, that is past, or of another week.
    """
    _check_not_begun(session)
    options = days_for(
        session,
        runs=usual_week(session.athlete),
        others=neighbors(session),
        today=session.athlete.today(at),
        numbers=clinic_thresholds(),
    )
    rules = {option.on: option.why for option in options}
    if on not in rules:
        raise RefusedError(_("Choose a day of the same week that is still to come."))
    if rules[on]:
        raise RefusedError(_("That day is not available. Choose one of the days offered."))
    session.planned_on = on
    session.save(update_fields=["planned_on", "changed_at"])
    return session


@transaction.atomic
def reschedule_session(*, session: Session, on: date, by: User, at: datetime, reason: str = "") -> SessionChange:
    """The therapist's word: a session that has not begun goes to any day from today on.

    Where a rule speaks against the day, the reason is kept with it. Raises RefusedError without one, for a day
    that is past or more than a year away, and for a day that has a session already: two are never stacked.
    """
    _check_not_begun(session)
    athlete = session.athlete
    today, was_on = athlete.today(at), session.planned_on
    if not today <= on <= today + PLANNED_AHEAD:
        raise RefusedError(_("Choose a day from today to a year from now."), field="on")
    others = neighbors(session, on)
    if on in others:
        raise RefusedError(_("There is already a session that day. Two are never stacked."), field="on")
    runs = usual_week(athlete)
    against = _rule_against(session, on, runs=runs, others=others, numbers=clinic_thresholds())
    if against and not reason:
        raise RefusedError(_("{why} Give a reason to schedule it anyway.").format(why=AGAINST[against]), field="reason")
    session.planned_on = on
    session.save(update_fields=["planned_on", "changed_at"])
    if session.enrollment is not None:
        Enrollment.objects.filter(pk=session.enrollment.pk, ends_on__lt=on).update(ends_on=on)
    change = SessionChange(
        athlete=athlete, session=session, was_on=was_on, now_on=on, against=against, reason=reason, by=by, at=at
    )
    _keep(change)
    session.refresh_from_db(fields=["status"])
    if session.status != SessionStatus.PLANNED:
        raise RefusedError(_("The race leaves no room for strength on that day. Choose another one."), field="on")
    return change


@transaction.atomic
def excuse_session(*, session: Session, by: User, at: datetime, reason: str = "") -> SessionChange:
    """The therapist's word: a session that has not begun is not due. It counts as excused, not as missed.

    Raises RefusedError for a session that has begun.
    """
    _check_not_begun(session)
    session.status, session.excuse = SessionStatus.SKIPPED, Excuse.THERAPIST
    session.save(update_fields=["status", "excuse", "changed_at"])
    change = SessionChange(
        athlete=session.athlete, session=session, was_on=session.planned_on, now_on=None, reason=reason, by=by, at=at
    )
    return _keep(change)


def _check_not_begun(session: Session) -> None:
    """Ask the row itself, and hold it: the phone may open the session at this moment."""
    stored = Session.objects.select_for_update().only("status").get(pk=session.pk)
    if stored.status != SessionStatus.PLANNED:
        raise RefusedError(_("This session has started, so its day cannot change."))


def _keep(change: SessionChange) -> SessionChange:
    """Who changed what; the rules evaluate anew what comes."""
    change.save()
    evaluate(change.athlete, change.at)
    return change


#: The rule that speaks against a day, in words.
AGAINST = {
    "next_to": gettext_lazy("This day is next to another strength day."),
    "long": gettext_lazy("This is the day of the long run."),
    "race": gettext_lazy("This day is too close to the race."),
    "blocked": gettext_lazy("The athlete cannot train on that day."),
}


@transaction.atomic
def choose_days(*, enrollment: Enrollment, weekdays: tuple[int, int], at: datetime) -> int:
    """Put every session still to come on two other weekdays; weeks stay. Returns how many moved.

    Raises RefusedError when the days are next to each other (Sunday and Monday count).
    """
    check_strength_days(weekdays)
    today = enrollment.athlete.today(at)
    remaining = enrollment.sessions.not_begun().filter(planned_on__gte=today, week__isnull=False, workout__isnull=False)
    sessions = list(remaining.select_related("week", "workout"))
    delays = [monday_of(session.planned_on) - monday_of(_own_day(enrollment, session)) for session in sessions]
    enrollment.first_weekday, enrollment.second_weekday = in_order(enrollment.starts_on, weekdays)
    moved = []
    for session, delay in zip(sessions, delays, strict=True):
        on = _own_day(enrollment, session) + delay
        if on >= today and on != session.planned_on:
            session.planned_on = on
            moved.append(session)
    Session.objects.bulk_update(moved, ["planned_on"])
    enrollment.ends_on = last_day(enrollment, enrollment.sessions.values_list("planned_on", flat=True))
    enrollment.save(update_fields=["first_weekday", "second_weekday", "ends_on"])
    return len(moved)


def _own_day(enrollment: Enrollment, session: Session) -> date:
    """The day of a session by the dates of the start, before pauses and moves."""
    assert session.week is not None
    assert session.workout is not None
    return day_of(enrollment, session.week.number, session.workout.letter)
