"""What the rules say of the next two sessions, and the suggestions that stand because of it.

What holds by itself first (``programs.rules.governor``), then what was earned (``programs.rules.progression``).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from operator import attrgetter
from uuid import UUID

from athletes.models import Athlete, Session, SetLog, Suggestion, SuggestionState
from athletes.training.loads import in_unit, load_step
from athletes.training.pain_limits import BodySite
from athletes.training.performances import last_performances
from programs.models import Exercise, Pattern, Tissue
from programs.rules.advice import Advice, Change, Performance
from programs.rules.easing import Ease
from programs.rules.governor import Neighbor, RowFacts, govern
from programs.rules.pain.levels import Level
from programs.rules.prescription.tempo import Tempo
from programs.rules.progression import advise
from programs.rules.returning import after_gap
from programs.rules.thresholds import Thresholds

from .pain.levels import PlaceLevel, level_for
from .pain.zones import RegionStatus
from .performances import performance_histories, performance_of, read_sets
from .plyometrics import advise_plyometrics, contact_history
from .recent_training import DueDose, RecentTraining, last_finished_at, read_due_doses
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

    def undecided(self) -> list[Suggestion]:
        """Those that wait, and those that hold by themselves: what a therapist has not decided."""
        return [suggestion for suggestion in self.suggestions if suggestion.is_undecided]


def make_forecast(
    training: RecentTraining,
    regions: Sequence[RegionStatus],
    levels: Sequence[PlaceLevel],
    reductions: Mapping[UUID, Ease],
    numbers: Thresholds,
    at: datetime,
) -> Forecast:
    """Look at every due dose of the coming sessions; make, freshen or take back their suggestions.

    levels -- how far each place holds its exercises back
    reductions -- why a coming session holds fewer sets, by its id
    """
    strength: list[DueDose] = []
    plyometric: list[DueDose] = []
    exercises: dict[int, Exercise] = {}
    for due in read_due_doses(training.coming):
        exercises[due.exercise.pk] = due.exercise
        if not due.is_plyometric:
            strength.append(due)
        elif due.may_progress:
            plyometric.append(due)
    patterns = {exercise.pattern for exercise in exercises.values()}
    begun = training.begun_by_id
    strength_sets, plyometric_sets = _sets_by_kind(read_sets(begun, exercises, patterns))
    histories = performance_histories(strength_sets, begun)
    done_before = DoneBefore.read(strength_sets, begun, histories)

    advised = _advise_strength(strength, histories, done_before, training, levels, reductions, numbers)
    advised += _advise_plyometrics(plyometric, plyometric_sets, training, regions, numbers)
    made = [new_suggestion(training.athlete, advice, at) for advice in advised]
    unsafe = {key for key, exercise in exercises.items() if level_for(exercise, levels) is not None}
    own = {key: histories[key] for key in exercises if key in histories}
    return Forecast(store_suggestions(made, training.coming, unsafe), own, exercises)


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


# -- strength --------------------------------------------------------------------------------


def _advise_strength(
    rows: Sequence[DueDose],
    histories: Mapping[int, list[Performance]],
    done_before: DoneBefore,
    training: RecentTraining,
    levels: Sequence[PlaceLevel],
    reductions: Mapping[UUID, Ease],
    numbers: Thresholds,
) -> list[AdvisedDose]:
    """What is held, and what there is to decide, of each row. A tendon gets one raise a week per region."""
    if not rows:
        return []
    advised: list[AdvisedDose] = []
    raised_tendons: set[BodySite] = set()
    finished_at = last_finished_at(training)
    older = _older_performances(rows, histories, finished_at, training, numbers)
    for due in rows:
        done = histories.get(due.exercise.pk) or older.get(due.exercise.pk, [])
        history = _in_unit_of(training.athlete, done)
        place = level_for(due.exercise, levels)
        before = done_before.predecessor_of(due, rows)
        facts = RowFacts(
            due=due.dose.value.with_defaults(Tempo.parse(due.prescription.tempo), 0),
            history=history,
            step=_load_step(due.exercise, training.athlete),
            level=place.level if place else Level.CLEAR,
            hurt_since=place.since if place else None,
            predecessor=_neighbor(before, done_before, training.athlete),
            regression=due.exercise.easier.slug if due.exercise.easier else "",
            gap_days=_gap_days(due.session, finished_at, bool(history), training.athlete),
            ease=reductions.get(due.session.pk, ""),
        )
        governed = govern(facts, numbers)
        if governed is not None:
            advised.append(AdvisedDose(due, governed, _exercise_instead(governed, due, before), place, is_by_rule=True))
            continue
        advice = _earned(due, facts, numbers)
        if advice.is_raise:
            tendons = _tendons_loaded(due.exercise, levels)
            if tendons & raised_tendons:
                continue
            raised_tendons |= tendons
        if advice.change not in _SILENT:
            advised.append(AdvisedDose(due, advice))
    return advised


def _earned(due: DueDose, facts: RowFacts, numbers: Thresholds) -> Advice:
    return advise(
        facts.history,
        step=facts.step,
        due=facts.due,
        has_harder=due.exercise.harder_id is not None,
        may_rise=due.may_progress and not due.is_light_week and facts.may_rise(numbers),
        numbers=numbers,
    )


# -- what was done before it -----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class DoneBefore:
    """What was done in these weeks. by_workout -- exercises of each workout, by its key, the latest first"""

    by_workout: Mapping[int, Sequence[Exercise]]
    histories: Mapping[int, Sequence[Performance]]

    @classmethod
    def read(
        cls, sets: Iterable[SetLog], begun: Mapping[UUID, Session], histories: Mapping[int, Sequence[Performance]]
    ) -> DoneBefore:
        """sets -- with their exercise"""
        by_workout: dict[int, dict[int, Exercise]] = defaultdict(dict)
        for done in sorted(sets, key=attrgetter("performed_on"), reverse=True):
            workout_id = begun[done.session_id].workout_id
            if workout_id is not None and done.exercise_id in histories:
                by_workout[workout_id].setdefault(done.exercise_id, done.exercise)
        return cls({workout: list(found.values()) for workout, found in by_workout.items()}, histories)

    def predecessor_of(self, due: DueDose, rows: Iterable[DueDose]) -> Exercise | None:
        """What the same workout held of that pattern before, and holds no more; else the easier neighbor, if done.

        rows -- of the coming sessions: what is due there anyway comes for nobody else
        """
        due_there = {row.exercise.pk for row in rows if row.session == due.session}
        candidates = list(self.by_workout.get(due.session.workout_id or 0, ()))
        if due.exercise.easier is not None and due.exercise.easier.pk in self.histories:
            candidates.append(due.exercise.easier)
        for exercise in candidates:
            if exercise.pattern == due.exercise.pattern and exercise.pk not in due_there:
                return exercise
        return None


def _neighbor(exercise: Exercise | None, done: DoneBefore, athlete: Athlete) -> Neighbor | None:
    if exercise is None:
        return None
    last = _in_unit_of(athlete, done.histories[exercise.pk])[0]
    return Neighbor(exercise=exercise.slug, last=last, step=_load_step(exercise, athlete))


def _exercise_instead(advice: Advice, due: DueDose, before: Exercise | None) -> Exercise | None:
    if not advice.instead:
        return None
    return before or due.exercise.easier


def _in_unit_of(athlete: Athlete, history: Iterable[Performance]) -> list[Performance]:
    """The same performances with their loads in the athlete's own unit."""
    converted = []
    for performance in history:
        if performance.load is not None:
            performance = replace(performance, load=in_unit(performance.load, athlete.unit))
        converted.append(performance)
    return converted


def _older_performances(
    rows: Iterable[DueDose],
    histories: Mapping[int, list[Performance]],
    finished_at: datetime | None,
    training: RecentTraining,
    numbers: Thresholds,
) -> dict[int, list[Performance]]:
    """What was done of each exercise before these weeks, where so much time off asks for it; two queries then."""
    asked: dict[str, DueDose] = {}
    for due in rows:
        days = _gap_days(due.session, finished_at, due.exercise.pk in histories, training.athlete)
        if due.exercise.pk not in histories and after_gap(days, numbers).kind == "restart":
            asked[due.exercise.slug] = due
    if not asked:
        return {}
    older: dict[int, list[Performance]] = {}
    for slug, sets in last_performances(training.athlete, asked).items():
        due = asked[slug]
        older[due.exercise.pk] = [performance_of(due.dose.value, sets)]
    return older


def _load_step(exercise: Exercise, athlete: Athlete) -> Decimal | None:
    """The smallest step of its load in the athlete's unit; None for body weight and bands."""
    if not exercise.is_loaded:
        return None
    return load_step(exercise, athlete.unit)


def _gap_days(session: Session, finished_at: datetime | None, has_history: bool, athlete: Athlete) -> int:
    """Days without strength training before that session; 0 where there was none ever."""
    if finished_at is None:
        return 0
    off_since = finished_at
    if not has_history and session.enrollment is not None:
        # prescribed after the last session, a program is the therapist's word on how to begin again
        off_since = max(off_since, session.enrollment.prescribed_at)
    return (session.planned_on - athlete.today(off_since)).days


def _tendons_loaded(exercise: Exercise, levels: Iterable[PlaceLevel]) -> set[BodySite]:
    tendons = set()
    for place in levels:
        if place.region.profile.tissue == Tissue.TENDON and place.region.is_loaded_by(exercise):
            tendons.add(place.region.site)
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
    history = contact_history(sets, regions, training.athlete.today(clearance.cleared_at), numbers)
    return advise_plyometrics(rows, clearance, history, numbers)
