"""The therapist's chart of one athlete: the same lines as Progress over any length, and what only a therapist reads.

Estimated maximum, session load, monotony and strain are shown as figures and trends (clinical.md 4.4, 4.5):
nothing is prescribed from them, and none of them is an alarm.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from athletes.localtime import monday_of
from athletes.models import Athlete, Session, SessionStatus, SetLog
from athletes.phone.charts import Chart, day_chart, steps_between
from athletes.phone.pages.progress import ProgressPage, progress_page
from athletes.phone.pages.volume import load_of
from athletes.training.loads import in_unit
from athletes.training.target import AT_OWN_PACE
from athletes.training.targets import frozen_target
from programs.models import Pattern
from programs.rules.coverage import FORCE_PATTERNS
from programs.rules.dose import Load
from programs.rules.load import estimated_max, force_dose_met, is_heavy_enough, monotony, strain
from programs.rules.tempo import Tempo
from programs.rules.thresholds import Thresholds
from programs.thresholds import clinic_thresholds

#: Weeks that the page offers; the last is as far back as it looks.
PERIODS = (12, 26, 520)
#: Weeks of session load in the table.
LOAD_WEEKS = 12
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
        values = [(on, float(value)) for on, value in self.days]
        heights = [value for _on, value in values]
        label = _("{name}, estimated maximum: {first} {unit} at first, {last} {unit} at last.").format(
            name=self.name, first=self.days[0][1], last=self.days[-1][1], unit=self.unit
        )
        names = {on: date_format(on, "j M") for on, _value in self.days}
        return day_chart(label, lines=[values], levels=steps_between(min(heights), max(heights)), names=names)


@dataclass(frozen=True)
class LoadWeek:
    """One week's session load. None where effort or minutes of something are not known.

    monotony, strain -- of a whole week only, from both together
    """

    monday: date
    running: int | None
    strength: int | None
    total: int | None
    monotony: Decimal | None
    strain: int | None


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
    force = _force_weeks(athlete, today, numbers)
    return ChartPage(
        progress=progress,
        estimate=_estimate(athlete, progress.lift.slug, since) if progress.lift else None,
        loads=_load_weeks(athlete, today),
        force_weeks=force,
        is_force_met=force_dose_met([is_met for _monday, is_met in force], numbers),
    )


def _estimate(athlete: Athlete, slug: str, since: date) -> Estimate | None:
    """The best estimate of each day, where the sets allow one; None with fewer than three days."""
    rows = SetLog.objects.kept().filter(athlete=athlete, exercise__slug=slug, performed_on__gte=since, load_kg__gt=0)
    rows = rows.filter(reps__isnull=False, rpe__isnull=False).select_related("exercise", "session")
    best: dict[date, Decimal] = {}
    name = ""
    for each in rows.order_by("performed_on"):
        name, exercise = each.exercise.name, each.exercise
        is_strength = exercise.is_loaded and exercise.pattern in _STRENGTH
        found = estimated_max(each.load_kg, each.reps, each.rpe, tempo=_tempo_of(each), is_strength=is_strength)
        if found is not None:
            best[each.performed_on] = max(found, best.get(each.performed_on, found))
    if len(best) < 3:
        return None
    days = [(on, in_unit(Load.from_kg(kg, "kg"), athlete.unit).amount.quantize(Decimal(1))) for on, kg in best.items()]
    return Estimate(name, athlete.unit, days)


def _tempo_of(done: SetLog) -> Tempo:
    """The tempo that was due; a set beyond the targets counts as done at its own pace."""
    target = frozen_target(done.session, done.prescription_id)
    return AT_OWN_PACE if target is None else target.tempo


def _load_weeks(athlete: Athlete, today: date) -> list[LoadWeek]:
    """Session load week by week, running and strength apart and together, the latest first."""
    first = monday_of(today) - timedelta(weeks=LOAD_WEEKS - 1)
    runs: dict[date, list[int | None]] = defaultdict(list)
    for run in athlete.runs.kept().between(first, today):
        runs[run.ran_on].append(run.load)
    lifted: dict[date, list[int | None]] = defaultdict(list)
    for session in Session.objects.filter(athlete=athlete, status=SessionStatus.COMPLETED, finished_at__isnull=False):
        on = athlete.today(session.opened_at or session.finished_at)
        if first <= on <= today:
            lifted[on].append(load_of(session))
    mondays = [first + timedelta(weeks=place) for place in range(LOAD_WEEKS)]
    return [_load_week(monday, runs, lifted, today) for monday in reversed(mondays)]


def _load_week(
    monday: date, runs: dict[date, list[int | None]], lifted: dict[date, list[int | None]], today: date
) -> LoadWeek:
    days = [monday + timedelta(days=place) for place in range(7)]
    ran = [_sum(runs.get(on, [])) for on in days]
    strong = [_sum(lifted.get(on, [])) for on in days]
    both = [_sum([one, other]) for one, other in zip(ran, strong, strict=True)]
    known = [each for each in both if each is not None]
    is_whole = len(known) == len(days) and days[-1] < today
    stress = strain(known) if is_whole else None
    return LoadWeek(
        monday,
        _sum(ran),
        _sum(strong),
        _sum(both),
        monotony(known).quantize(Decimal("0.1")) if is_whole and stress is not None else None,  # type: ignore[union-attr]
        None if stress is None else int(stress),
    )


def _sum(values: Sequence[int | None]) -> int | None:
    """The sum; None where one of them is not known."""
    known = [each for each in values if each is not None]
    return sum(known) if len(known) == len(values) else None


def _force_weeks(athlete: Athlete, today: date, numbers: Thresholds) -> list[tuple[date, bool]]:
    """The last weeks that were no lighter ones, the oldest first (clinical.md 1.2)."""
    since = monday_of(today) - timedelta(weeks=3 * numbers.force_window)
    sessions = Session.objects.filter(athlete=athlete, opened_at__isnull=False, planned_on__gte=since)
    light = {monday_of(on) for on in sessions.filter(week__is_deload=True).values_list("planned_on", flat=True)}
    trained = {monday_of(on) for on in sessions.values_list("planned_on", flat=True)} - light
    rows = SetLog.objects.kept().filter(athlete=athlete, performed_on__gte=since, load_kg__gt=0, rpe__isnull=False)
    rows = rows.filter(exercise__pattern__in=FORCE_PATTERNS, reps__isnull=False)
    heavy = _heavy_weeks(rows.values_list("performed_on", "reps", "rpe"), numbers)
    return [(monday, monday in heavy) for monday in sorted(trained)[-numbers.force_window :]]


def _heavy_weeks(sets: Iterable[tuple[date, int, Decimal]], numbers: Thresholds) -> set[date]:
    return {monday_of(on) for on, reps, rpe in sets if is_heavy_enough(reps, rpe, numbers)}
