"""The schedule: the next sessions and where each may lie, the usual runs, and the best two strength days."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from athletes.enrollment.schedule import days_for, neighbors, usual_week
from athletes.localtime import monday_of
from athletes.models import Athlete, Enrollment, RunKind, Session, Weekday
from athletes.wording.doses import title_of
from programs.rules.schedule import Pair, Reason, best_pairs
from programs.rules.thresholds import Thresholds
from programs.thresholds import clinic_thresholds

WHY = {
    "next_to": gettext_lazy("next to another strength day"),
    "long": gettext_lazy("your long run"),
    "race": gettext_lazy("too close to your race"),
}


@dataclass(frozen=True)
class BarredDay:
    """A day that a session cannot lie on, and why."""

    on: date
    reason: str


@dataclass(frozen=True)
class MovableSession:
    """A session, the other days of its week that are free, and those that are not."""

    session: Session
    title: str
    free_days: list[date]
    barred_days: list[BarredDay]


@dataclass(frozen=True)
class SuggestedDays:
    """Two strength days with what they cost, in words."""

    days: tuple[int, int]
    name: str
    reasons: list[str]
    is_clean: bool
    is_current: bool


@dataclass(frozen=True)
class SchedulePage:
    enrollment: Enrollment | None
    sessions: list[MovableSession]
    usual: list[tuple[int, str, str]]
    """Weekday, its name, and its kind; the kind is empty where nobody stated it."""
    suggestions: list[SuggestedDays]

    @property
    def has_clean(self) -> bool:
        return any(suggestion.is_clean for suggestion in self.suggestions)


def schedule_page(athlete: Athlete, at: datetime) -> SchedulePage:
    """What may move, in the two weeks from this one on, and what days would suit the usual runs."""
    today = athlete.today(at)
    runs = usual_week(athlete)
    thresholds = clinic_thresholds()
    enrollment = athlete.enrollments.active().select_related("program").first()
    until = monday_of(today) + timedelta(days=13)
    coming = athlete.sessions.filter(is_optional=False).not_begun().between(today, until)
    coming = coming.select_related("workout", "enrollment__program").order_by("planned_on")
    sessions = []
    for session in coming:
        sessions.append(_movable(session, runs, today, thresholds))
    suggestions = []
    if enrollment and len(runs) == len(Weekday):
        suggestions = _suggestions(enrollment, runs, thresholds)
    return SchedulePage(
        enrollment=enrollment,
        sessions=sessions,
        usual=_usual(runs),
        suggestions=suggestions,
    )


def _usual(runs: dict[int, str]) -> list[tuple[int, str, str]]:
    usual = []
    for day, name in Weekday.choices:
        usual.append((day, str(name), runs.get(day, "")))
    return usual


def _movable(session: Session, runs: dict[int, str], today: date, thresholds: Thresholds) -> MovableSession:
    free, barred = [], []
    for day in days_for(session, runs=runs, others=neighbors(session), today=today, numbers=thresholds):
        if day.is_current:
            continue
        if day.why:
            barred.append(BarredDay(day.on, str(WHY[day.why])))
        else:
            free.append(day.on)
    return MovableSession(session, title_of(session), free, barred)


def _suggestions(enrollment: Enrollment, runs: dict[int, str], thresholds: Thresholds) -> list[SuggestedDays]:
    current = (enrollment.first_weekday, enrollment.second_weekday)
    has_plyometrics = enrollment.program.workouts.filter(prescriptions__exercise__pattern="plyometric").exists()
    week = [runs[day] for day in Weekday.values]
    suggestions = []
    for pair in best_pairs(week, has_plyometrics=has_plyometrics, numbers=thresholds):
        suggestions.append(_suggestion(pair, current))
    return suggestions


def _suggestion(pair: Pair, current: tuple[int, int]) -> SuggestedDays:
    first, second = pair.days
    reasons = []
    for reason in pair.reasons:
        if reason.cost > 0:
            reasons.append(_said(reason))
    return SuggestedDays(
        days=pair.days,
        name=_("{first} and {second}").format(first=Weekday(first).label, second=Weekday(second).label),
        reasons=reasons,
        is_clean=pair.cost <= 0,
        is_current=set(pair.days) == set(current),
    )


_REASONS: dict[str, Callable[[str, str], str]] = {
    "same": lambda day, run: _("{day} is also {run}: run first, lift at least 6 hours later.").format(day=day, run=run),
    "before": lambda day, run: _("{day} is the day before {run}.").format(day=day, run=run),
    "after": lambda day, run: _("{day} is the day after {run}.").format(day=day, run=run),
    "only_rest": lambda day, _run: _("{day} is your only day without a run.").format(day=day),
    "gap": lambda _day, _run: _("Only one day lies between them."),
}
_RUNS = {
    RunKind.TEMPO: gettext_lazy("your tempo run"),
    RunKind.INTERVALS: gettext_lazy("your intervals"),
    RunKind.LONG: gettext_lazy("your long run"),
}


def _said(reason: Reason) -> str:
    day = run = ""
    if reason.weekday is not None:
        day = str(Weekday(reason.weekday).label)
    if reason.run:
        run = str(_RUNS.get(RunKind(reason.run), ""))
    return _REASONS[reason.kind](day, run)
