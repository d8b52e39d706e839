"""The hand-over sheet: the week of the next session on one page to take home, and the note for the record.

What it asks for is what the phone asks for: the same offers, with what the rules hold back, in the athlete's own unit.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from athletes.localtime import clinic_day
from athletes.mail.links import absolute
from athletes.models import Athlete, Enrollment, Session
from athletes.training.due_target import due_target
from athletes.training.performances import last_performances
from athletes.training.target import Target
from athletes.training.targets import Offer, offer, without_barred_plyometrics
from athletes.wording.doses import dose_words, effort_words, rest_words, tempo_words
from athletes.wording.pain_limits import limit_words
from programs.dates import date_format
from programs.models import Program, Week
from programs.outline import Outline, Planned, outline
from programs.own_figures.shown import ShownFigure, figure_of


@dataclass(frozen=True)
class SheetRow:
    """One exercise of a workout. figure -- where there is none, its number stands there instead

    dose -- with the effort; how -- tempo and rest, in words; cue, note -- empty where there is none
    """

    number: int
    name: str
    figure: ShownFigure | None
    dose: str
    how: str
    cue: str
    note: str


@dataclass(frozen=True)
class SheetWorkout:
    title: str
    on: date | None
    minutes: int
    rows: list[SheetRow]


@dataclass(frozen=True)
class HandoverSheet:
    """What the athlete takes home. address -- where the phone shows it; note -- plain text for the clinic's own record

    printed_on -- a day of the clinic; is_stopped -- training is stopped: then it asks for nothing
    """

    enrollment: Enrollment
    workouts: list[SheetWorkout]
    week: int
    address: str
    note: str
    printed_on: date
    is_stopped: bool = False

    @property
    def beside(self) -> list[SheetWorkout]:
        """The two that stand beside each other."""
        return self.workouts[:2]

    @property
    def beneath(self) -> list[SheetWorkout]:
        """What a week has more: an optional top-up."""
        return self.workouts[2:]

    @property
    def limit(self) -> str:
        """The pain that their places may reach, in words."""
        return limit_words(self.enrollment.athlete)


def handover_sheet(enrollment: Enrollment, at: datetime) -> HandoverSheet:
    """The week of the next session, workout by workout; a few queries for each workout of a week."""
    is_stopped = enrollment.athlete.stopped_at is not None
    week, workouts = (1, []) if is_stopped else _week_and_workouts(enrollment, at)
    return HandoverSheet(
        enrollment=enrollment,
        workouts=workouts,
        week=week,
        address=absolute("today"),
        note=_note(enrollment, workouts, week),
        printed_on=clinic_day(at),
        is_stopped=is_stopped,
    )


def _week_and_workouts(enrollment: Enrollment, at: datetime) -> tuple[int, list[SheetWorkout]]:
    plan = outline(Program.objects.with_plan().get(pk=enrollment.program_id))
    today = enrollment.athlete.today(at)
    to_come = enrollment.sessions.not_begun().filter(planned_on__gte=today).order_by("planned_on")
    week = _week_to_show(to_come.select_related("week").first(), plan)
    if week is None:
        return 1, []
    sessions = _sessions_by_workout(to_come.filter(week=week).select_related("week", "workout"))
    workouts = []
    for planned in plan.in_week(week.number):
        workout = _workout(planned, sessions.get(planned.workout.pk), enrollment.athlete, today)
        if workout.rows:
            workouts.append(workout)
    return week.number, workouts


def _week_to_show(next_session: Session | None, plan: Outline) -> Week | None:
    """The week of the next session, else the first; None for a plan without weeks."""
    if next_session is not None and next_session.week is not None:
        return next_session.week
    if plan.weeks:
        return plan.weeks[0]
    return None


def _sessions_by_workout(sessions: Iterable[Session]) -> Mapping[int | None, Session]:
    """The sessions of one week by their workout; of a week that comes again, the first."""
    by_workout: dict[int | None, Session] = {}
    for session in sessions:
        by_workout.setdefault(session.workout_id, session)
    return by_workout


def _workout(planned: Planned, session: Session | None, athlete: Athlete, today: date) -> SheetWorkout:
    asked = _asked(planned, session, athlete, today)
    return SheetWorkout(
        title=f"{planned.workout.letter} · {planned.workout.title}",
        on=session.planned_on if session else None,
        minutes=asked.minutes(is_top_up=planned.workout.is_optional),
        rows=[_row(number, target) for number, target in enumerate(asked.targets, 1)],
    )


def _asked(planned: Planned, session: Session | None, athlete: Athlete, today: date) -> Offer:
    """What the phone will ask for in that session; where it has been done or lies behind, what the plan has."""
    if session is not None:
        session.athlete = athlete
        return offer(session)
    allowed = without_barred_plyometrics(planned, athlete, today)
    last = last_performances(athlete, allowed.exercise_slugs)
    targets = []
    for row, dose in allowed.entries:
        targets.append(due_target(row, dose, athlete, last.get(row.exercise.slug, [])))
    return Offer("", targets)


def _row(number: int, target: Target) -> SheetRow:
    return SheetRow(
        number=number,
        name=target.exercise_name,
        figure=figure_of(target.exercise_slug),
        dose=", ".join(filter(None, [dose_words(target), effort_words(target)])),
        how=" · ".join(filter(None, [tempo_words(target), rest_words(target)])),
        cue=target.cue,
        note=target.note,
    )


def _note(enrollment: Enrollment, workouts: list[SheetWorkout], week: int) -> str:
    """The prescription in plain text, to be pasted into the record."""
    prescribed_on = date_format(clinic_day(enrollment.prescribed_at), "DATE_FORMAT")
    prescribed_by = enrollment.prescribed_by or _("the clinic")
    starts_on, ends_on = (
        date_format(enrollment.starts_on, "DATE_FORMAT"),
        date_format(enrollment.ends_on, "DATE_FORMAT"),
    )
    first, second = enrollment.get_first_weekday_display(), enrollment.get_second_weekday_display()
    lines = [
        _("Strength program: {program}").format(program=enrollment.program.name),
        _("Prescribed on {day} by {name}").format(day=prescribed_on, name=prescribed_by),
        _("From {start} to {end}, {first} and {second}").format(
            start=starts_on, end=ends_on, first=first, second=second
        ),
        _("Pain limit: {limit}").format(limit=limit_words(enrollment.athlete)),
    ]
    for workout in workouts:
        head = _("Week {week}, {title} (about {minutes} min)")
        lines += ["", head.format(week=week, title=workout.title, minutes=workout.minutes)]
        lines += [f"- {row.name}: {row.dose}, {row.how}" for row in workout.rows]
    return "\n".join(lines)
