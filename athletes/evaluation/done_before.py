"""What an athlete did of each exercise before: its history, and what may come instead of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from operator import attrgetter
from uuid import UUID

from athletes.models import Athlete, Session, SetLog
from athletes.training.loads import in_unit, load_step
from athletes.training.performances import last_performances
from programs.models import Exercise
from programs.rules.advice import Performance
from programs.rules.governor import Neighbor
from programs.rules.returning import after_gap

from .performances import performance_of
from .recent_training import DueDose
from .time_off import TimeOff


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

    def predecessor_of(self, due: DueDose, there: Collection[int]) -> Exercise | None:
        """What the same workout held of that pattern before, and holds no more; else the easier neighbor, if done.

        there -- exercises that the session holds already, by key: none of them comes a second time
        """
        candidates = list(self.by_workout.get(due.session.workout_id or 0, ()))
        if due.exercise.easier is not None and due.exercise.easier.pk in self.histories:
            candidates.append(due.exercise.easier)
        for exercise in candidates:
            if exercise.pattern == due.exercise.pattern and exercise.pk not in there:
                return exercise
        return None


def neighbor_of(exercise: Exercise | None, done: DoneBefore, athlete: Athlete) -> Neighbor | None:
    """That exercise, which was done before, with its sessions."""
    if exercise is None:
        return None
    history = in_unit_of(athlete, done.histories[exercise.pk])
    return Neighbor(exercise=exercise.slug, history=history, step=load_step_of(exercise, athlete))


def in_unit_of(athlete: Athlete, history: Iterable[Performance]) -> list[Performance]:
    """The same performances with their loads in the athlete's own unit."""
    converted = []
    for performance in history:
        if performance.load is not None:
            performance = replace(performance, load=in_unit(performance.load, athlete.unit))
        converted.append(performance)
    return converted


def load_step_of(exercise: Exercise, athlete: Athlete) -> Decimal | None:
    """The smallest step of its load in the athlete's unit; None for body weight and bands."""
    if not exercise.is_loaded:
        return None
    return load_step(exercise, athlete.unit)


def older_performances(
    rows: Iterable[DueDose],
    histories: Mapping[int, list[Performance]],
    time_off: TimeOff,
) -> dict[int, list[Performance]]:
    """What was done of each exercise before these weeks, where so much time off asks for it; two queries then."""
    asked: dict[str, DueDose] = {}
    for due in rows:
        is_restart = after_gap(time_off.before(due, None), time_off.numbers).kind == "restart"
        if due.exercise.pk not in histories and (is_restart or time_off.has_begun_again):
            asked[due.exercise.slug] = due
    if not asked:
        return {}
    older: dict[int, list[Performance]] = {}
    for slug, sets in last_performances(time_off.athlete, asked).items():
        due = asked[slug]
        older[due.exercise.pk] = [performance_of(due.dose.value, sets)]
    return older
