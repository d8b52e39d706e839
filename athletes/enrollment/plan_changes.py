"""Verbs that change a plan which an athlete is following, and the dates that hang on it.

Sessions that have begun, and days that are past, are never touched.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from statistics import median_low

from django.db import transaction
from django.utils.translation import gettext as _

from athletes.errors import RefusedError
from athletes.evaluation.evaluate import evaluate
from athletes.localtime import monday_of
from athletes.models import Enrollment, EnrollmentStatus, Session, SessionStatus, Suggestion, User
from programs.grid.commands import DuplicateWeek, RefusedEditError
from programs.grid.saving import ConflictError, save_grid
from programs.grid.shape import Begun, Grid, open_grid
from programs.grid.week_edits import duplicate_week
from programs.models import Program, ProgramRevision

from .prescribing import DOUBLE_SUBMIT_WINDOW, day_of

#: (week's key, workout's key) -> (the week's number, the workout's letter, whether it is optional).
Due = Mapping[tuple[int, int], tuple[int, str, bool]]


def begun_of(program: Program) -> Begun:
    """The weeks and workouts of a program that somebody has begun a session of."""
    begun = Session.objects.filter(enrollment__program=program, week__isnull=False, workout__isnull=False)
    return frozenset(begun.filter(targets__isnull=False).values_list("week_id", "workout_id"))


@transaction.atomic
def save_plan(*, grid: Grid, by: User, at: datetime, reason: str = "") -> ProgramRevision:
    """Store a grid as the program's next revision and re-date the sessions that hang on it.

    Raises ConflictError when somebody else saved the program since the grid was opened.
    """
    before = due_of(open_grid(grid.program))
    revision = save_grid(grid, author=by, at=at, reason=reason)
    after = due_of(grid)
    if before != after:
        for enrollment in Enrollment.objects.active().filter(program=grid.program).select_related("athlete"):
            _follow(enrollment, before, after, at)
    return revision


def due_of(grid: Grid) -> Due:
    """What a stored grid asks for: every workout of every week that holds a dose."""
    return {
        (int(week.key), table.workout.pk): (number, table.letter, table.is_optional)
        for number, week in enumerate(grid.weeks, start=1)
        for table in grid.tables
        if table.workout is not None and any(row.cells[number - 1].value is not None for row in table.rows)
    }


def _follow(enrollment: Enrollment, before: Due, after: Due, at: datetime) -> None:
    """Re-date what is still to come as its week moved, drop what is no longer due, add what is new."""
    today = enrollment.athlete.today(at)
    sessions = list(enrollment.sessions.all())
    coming = [s for s in sessions if s.status == SessionStatus.PLANNED and s.planned_on >= today]
    gone = [session for session in coming if _place(session) not in after]
    stay = [session for session in coming if _place(session) in after]
    for session in stay:
        was = before.get(_place(session), after[_place(session)])
        session.planned_on += timedelta(weeks=after[_place(session)][0] - was[0])
        session.is_optional = after[_place(session)][2]
    late = max((-((session.planned_on - today).days // 7) for session in stay), default=0)
    for session in stay if late > 0 else ():  # a week that is past was taken out: nothing to come moves into the past
        session.planned_on += timedelta(weeks=late)
    latest = [session for session in sessions if session not in gone and _place(session) in after][:1]
    drift = _drift(enrollment, stay or latest, after)
    known = {_place(session) for session in sessions}
    new = [
        Session(
            athlete_id=enrollment.athlete_id,
            enrollment=enrollment,
            week_id=place[0],
            workout_id=place[1],
            planned_on=on,
            is_optional=is_optional,
            program_revision=enrollment.program.revision,
        )
        for place, (number, letter, is_optional) in after.items()
        if place not in known and (on := day_of(enrollment, number, letter) + drift) >= today
    ]
    Session.objects.filter(pk__in=[session.pk for session in gone]).delete()
    Session.objects.bulk_update(stay, ["planned_on", "is_optional"])
    Session.objects.bulk_create(new)
    _set_end(enrollment, [s.planned_on for s in (*sessions, *new) if s not in gone])


def _place(session: Session) -> tuple[int, int]:
    return session.week_id or 0, session.workout_id or 0


def _drift(enrollment: Enrollment, sessions: list[Session], due: Due) -> timedelta:
    """How many whole weeks the coming sessions lie behind the dates of the start: what a pause has added."""
    own_days = ((s, day_of(enrollment, *due[_place(s)][:2])) for s in sessions)
    weeks = [(monday_of(s.planned_on) - monday_of(own_day)).days // 7 for s, own_day in own_days]
    return timedelta(weeks=median_low(weeks) if weeks else 0)


def _set_end(enrollment: Enrollment, days: list[date]) -> None:
    enrollment.ends_on = max([enrollment.starts_on, *days])
    enrollment.save(update_fields=["starts_on", "ends_on"])


@transaction.atomic
def repeat_week(*, enrollment: Enrollment, by: User, at: datetime, session: Session | None = None) -> ProgramRevision:
    """The athlete's current program week comes once more, right after it; everything later moves a week.

    session -- whose week it is; the latest due up to today, or the first one, where it is not said
    Raises RefusedError for a program that has ended.
    """
    _still_runs(enrollment)
    today = enrollment.athlete.today(at)
    dated = enrollment.sessions.filter(week__isnull=False).order_by("planned_on")
    current = session or dated.filter(planned_on__lte=today).last() or dated.first()
    if current is None:
        raise RefusedError(_("This program has no session to repeat."))
    program = Program.objects.with_plan().get(pk=enrollment.program_id)
    grid = open_grid(program, begun_of(program))
    number = (grid.place_of(str(current.week_id)) or 0) + 1
    last = program.revisions.first()
    reason = _("Week {number} repeated.").format(number=number)
    if last is not None and last.reason == reason and at - last.at < DOUBLE_SUBMIT_WINDOW:
        raise RefusedError(_("This week was repeated a moment ago."))
    try:
        duplicate_week(grid, DuplicateWeek(str(current.week_id)))
        return save_plan(grid=grid, by=by, at=at, reason=reason)
    except RefusedEditError as error:
        raise RefusedError(str(error)) from error
    except ConflictError as error:
        raise RefusedError(_("Somebody saved this program at the same moment. Try again.")) from error


@transaction.atomic
def shift_remaining(*, enrollment: Enrollment, on: date, at: datetime) -> int:
    """Re-date what is still to come, so that the next session is the first of its weekday from ``on``.

    Weekdays and distances stay. Where nothing has begun yet this moves the start, missed days included.
    Returns by how many weeks. Raises RefusedError for a day that is past, or a program that has ended.
    """
    _still_runs(enrollment)
    today = enrollment.athlete.today(at)
    if not today <= on <= today + timedelta(days=366):
        raise RefusedError(_("Choose a day from today to a year from now."), field="on")
    rest = enrollment.sessions.not_begun().order_by("planned_on")
    is_new = not enrollment.sessions.filter(targets__isnull=False).exists()
    coming = list(rest if is_new else rest.filter(planned_on__gte=today))
    if not coming:
        raise RefusedError(_("There is no session still to come."))
    weeks: int = -((coming[0].planned_on - on).days // 7)
    for session in coming:
        session.planned_on += timedelta(weeks=weeks)
    Session.objects.bulk_update(coming, ["planned_on"])
    if is_new:
        enrollment.starts_on += timedelta(weeks=weeks)
    _set_end(enrollment, list(enrollment.sessions.values_list("planned_on", flat=True)))
    Suggestion.objects.filter(session__in=coming).delete()  # what was advised for one day is not advice for another
    evaluate(enrollment.athlete, at)
    return weeks


@transaction.atomic
def pause_program(*, enrollment: Enrollment, until: date, at: datetime) -> int:
    """Nothing is due before that day: what is still to come begins again on or after it.

    A pause that stands is replaced. No weekly mail goes out, and nobody counts as silent. Returns by how many weeks
    the rest moved. Raises RefusedError for a day that is not to come, or a program that has ended.
    """
    if until <= enrollment.athlete.today(at):
        raise RefusedError(_("Choose the day on which it goes on, from tomorrow on."), field="on")
    coming = enrollment.sessions.not_begun().order_by("planned_on").first()
    is_later = enrollment.paused_until is None and coming is not None and coming.planned_on >= until
    weeks = 0 if is_later else shift_remaining(enrollment=enrollment, on=until, at=at)
    enrollment.paused_until = until
    enrollment.save(update_fields=["paused_until"])
    return weeks


@transaction.atomic
def resume_program(*, enrollment: Enrollment, at: datetime) -> int:
    """The pause ends now: the next session is the first of its weekday from today on. Returns the weeks moved."""
    weeks = shift_remaining(enrollment=enrollment, on=enrollment.athlete.today(at), at=at)
    enrollment.paused_until = None
    enrollment.save(update_fields=["paused_until"])
    return weeks


def _still_runs(enrollment: Enrollment) -> None:
    if enrollment.status != EnrollmentStatus.ACTIVE:
        raise RefusedError(_("This program has ended."))
