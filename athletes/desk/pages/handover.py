"""The hand-over sheet: the first week on one page to take home, and the note for the record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from athletes.localtime import clinic_day
from athletes.models import Enrollment, Session
from athletes.training.targets import without_barred_plyometrics
from athletes.wording.doses import how_words, planned_words
from athletes.wording.pain_limits import limit_words
from programs.figures import FIGURES
from programs.models import Dose, Exercise, Prescription, Program, Week
from programs.outline import Outline, Planned, outline


@dataclass(frozen=True)
class SheetRow:
    exercise: Exercise
    figure: str
    dose: str
    how: str
    note: str


@dataclass(frozen=True)
class SheetWorkout:
    title: str
    on: date | None
    minutes: int
    rows: list[SheetRow]


@dataclass(frozen=True)
class HandoverSheet:
    """What the athlete takes home. note -- plain text for the clinic's own record."""

    enrollment: Enrollment
    workouts: list[SheetWorkout]
    week: int
    address: str
    note: str

    @property
    def limit(self) -> str:
        """The pain that their places may reach, in words."""
        return limit_words(self.enrollment.athlete)


def handover_sheet(enrollment: Enrollment, at: datetime) -> HandoverSheet:
    """The week of the next session, workout by workout, in a fixed number of queries."""
    plan = outline(Program.objects.with_plan().get(pk=enrollment.program_id))
    today = enrollment.athlete.today(at)
    to_come = enrollment.sessions.not_begun().filter(planned_on__gte=today).order_by("planned_on")
    week = _week_to_show(to_come.select_related("week").first(), plan)
    if week is None:
        return HandoverSheet(enrollment, [], 1, settings.SITE_URL, _note(enrollment, [], 1))
    days = dict(to_come.filter(week=week).values_list("workout_id", "planned_on"))
    workouts = []
    for planned in plan.in_week(week.number):
        allowed = without_barred_plyometrics(planned, enrollment.athlete, today)
        workouts.append(_workout(allowed, days.get(planned.workout.pk)))
    note = _note(enrollment, workouts, week.number)
    return HandoverSheet(enrollment, workouts, week.number, settings.SITE_URL, note)


def _week_to_show(next_session: Session | None, plan: Outline) -> Week | None:
    """The week of the next session, else the first; None for a plan without weeks."""
    if next_session is not None and next_session.week is not None:
        return next_session.week
    if plan.weeks:
        return plan.weeks[0]
    return None


def _workout(planned: Planned, on: date | None) -> SheetWorkout:
    return SheetWorkout(
        title=f"{planned.workout.letter} · {planned.workout.title}",
        on=on,
        minutes=round(planned.minutes),
        rows=[_row(row, dose) for row, dose in planned.entries],
    )


def _row(row: Prescription, dose: Dose) -> SheetRow:
    figure = FIGURES.get(row.exercise.slug, "")
    picture = f"figures/{figure}.svg" if figure else ""
    return SheetRow(row.exercise, picture, planned_words(dose, row), how_words(dose, row), dose.note or row.note)


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
        lines += [f"- {row.exercise.name}: {row.dose}, {row.how}" for row in workout.rows]
    return "\n".join(lines)
