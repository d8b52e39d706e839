"""Whether the next phase of a program is earned: what it asks for, and the figures of today (clinical.md 2.7)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from athletes.models import AssessmentKind, Athlete, FlagKind, PainReport, Session, SetLog, Side
from athletes.problems.episodes import Finding
from athletes.training.clearance import is_cleared, latest_tests
from programs.rules.pain import weekly_change
from programs.rules.phases import Asked, Figure, asked_of
from programs.rules.plyometrics import symmetry

from .pain_zones import RegionStatus

_WEEK = timedelta(days=7)
#: Where the phases' pain is read: the tendon and what lies beside it.
_PLACES = ("achilles", "heel", "calf", "knee")


@dataclass(frozen=True, slots=True)
class PhaseAhead:
    """The phase that a coming session begins, and each of its conditions."""

    code: str
    name: str
    session: Session
    asked: list[Asked]

    @property
    def is_earned(self) -> bool:
        return all(each.is_met for each in self.asked)


def phase_ahead(
    athlete: Athlete, coming: Sequence[Session], past: Iterable[Session], judged: Sequence[RegionStatus], today: date
) -> PhaseAhead | None:
    """The next phase, where the next session begins it and its program asks for something; None otherwise.

    coming, past -- with their week and their enrollment's program
    """
    session = next(iter(coming), None)
    if session is None or session.week is None or session.enrollment is None:
        return None
    begun = [each for each in past if each.enrollment_id == session.enrollment_id and each.week]
    last = max(begun, key=lambda each: each.planned_on, default=None)
    conditions = (session.enrollment.program.phase_entry or {}).get(session.week.phase_code, [])
    if not conditions or last is None or last.week is None or last.week.phase_code == session.week.phase_code:
        return None
    figures = figures_of(athlete, judged, today)
    return PhaseAhead(session.week.phase_code, session.week.phase, session, asked_of(conditions, figures))


def figures_of(athlete: Athlete, judged: Sequence[RegionStatus], today: date) -> dict[str, Figure]:
    """Every figure that a phase may ask for, by its metric; None is not known. Four queries."""
    place = _place(judged)
    tests = latest_tests(athlete)
    raises, both = tests.get(AssessmentKind.HEEL_RAISE), tests.get(AssessmentKind.DOUBLE_HEEL_RAISE)
    return {
        "pain_during_max_7d": _worst(place, today),
        "next_morning_delta_max_7d": _worst_morning(place, today),
        "weekly_morning_mean_change": weekly_change(place.mornings, today) if place else None,
        "double_heel_raise_reps": min(both) if both else None,
        "single_heel_raise_reps_affected": _affected(raises, place),
        "heel_raise_lsi_pct": symmetry(*raises) if raises else None,
        "rebound_set_pain_max": _rebound_pain(athlete, place, today),
        "therapist_clearance": is_cleared(athlete),
    }


def _place(judged: Sequence[RegionStatus]) -> RegionStatus | None:
    """The place that the program is about: one that the therapist set first, then the worst."""
    found = [each for each in judged if each.profile.region in _PLACES]
    found.sort(key=lambda each: (each.profile.set_by_id is None, _PLACES.index(each.profile.region), -each.zone))
    return found[0] if found else None


def _worst(place: RegionStatus | None, today: date) -> int | None:
    readings = [each.during for each, _zone in place.readings if each.on > today - _WEEK] if place else []
    return max((score for score in readings if score is not None), default=None)


def _worst_morning(place: RegionStatus | None, today: date) -> Decimal | None:
    """The highest morning of a week over the usual one."""
    lately = [score for on, score in place.mornings.items() if on > today - _WEEK] if place else []
    return max(lately) - place.usual if place and lately else None


def _affected(raises: tuple[int, int] | None, place: RegionStatus | None) -> int | None:
    """Raises of the side that hurts; of the weaker one where that is not known."""
    if raises is None:
        return None
    side = place.profile.side if place else ""
    return {Side.LEFT: raises[0], Side.RIGHT: raises[1]}.get(Side(side), min(raises))


def _rebound_pain(athlete: Athlete, place: RegionStatus | None, today: date) -> int | None:
    """Worst pain at that place in sessions of two weeks that held springy sets; None where nobody said."""
    if place is None:
        return None
    springy = SetLog.objects.kept().filter(
        athlete=athlete, performed_on__gt=today - 2 * _WEEK, exercise__default_tempo="rebound"
    )
    reports = PainReport.objects.filter(
        session__in=springy.values("session"), region=place.profile.region, side=place.profile.side, moment="during"
    )
    return max(reports.values_list("score", flat=True), default=None)


def not_earned(phase: PhaseAhead | None) -> Iterable[Finding]:
    """Said once for each day on which a phase would begin whose conditions are not met."""
    if phase is not None and not phase.is_earned:
        missing = [each.metric for each in phase.asked if not each.is_met]
        figures = {"phase": phase.name, "on": str(phase.session.planned_on), "missing": missing}
        yield Finding(FlagKind.PHASE, f"{phase.session.pk}:{phase.session.planned_on}", figures)
