"""The figures that a phase may ask for, as of today (clinical.md 2.7, safety.md 2.4)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal

from athletes.models import AssessmentKind, Athlete, Moment, PainReport, Session, SetLog, Side
from athletes.models.sessions import completed_of
from athletes.training.clearance import is_cleared, latest_tests
from programs.rules.pain.zones import weekly_change
from programs.rules.phases import Figure, PhaseBefore
from programs.rules.plyometrics import symmetry
from programs.rules.prescription.coverage import REQUIRED_PATTERNS

from ..pain.zones import RegionStatus

WEEK = timedelta(days=7)
#: Where the phases' pain is read: the tendon and what lies beside it.
PHASE_REGIONS = ("achilles", "heel", "calf", "knee")
#: What the conditions of a phase may ask for (clinical.md 9).
METRICS = (
    "pain_during_max_7d",
    "next_morning_delta_max_7d",
    "weekly_morning_mean_change",
    "double_heel_raise_reps",
    "single_heel_raise_reps_affected",
    "heel_raise_lsi_pct",
    "rebound_set_pain_max",
    "therapist_clearance",
)


def figures_of(athlete: Athlete, regions: Sequence[RegionStatus], today: date) -> dict[str, Figure]:
    """Every figure that a phase may ask for, by its metric; None is not known. Four queries.

    Pain is 0 to 10, a morning is how far it lies above the usual one, symmetry is percent.
    """
    region = _region_of_phases(regions)
    tests = latest_tests(athlete)
    figures: dict[str, Figure] = dict.fromkeys(METRICS)
    figures["therapist_clearance"] = is_cleared(athlete)
    if AssessmentKind.DOUBLE_HEEL_RAISE in tests:
        figures["double_heel_raise_reps"] = min(tests[AssessmentKind.DOUBLE_HEEL_RAISE])
    if AssessmentKind.HEEL_RAISE in tests:
        raises = tests[AssessmentKind.HEEL_RAISE]
        figures["single_heel_raise_reps_affected"] = _raises_of_sore_side(raises, region)
        figures["heel_raise_lsi_pct"] = symmetry(*raises)
    if region is not None:
        figures["pain_during_max_7d"] = _worst_score(region, today)
        figures["next_morning_delta_max_7d"] = _worst_morning(region, today)
        figures["weekly_morning_mean_change"] = weekly_change(region.mornings, today)
        figures["rebound_set_pain_max"] = _rebound_pain(athlete, region, today)
    return figures


def _region_of_phases(regions: Sequence[RegionStatus]) -> RegionStatus | None:
    """The region that the program is about: one that the therapist set first, then the worst."""
    candidates: list[RegionStatus] = []
    for region in regions:
        if region.profile.region in PHASE_REGIONS:
            candidates.append(region)
    return min(candidates, key=_importance, default=None)


def _importance(region: RegionStatus) -> tuple[bool, int, int]:
    """Sorts the most important region first."""
    is_unset = region.profile.set_by_id is None
    return is_unset, PHASE_REGIONS.index(region.profile.region), -region.zone


def _worst_score(region: RegionStatus, today: date) -> int | None:
    """The worst pain of a week's sessions; None where nobody said."""
    scores: list[int] = []
    for rated in region.readings:
        during = rated.reading.during
        if during is not None and rated.on > today - WEEK:
            scores.append(during)
    return max(scores, default=None)


def _worst_morning(region: RegionStatus, today: date) -> Decimal | None:
    """How far the worst morning of a week lies above the usual one; None where nobody said."""
    scores: list[int] = []
    for on, score in region.mornings.items():
        if on > today - WEEK:
            scores.append(score)
    if not scores:
        return None
    return max(scores) - region.usual_morning


def _raises_of_sore_side(raises: tuple[int, int], region: RegionStatus | None) -> int:
    """Heel raises of the side that hurts; of the weaker one where that is not known."""
    left, right = raises
    if region is not None and region.profile.side == Side.LEFT:
        return left
    if region is not None and region.profile.side == Side.RIGHT:
        return right
    return min(raises)


def _rebound_pain(athlete: Athlete, region: RegionStatus, today: date) -> int | None:
    """Worst pain in that region in sessions of two weeks that held springy sets; None where nobody said."""
    springy = SetLog.objects.kept().filter(
        athlete=athlete, performed_on__gt=today - 2 * WEEK, exercise__default_tempo="rebound"
    )
    reports = PainReport.objects.filter(
        session__in=springy.values("session"),
        region=region.profile.region,
        side=region.profile.side,
        moment=Moment.DURING,
    )
    return max(reports.values_list("score", flat=True), default=None)


def phase_before(sessions: Iterable[Session], *, is_held: bool) -> PhaseBefore:
    """How a phase went, from all of its sessions up to today; one query. is_held -- pain holds something back now"""
    sessions = list(sessions)
    done = completed_of(sessions)
    patterns: set[str] = set()
    exercises: set[tuple[object, ...]] = set()
    rated: set[tuple[object, ...]] = set()
    logs = SetLog.objects.kept().filter(session__in=done)
    for session_id, exercise, pattern, reps, rpe in logs.values_list(
        "session", "exercise", "exercise__pattern", "reps", "rpe"
    ):
        patterns.add(pattern)
        if reps is not None:
            exercises.add((session_id, exercise))
        if reps is not None and rpe is not None:
            rated.add((session_id, exercise))
    return PhaseBefore(
        sessions=_percent(len(done), len(sessions)),
        efforts=_percent(len(rated), len(exercises)),
        patterns=len(patterns & set(REQUIRED_PATTERNS)),
        is_held=is_held,
    )


def _percent(part: int, whole: int) -> int | None:
    return part * 100 // whole if whole else None
