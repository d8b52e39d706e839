"""Verbs that change a plan which an athlete is following, and the dates that hang on it.

Sessions that have begun, and days that are past, are never touched.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from athletes.errors import RefusedError
from athletes.evaluation.evaluate import evaluate
from athletes.models import Enrollment, EnrollmentStatus, Session, Suggestion, User
from programs.grid.commands import DuplicateWeek, RefusedEditError
from programs.grid.saving import ConflictError, save_grid
from programs.grid.shape import Begun, Grid, open_grid
from programs.grid.week_edits import duplicate_week
from programs.models import Program, ProgramRevision

from .prescribing import DOUBLE_SUBMIT_WINDOW, PLANNED_AHEAD
from .redating import due_workouts, end_with, follow_plan, weeks_to_reach


def begun_of(program: Program) -> Begun:
    """The weeks and workouts of a program that somebody has begun a session of."""
    begun = Session.objects.begun().filter(enrollment__program=program, week__isnull=False, workout__isnull=False)
    return frozenset(begun.order_by().values_list("week_id", "workout_id").distinct())


@transaction.atomic
def save_plan(*, grid: Grid, by: User, at: datetime, reason: str = "") -> ProgramRevision:
    """Store a grid as the program's next revision and re-date the sessions that hang on it.

    Raises ConflictError when somebody else saved the program since the grid was opened.
    """
    before = due_workouts(open_grid(grid.program))
    revision = save_grid(grid, author=by, at=at, reason=reason)
    after = due_workouts(grid)
    if before != after:
        for enrollment in Enrollment.objects.active().filter(program=grid.program).select_related("athlete"):
            follow_plan(enrollment=enrollment, before=before, after=after, at=at)
    return revision


@transaction.atomic
def repeat_week(*, enrollment: Enrollment, by: User, at: datetime, session: Session | None = None) -> ProgramRevision:
    """The athlete's current program week comes once more, right after it; everything later moves a week.

    session -- whose week it is; the latest due up to today, or the first one, where it is not said
    Raises RefusedError for a program that has ended.
    """
    _check_runs(enrollment)
    session = session or _current_session(enrollment, enrollment.athlete.today(at))
    if session is None:
        raise RefusedError(_("This program has no session to repeat."))
    program = Program.objects.with_plan().get(pk=enrollment.program_id)
    grid = open_grid(program, begun_of(program))
    week_key = str(session.week_id)
    week_number = (grid.place_of(week_key) or 0) + 1
    reason = _("Week {number} repeated.").format(number=week_number)
    latest = program.revisions.first()
    if latest is not None and latest.reason == reason and at - latest.at < DOUBLE_SUBMIT_WINDOW:
        raise RefusedError(_("This week was repeated a moment ago."))
    try:
        duplicate_week(grid, DuplicateWeek(week_key))
        return save_plan(grid=grid, by=by, at=at, reason=reason)
    except RefusedEditError as error:
        raise RefusedError(str(error)) from error
    except ConflictError as error:
        raise RefusedError(_("Someone else saved this program at the same moment. Try again.")) from error


def _current_session(enrollment: Enrollment, today: date) -> Session | None:
    """The latest session due up to today, else the first."""
    dated = enrollment.sessions.filter(week__isnull=False).order_by("planned_on")
    current: Session | None = dated.filter(planned_on__lte=today).last() or dated.first()
    return current


@transaction.atomic
def shift_remaining(*, enrollment: Enrollment, on: date, at: datetime) -> int:
    """Re-date what is still to come, so that the next session is the first of its weekday from ``on``.

    Weekdays and distances stay. Where nothing has begun yet this moves the start, missed days included.
    Returns by how many weeks. Raises RefusedError for a day that is past, or a program that has ended.
    """
    _check_runs(enrollment)
    today = enrollment.athlete.today(at)
    if not today <= on <= today + PLANNED_AHEAD:
        raise RefusedError(_("Choose a day from today to a year from now."), field="on")
    has_begun = enrollment.sessions.begun().exists()
    remaining = enrollment.sessions.not_begun().order_by("planned_on")
    if has_begun:
        remaining = remaining.filter(planned_on__gte=today)
    to_move = list(remaining)
    if not to_move:
        raise RefusedError(_("There are no sessions left to move."))
    weeks = weeks_to_reach(on, to_move[0].planned_on)
    for session in to_move:
        session.planned_on += timedelta(weeks=weeks)
    Session.objects.bulk_update(to_move, ["planned_on"])
    if not has_begun:
        enrollment.starts_on += timedelta(weeks=weeks)
    end_with(enrollment, enrollment.sessions.values_list("planned_on", flat=True))
    Suggestion.objects.filter(session__in=to_move).delete()  # what was advised for one day is not advice for another
    evaluate(enrollment.athlete, at)
    return weeks


@transaction.atomic
def pause_program(*, enrollment: Enrollment, until: date, at: datetime) -> int:
    """Nothing is due before that day: what is still to come begins again on or after it.

    A pause that stands is replaced. No weekly mail goes out, and nobody counts as silent. Returns by how many weeks
    the rest moved. Raises RefusedError for a day that is not to come, or a program that has ended.
    """
    if until <= enrollment.athlete.today(at):
        raise RefusedError(_("Choose the day it resumes, tomorrow or later."), field="on")
    weeks = 0
    if not _rests_until(enrollment, until):
        weeks = shift_remaining(enrollment=enrollment, on=until, at=at)
    enrollment.paused_until = until
    enrollment.save(update_fields=["paused_until"])
    return weeks


def _rests_until(enrollment: Enrollment, until: date) -> bool:
    """Whether the first pause changes no date: the next session lies on that day or after it already."""
    if enrollment.paused_until is not None:
        return False
    next_session = enrollment.sessions.not_begun().order_by("planned_on").first()
    return next_session is not None and next_session.planned_on >= until


@transaction.atomic
def resume_program(*, enrollment: Enrollment, at: datetime) -> int:
    """The pause ends now: the next session is the first of its weekday from today on. Returns the weeks moved."""
    weeks = shift_remaining(enrollment=enrollment, on=enrollment.athlete.today(at), at=at)
    enrollment.paused_until = None
    enrollment.save(update_fields=["paused_until"])
    return weeks


def _check_runs(enrollment: Enrollment) -> None:
    if enrollment.status != EnrollmentStatus.ACTIVE:
        raise RefusedError(_("This program has ended."))
