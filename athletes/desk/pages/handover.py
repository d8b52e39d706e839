"""The hand-over sheet: the first week on one page to take home, and the note for the record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from athletes.models import Enrollment, Session
from athletes.training.targets import without_barred_plyometrics
from athletes.wording.doses import how_words, planned_words
from programs.figures import FIGURES
from programs.models import Dose, Exercise, Prescription, Program
from programs.outline import Planned, outline


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


def handover_sheet(enrollment: Enrollment, at: datetime) -> HandoverSheet:
    """The week of the next session, workout by workout, in a fixed number of queries."""
    plan = outline(Program.objects.with_plan().get(pk=enrollment.program_id))
    today = enrollment.athlete.today(at)
    coming = enrollment.sessions.not_begun().filter(planned_on__gte=today).order_by("planned_on").select_related("week")
    first = coming.first()
    week = first.week if first is not None and first.week is not None else plan.weeks[0] if plan.weeks else None
    days = {each.workout_id: each for each in coming.filter(week=week)} if week else {}
    workouts = [
        _workout(without_barred_plyometrics(planned, enrollment.athlete, today), days.get(planned.workout.pk))
        for planned in (plan.in_week(week.number) if week else [])
    ]
    number = week.number if week else 1
    return HandoverSheet(enrollment, workouts, number, settings.SITE_URL, _note(enrollment, workouts, number))


def _workout(planned: Planned, session: Session | None) -> SheetWorkout:
    return SheetWorkout(
        title=f"{planned.workout.letter} · {planned.workout.title}",
        on=session.planned_on if session else None,
        minutes=round(planned.minutes),
        rows=[_row(row, dose) for row, dose in planned.entries],
    )


def _row(row: Prescription, dose: Dose) -> SheetRow:
    figure = FIGURES.get(row.exercise.slug, "")
    picture = f"figures/{figure}.svg" if figure else ""
    return SheetRow(row.exercise, picture, planned_words(dose, row), how_words(dose, row), dose.note or row.note)


def _note(enrollment: Enrollment, workouts: list[SheetWorkout], week: int) -> str:
    """The prescription in plain text, to be pasted into the record."""
    lines = [
        _("Strength program: {program}").format(program=enrollment.program.name),
        _("Prescribed on {day} by {name}").format(
            day=date_format(enrollment.prescribed_at, "DATE_FORMAT"), name=enrollment.prescribed_by or _("the clinic")
        ),
        _("From {start} to {end}, {first} and {second}").format(
            start=date_format(enrollment.starts_on, "DATE_FORMAT"),
            end=date_format(enrollment.ends_on, "DATE_FORMAT"),
            first=enrollment.get_first_weekday_display(),
            second=enrollment.get_second_weekday_display(),
        ),
        _("Pain limit: {limit}/10").format(limit=enrollment.athlete.pain_limit),
    ]
    for workout in workouts:
        head = _("Week {week}, {title} (about {minutes} min)")
        lines += ["", head.format(week=week, title=workout.title, minutes=workout.minutes)]
        lines += [f"- {row.exercise.name}: {row.dose}, {row.how}" for row in workout.rows]
    return "\n".join(lines)
