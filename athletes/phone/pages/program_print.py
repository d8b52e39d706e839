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
from athletes.wording.pain_limits import limit_words
from programs.models import Pattern, Program, Week
from programs.outline import Column, Outline, OutlineRow, outline
from programs.rules.prescription.dose import DoseValue, Span, plain
from programs.translating import words_of

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

    @property
    def limit(self) -> str:
        """The pain that their places may reach, in words."""
        return limit_words(self.enrollment.athlete)


def program_print_page(enrollment: Enrollment) -> ProgramPrint:
    """Neighboring weeks of one phase are one column; in a fixed number of queries."""
    plan = outline(Program.objects.with_plan().get(pk=enrollment.program_id))
    cleared = is_cleared(enrollment.athlete)
    phases = []
    for _name, weeks in groupby(plan.weeks, key=lambda week: week.phase):
        phases.append(_phase(plan, list(weeks), cleared))
    return ProgramPrint(enrollment, phases, absolute("program"))


def _phase(plan: Outline, weeks: list[Week], cleared: bool) -> PrintedPhase:
    numbers = [week.number for week in weeks]
    workouts = [_workout(column, numbers, cleared) for column in plan.workouts]
    return PrintedPhase(weeks[0].phase, _weeks(numbers), weeks[0].focus, _effort(plan, numbers), workouts)


def _workout(column: Column, numbers: list[int], cleared: bool) -> PrintedWorkout:
    lines = []
    for row in column.rows:
        done_in = _weeks_done_in(row, numbers)
        if done_in:
            weeks = "" if done_in == numbers else _weeks(done_in)
            lines.append(PrintedLine(words_of(row.exercise).name, _doses(row, done_in, cleared), weeks))
    return PrintedWorkout(column.workout.letter, column.workout.title, lines)


def _weeks_done_in(row: OutlineRow, numbers: list[int]) -> list[int]:
    """Those of the weeks in which the exercise has a dose."""
    return [number for number in numbers if number in row.doses]


def _doses(row: OutlineRow, numbers: list[int], cleared: bool) -> str:
    """Each dose once, in the order of the weeks; jumps say nothing of it before clearance."""
    if _is_jump(row) and not cleared:
        return _("after clearance")
    said: list[str] = []
    for number in numbers:
        dose = _dose(row.doses[number].value)
        if dose not in said:
            said.append(dose)
    return ", ".join(said)


def _is_jump(row: OutlineRow) -> bool:
    return row.exercise.pattern == Pattern.PLYOMETRIC


def _dose(value: DoseValue) -> str:
    """“3 × 8 · 40 kg”, never broken over two lines."""
    said = f"{value.sets} × {_work(value)}"
    if value.load:
        said += f" · {value.load}"
    return said.replace(" ", NO_BREAK)


def _work(value: DoseValue) -> str:
    if value.reps is None:
        return _("{seconds} s").format(seconds=value.seconds)
    return str(value.reps)


def _effort(plan: Outline, numbers: list[int]) -> str:
    """How much is left in reserve, from the hardest to the easiest; jumps are judged by quality, not by effort."""
    lows, highs = [], []
    for column in plan.workouts:
        for effort in _efforts(column, numbers):
            lows.append(Decimal(effort.low))
            highs.append(Decimal(effort.high))
    if not lows:
        return ""
    least, most = 10 - max(highs), 10 - min(lows)
    return _("leave {count} in reserve").format(count=span(plain(least), plain(most)))


def _efforts(column: Column, numbers: list[int]) -> list[Span]:
    """What is prescribed for repetitions; a hold has none to leave in reserve."""
    efforts = []
    for row in column.rows:
        if _is_jump(row):
            continue
        for number in _weeks_done_in(row, numbers):
            value = row.doses[number].value
            if value.rpe is not None and value.reps is not None:
                efforts.append(value.rpe)
    return efforts


def _weeks(numbers: list[int]) -> str:
    return ngettext("week {numbers}", "weeks {numbers}", len(numbers)).format(numbers=_numbers_said(numbers))


def _numbers_said(numbers: list[int]) -> str:
    """From the first to the last, or each by itself where one between is missing."""
    first, last = numbers[0], numbers[-1]
    if numbers == list(range(first, last + 1)):
        return span(first, last)
    return ", ".join(map(str, numbers))
