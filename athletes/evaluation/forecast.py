"""What the rules advise for the next two sessions (clinical.md 4.2), and the suggestions that stand because of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import Max

from athletes.models import Athlete, Session, SetLog, Suggestion, SuggestionState
from athletes.training.loads import in_unit, load_step
from programs.models import Exercise, Pattern, Tissue
from programs.rules.easing import Ease
from programs.rules.pain import Zone
from programs.rules.prescription.tempo import Tempo
from programs.rules.advice import Change, Performance
from programs.rules.progression import advise
from programs.rules.thresholds import Thresholds

from .pain.limits import BodySite
from .pain.zones import RegionStatus, zone_for_pattern
from .performances import performance_histories, read_sets
from .plyometrics import advise_plyometrics, contact_history
from .recent_training import DueDose, RecentTraining, read_due_doses
from .suggestions import AdvisedDose, new_suggestion, store_suggestions

#: Nothing to decide: such advice is not stored.
_SILENT = frozenset({Change.NOTHING, Change.REPEAT})


@dataclass(frozen=True, slots=True)
class Forecast:
    """What the rules see ahead: the suggestions that stand now, and what was done of each due exercise, by its id."""

    suggestions: list[Suggestion]
    histories: Mapping[int, list[Performance]]
    exercises: Mapping[int, Exercise]

    def waiting(self) -> list[Suggestion]:
        return [suggestion for suggestion in self.suggestions if suggestion.state == SuggestionState.WAITING]


def make_forecast(
    training: RecentTraining,
    regions: Sequence[RegionStatus],
    held: Collection[BodySite],
    reductions: Mapping[UUID, Ease],
    numbers: Thresholds,
    at: datetime,
) -> Forecast:
    """Advise on every due dose of the coming sessions; make, freshen or take back their suggestions.

    held -- regions whose progression waits for the therapist
    reductions -- why a coming session holds fewer sets, by its id
    """
    strength: list[DueDose] = []
    plyometric: list[DueDose] = []
    exercises: dict[int, Exercise] = {}
    for due in read_due_doses(training.coming):
        exercises[due.exercise.pk] = due.exercise
        if due.is_plyometric:
            plyometric.append(due)
        else:
            strength.append(due)
    strength_sets, plyometric_sets = _sets_by_kind(read_sets(training.begun_by_id, exercises))
    histories = performance_histories(strength_sets, training.begun_by_id)

    advised = _advise_strength(strength, histories, training, regions, held, reductions, numbers)
    advised += _advise_plyometrics(plyometric, plyometric_sets, training, regions, numbers)
    made = [new_suggestion(training.athlete, advice, at) for advice in advised]
    unsafe = _unsafe_exercises(exercises, regions, held)
    return Forecast(store_suggestions(made, training.coming, unsafe), histories, exercises)


def _sets_by_kind(sets: Iterable[SetLog]) -> tuple[list[SetLog], list[SetLog]]:
    """Strength sets, and plyometric ones."""
    strength: list[SetLog] = []
    plyometric: list[SetLog] = []
    for done in sets:
        if done.exercise.pattern == Pattern.PLYOMETRIC:
            plyometric.append(done)
        else:
            strength.append(done)
    return strength, plyometric


def _unsafe_exercises(
    exercises: Mapping[int, Exercise], regions: Sequence[RegionStatus], held: Collection[BodySite]
) -> set[int]:
    """Exercises that load a region which is not green: no raise of them stands."""
    unsafe = set()
    for exercise_id, exercise in exercises.items():
        if zone_for_pattern(exercise.pattern, regions, held) > Zone.GREEN:
            unsafe.add(exercise_id)
    return unsafe


# -- strength --------------------------------------------------------------------------------


def _advise_strength(
    rows: Sequence[DueDose],
    histories: Mapping[int, list[Performance]],
    training: RecentTraining,
    regions: Sequence[RegionStatus],
    held: Collection[BodySite],
    reductions: Mapping[UUID, Ease],
    numbers: Thresholds,
) -> list[AdvisedDose]:
    """What there is to decide of each row. A tendon gets one raise a week per region (clinical.md 4.2 and 6)."""
    if not rows:
        return []
    advised: list[AdvisedDose] = []
    raised_tendons: set[BodySite] = set()
    last_finished_at = _last_finished_at(training)
    for due in rows:
        history = histories.get(due.exercise.pk, [])
        advice = advise(
            _in_unit_of(training.athlete, history),
            zone_for_pattern(due.exercise.pattern, regions, held),
            step=_load_step(due.exercise, training.athlete),
            due=due.dose.value.with_defaults(Tempo.parse(due.prescription.tempo), 0),
            has_harder=due.exercise.harder_id is not None,
            gap_days=_gap_days(due.session, last_finished_at, bool(history), training.athlete),
            ease=reductions.get(due.session.pk, ""),
            numbers=numbers,
        )
        if advice.is_raise:
            tendons = _tendons_loaded(due.exercise.pattern, regions)
            if tendons & raised_tendons:
                continue
            raised_tendons |= tendons
        if advice.change not in _SILENT:
            advised.append(AdvisedDose(due, advice))
    return advised


def _in_unit_of(athlete: Athlete, history: Iterable[Performance]) -> list[Performance]:
    """The same performances with their loads in the athlete's own unit."""
    converted = []
    for performance in history:
        if performance.load is not None:
            performance = replace(performance, load=in_unit(performance.load, athlete.unit))
        converted.append(performance)
    return converted


def _load_step(exercise: Exercise, athlete: Athlete) -> Decimal | None:
    """The smallest step of its load in the athlete's unit; None for body weight and bands."""
    if not exercise.is_loaded:
        return None
    return load_step(exercise, athlete.unit)


def _last_finished_at(training: RecentTraining) -> datetime | None:
    """When the last session ended; one query more where that is longer ago than what was read."""
    if training.last_finished is not None:
        return training.last_finished.finished_at
    latest: datetime | None = training.athlete.sessions.aggregate(latest=Max("finished_at"))["latest"]
    return latest


def _gap_days(session: Session, last_finished_at: datetime | None, has_history: bool, athlete: Athlete) -> int:
    """Days without strength training before that session; 0 where there was none ever."""
    if last_finished_at is None:
        return 0
    off_since = last_finished_at
    if not has_history and session.enrollment is not None:
        # prescribed after the last session, a program is the therapist's word on how to begin again
        off_since = max(off_since, session.enrollment.prescribed_at)
    return (session.planned_on - athlete.today(off_since)).days


def _tendons_loaded(pattern: str, regions: Iterable[RegionStatus]) -> set[BodySite]:
    tendons = set()
    for region in regions:
        if region.profile.tissue == Tissue.TENDON and region.is_loaded_by(pattern):
            tendons.add(region.site)
    return tendons


# -- plyometrics -----------------------------------------------------------------------------


def _advise_plyometrics(
    rows: Sequence[DueDose],
    sets: Sequence[SetLog],
    training: RecentTraining,
    regions: Sequence[RegionStatus],
    numbers: Thresholds,
) -> list[AdvisedDose]:
    """What the steps and caps say to plyometric rows, once the therapist has cleared the athlete."""
    if not rows:
        return []
    clearance = training.athlete.clearances.standing().first()
    if clearance is None:
        return []
    history = contact_history(sets, regions, training.athlete.today(clearance.cleared_at))
    return advise_plyometrics(rows, clearance, history, numbers)
