"""Whether the next phase of a program is earned: what it asks for, and the figures of today (clinical.md 2.7)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from athletes.models import AssessmentKind, Athlete, FlagKind, Moment, PainReport, Session, SetLog, Side
from athletes.problems.episodes import Finding
from athletes.problems.figures import PhaseFigures
from athletes.training.clearance import is_cleared, latest_tests
from programs.rules.pain.zones import weekly_change
from programs.rules.phases import Asked, Figure, asked_of
from programs.rules.plyometrics import symmetry

from .pain.zones import RegionStatus
from .recent_training import RecentTraining

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


@dataclass(frozen=True, slots=True)
class PhaseAhead:
    """The phase that a coming session begins, and each of its conditions."""

    code: str
    name: str
    session: Session
    asked: list[Asked]

    @property
    def unmet(self) -> list[Asked]:
        return [condition for condition in self.asked if not condition.is_met]

    @property
    def is_earned(self) -> bool:
        return not self.unmet


def phase_ahead(training: RecentTraining, regions: Sequence[RegionStatus]) -> PhaseAhead | None:
    """The next phase, where the next session begins it and its program asks for something; None otherwise."""
    session = training.next_session
    if session is None or session.week is None or session.enrollment is None:
        return None
    conditions = (session.enrollment.program.phase_entry or {}).get(session.week.phase_code, [])
    if not conditions or _last_phase_code(training, session) in (None, session.week.phase_code):
        return None
    figures = figures_of(training.athlete, regions, training.today)
    return PhaseAhead(session.week.phase_code, session.week.phase, session, asked_of(conditions, figures))


def _last_phase_code(training: RecentTraining, session: Session) -> str | None:
    """The phase that the athlete last trained in, in that session's program; None where nothing was begun."""
    code: str | None = None
    for begun in training.begun:
        if begun.enrollment_id == session.enrollment_id and begun.week is not None:
            code = begun.week.phase_code
    return code


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


def not_earned(phase: PhaseAhead | None) -> Iterator[Finding]:
    """Said once for each day on which a phase would begin whose conditions are not met."""
    if phase is not None and not phase.is_earned:
        missing: list[str] = []
        for condition in phase.unmet:
            missing.append(condition.metric)
        figures = PhaseFigures(phase=phase.name, on=phase.session.planned_on, missing=tuple(missing))
        yield Finding(FlagKind.PHASE, f"{phase.session.pk}:{phase.session.planned_on}", figures)
