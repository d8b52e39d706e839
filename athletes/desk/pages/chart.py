"""The therapist's chart of one athlete: the same lines as Progress over any length, and what only a therapist reads.

Estimated maximum, session load, monotony and strain are shown as figures and trends (clinical.md 4.4, 4.5):
nothing is prescribed from them, and none of them is an alarm.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache
from uuid import UUID

from django.db.models import Max
from django.utils.translation import gettext as _

from athletes.localtime import monday_of
from athletes.models import Athlete, Session, SetLog
from athletes.models.sessions import SessionQuerySet
from athletes.models.set_logs import SetLogQuerySet
from athletes.phone.charts import Chart, day_chart, steps_between
from athletes.phone.pages.progress import ProgressPage, progress_page
from athletes.training.loads import in_unit
from athletes.training.target import AT_OWN_PACE
from athletes.training.targets import frozen_target
from programs.dates import date_format
from programs.models import Exercise, Pattern
from programs.rules.load import estimated_max, force_dose_met, is_heavy_enough
from programs.rules.prescription.coverage import FORCE_PATTERNS
from programs.rules.prescription.dose import Load
from programs.rules.prescription.tempo import Tempo
from programs.rules.thresholds import Thresholds
from programs.thresholds import clinic_thresholds
from programs.translating import name_by_key

from .load_weeks import LoadWeek, load_weeks

#: Weeks that the page offers; the last is as far back as it looks.
PERIODS = (12, 26, 520)
#: Days with an estimate that make a line.
MIN_ESTIMATES = 3
#: Limited by strength, not by balance: where an estimated maximum says something.
_STRENGTH = frozenset({Pattern.SINGLE_LEG, Pattern.HIP_HINGE, Pattern.BILATERAL_SQUAT, Pattern.CALF_ACHILLES})


@dataclass(frozen=True)
class Estimate:
    """The estimated maximum of one exercise by day, in whole units: a trend."""

    name: str
    unit: str
    days: list[tuple[date, Decimal]]

    @property
    def chart(self) -> Chart:
        line: list[tuple[date, float]] = []
        names: dict[date, str] = {}
        for on, value in self.days:
            line.append((on, float(value)))
            names[on] = date_format(on, "M j")
        label = _("{name}, estimated maximum: {first} {unit} at first, {last} {unit} at last.").format(
            name=self.name, first=self.days[0][1], last=self.days[-1][1], unit=self.unit
        )
        levels = steps_between(float(self.lowest), float(self.highest))
        return day_chart(label, lines=[line], levels=levels, names=names)

    @property
    def values(self) -> list[Decimal]:
        return [value for _on, value in self.days]

    @property
    def lowest(self) -> Decimal:
        return min(self.values)

    @property
    def highest(self) -> Decimal:
        return max(self.values)


@dataclass(frozen=True)
class ChartPage:
    progress: ProgressPage
    estimate: Estimate | None
    loads: list[LoadWeek]
    force_weeks: list[tuple[date, bool]]
    """The last weeks that were no lighter ones, each with whether a set was heavy enough for economy."""
    is_force_met: bool


def chart_of(athlete: Athlete, at: datetime, *, weeks: int = PERIODS[0], slug: str = "") -> ChartPage:
    """Everything in a fixed number of queries. weeks -- of the lines; slug -- the exercise that is drawn"""
    today, numbers = athlete.today(at), clinic_thresholds()
    progress = progress_page(athlete, at, weeks=weeks, slug=slug)
    since = monday_of(today) - timedelta(weeks=weeks - 1)
    estimate = None
    if progress.lift is not None:
        estimate = _estimate(athlete, progress.lift.slug, since)
    force_weeks = _force_weeks(athlete, today, numbers)
    met = []
    for _monday, is_met in force_weeks:
        met.append(is_met)
    return ChartPage(
        progress=progress,
        estimate=estimate,
        loads=load_weeks(athlete, today),
        force_weeks=force_weeks,
        is_force_met=force_dose_met(met, numbers),
    )


def _estimate(athlete: Athlete, slug: str, since: date) -> Estimate | None:
    """The best estimate of each day, where the sets allow one; None with fewer than three days.

    The database keeps the heaviest of like sets, and what was due in a session is read once, not for each of its sets.
    """
    sets = SetLog.objects.kept().filter(athlete=athlete, exercise__slug=slug, performed_on__gte=since, load_kg__gt=0)
    sets = sets.filter(reps__isnull=False, rpe__isnull=False)
    exercise = Exercise.objects.only("name", "pattern", "load_type").filter(slug=slug).first()
    if exercise is None or not exercise.is_loaded or exercise.pattern not in _STRENGTH:
        return None
    best_kg: dict[date, Decimal] = {}
    tempo_of = _tempos(sets)
    heaviest = sets.values("performed_on", "session_id", "prescription_id", "reps", "rpe").annotate(kg=Max("load_kg"))
    for row in heaviest.order_by("performed_on"):
        tempo = tempo_of(row["session_id"], row["prescription_id"])
        estimate_kg = estimated_max(row["kg"], row["reps"], row["rpe"], tempo=tempo, is_strength=True)
        if estimate_kg is not None:
            on = row["performed_on"]
            best_kg[on] = max(estimate_kg, best_kg.get(on, estimate_kg))
    if len(best_kg) < MIN_ESTIMATES:
        return None
    days: list[tuple[date, Decimal]] = []
    for on, best in best_kg.items():
        days.append((on, _whole_units(best, athlete)))
    return Estimate(name_by_key(exercise.pk, exercise.name), athlete.unit, days)


def _tempos(sets: SetLogQuerySet) -> Callable[[UUID, int | None], Tempo]:
    """Says the tempo that was due; a set beyond the targets counts as done at its own pace."""
    sessions = Session.objects.only("targets").filter(pk__in=sets.values("session_id")).in_bulk()

    @cache
    def tempo_of(session_id: UUID, prescription_id: int | None) -> Tempo:
        target = frozen_target(sessions[session_id], prescription_id)
        return AT_OWN_PACE if target is None else target.tempo

    return tempo_of


def _whole_units(kg: Decimal, athlete: Athlete) -> Decimal:
    return in_unit(Load.from_kg(kg, "kg"), athlete.unit).amount.quantize(Decimal(1))


def _force_weeks(athlete: Athlete, today: date, numbers: Thresholds) -> list[tuple[date, bool]]:
    """The last weeks that were no lighter ones, the oldest first (clinical.md 1.2)."""
    since = monday_of(today) - timedelta(weeks=3 * numbers.force_window)
    sessions = athlete.sessions.filter(opened_at__isnull=False, planned_on__gte=since)
    lighter = _mondays(sessions.filter(week__is_deload=True))
    trained = _mondays(sessions) - lighter
    heavy = _heavy_mondays(athlete, since, numbers)
    weeks: list[tuple[date, bool]] = []
    for monday in sorted(trained)[-numbers.force_window :]:
        weeks.append((monday, monday in heavy))
    return weeks


def _mondays(sessions: SessionQuerySet) -> set[date]:
    mondays = set()
    for on in sessions.values_list("planned_on", flat=True):
        mondays.add(monday_of(on))
    return mondays


def _heavy_mondays(athlete: Athlete, since: date, numbers: Thresholds) -> set[date]:
    """Weeks with a set that was heavy enough for running economy."""
    sets = SetLog.objects.kept().filter(athlete=athlete, performed_on__gte=since, load_kg__gt=0, rpe__isnull=False)
    sets = sets.filter(exercise__pattern__in=FORCE_PATTERNS, reps__isnull=False)
    mondays = set()
    for on, reps, rpe in sets.values_list("performed_on", "reps", "rpe").distinct():
        if is_heavy_enough(reps, rpe, numbers):
            mondays.add(monday_of(on))
    return mondays
