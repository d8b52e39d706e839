"""The whole program on one sheet of paper: a column for each phase, the workouts down."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from athletes.mail.links import absolute
from athletes.models import Enrollment
from athletes.training.clearance import is_cleared
from athletes.wording.doses import span
from programs.models import Pattern, Program, Week
from programs.outline import Column, Outline, OutlineRow, outline
from programs.rules.prescription.dose import plain

NO_BREAK = "\u00a0"


@dataclass(frozen=True)
class PrintedLine:
    """One exercise of a phase. doses -- “3 × 8, 4 × 5” as they follow; weeks -- only where not all of the phase."""

    name: str
    doses: str
    weeks: str


@dataclass(frozen=True)
class PrintedWorkout:
    letter: str
    title: str
    lines: list[PrintedLine]


@dataclass(frozen=True)
class PrintedPhase:
    """effort -- repetitions left in reserve over the phase, in words; empty where none is set."""

    name: str
    weeks: str
    focus: str
    effort: str
    workouts: list[PrintedWorkout]


@dataclass(frozen=True)
class ProgramPrint:
    enrollment: Enrollment
    phases: list[PrintedPhase]
    address: str


def program_print_page(enrollment: Enrollment) -> ProgramPrint:
    """Neighboring weeks of one phase are one column; in a fixed number of queries."""
    plan = outline(Program.objects.with_plan().get(pk=enrollment.program_id))
    cleared = is_cleared(enrollment.athlete)
    phases = [_phase(plan, list(weeks), cleared) for _name, weeks in groupby(plan.weeks, key=lambda week: week.phase)]
    return ProgramPrint(enrollment, phases, absolute("program"))


def _phase(plan: Outline, weeks: list[Week], cleared: bool) -> PrintedPhase:
    numbers = [week.number for week in weeks]
    workouts = [_workout(column, numbers, cleared) for column in plan.workouts]
    return PrintedPhase(weeks[0].phase, _weeks(numbers), weeks[0].focus, _effort(plan, numbers), workouts)


def _workout(column: Column, numbers: list[int], cleared: bool) -> PrintedWorkout:
    lines = [_line(row, numbers, cleared) for row in column.rows if any(number in row.doses for number in numbers)]
    return PrintedWorkout(column.workout.letter, column.workout.title, lines)


def _line(row: OutlineRow, numbers: list[int], cleared: bool) -> PrintedLine:
    mine = [number for number in numbers if number in row.doses]
    waits = row.exercise.pattern == Pattern.PLYOMETRIC and not cleared
    said = _("after clearance") if waits else ", ".join(dict.fromkeys(_dose(row, number) for number in mine))
    return PrintedLine(row.exercise.name, said, "" if mine == numbers else _weeks(mine))


def _dose(row: OutlineRow, number: int) -> str:
    value = row.doses[number].value
    work = _("{seconds} s").format(seconds=value.seconds) if value.reps is None else str(value.reps)
    said = f"{value.sets} × {work}" + (f" · {value.load}" if value.load else "")
    return said.replace(" ", NO_BREAK)


def _effort(plan: Outline, numbers: list[int]) -> str:
    """How much is left in reserve, from the hardest to the easiest; jumps are judged by quality, not by effort."""
    rows = [row for column in plan.workouts for row in column.rows if row.exercise.pattern != Pattern.PLYOMETRIC]
    values = [row.doses[number].value for row in rows for number in numbers if number in row.doses]
    efforts = [value.rpe for value in values if value.rpe is not None and value.reps is not None]
    if not efforts:
        return ""
    low = 10 - max(Decimal(effort.high) for effort in efforts)
    high = 10 - min(Decimal(effort.low) for effort in efforts)
    return _("leave {count} in reserve").format(count=span(plain(low), plain(high)))


def _weeks(numbers: list[int]) -> str:
    is_row = numbers == list(range(numbers[0], numbers[-1] + 1))
    said = span(numbers[0], numbers[-1]) if is_row else ", ".join(str(number) for number in numbers)
    return ngettext("week {numbers}", "weeks {numbers}", len(numbers)).format(numbers=said)
