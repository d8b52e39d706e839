"""What was done of each exercise, as the progression rules read it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from operator import attrgetter
from uuid import UUID

from django.db.models import Q

from athletes.models import Session, SetLog
from athletes.training.target import Target
from athletes.training.targets import frozen_target
from programs.models import Exercise, Pattern
from programs.rules.advice import CUTS, LIGHT, DoneSet, Performance
from programs.rules.prescription.dose import DoseValue, Load

#: What the rules read of a set; it is read by the hundred.
_READ = (
    "id", "session", "exercise", "prescription_id", "number", "side", "reps", "seconds", "load_kg", "load_unit", "rpe",
    "performed_on",
)  # fmt: skip


def read_sets(sessions: Collection[UUID], exercises: Collection[int], patterns: Collection[str]) -> list[SetLog]:
    """Sets of these sessions with these exercises, with others of their patterns, and with all plyometric ones.

    Two queries: hundreds of sets share a dozen exercises, each of which is read once.
    """
    sets = SetLog.objects.kept().filter(session__in=sessions)
    sets = sets.filter(Q(exercise__in=exercises) | Q(exercise__pattern__in={*patterns, Pattern.PLYOMETRIC}))
    found = list(sets.only(*_READ).order_by("number", "side"))
    shared = Exercise.objects.in_bulk({done.exercise_id for done in found})
    for done in found:
        done.exercise = shared[done.exercise_id]
    return found


def performance_histories(sets: Iterable[SetLog], sessions: Mapping[UUID, Session]) -> dict[int, list[Performance]]:
    """The performances of each exercise by its id, the latest first. Extra sets, which no dose asked for, are left out.

    sets -- by number; sessions -- those that the sets belong to, by id
    """
    grouped: dict[tuple[int, UUID], list[SetLog]] = defaultdict(list)
    for done in sets:
        grouped[done.exercise_id, done.session_id].append(done)
    histories: dict[int, list[Performance]] = defaultdict(list)
    for (exercise_id, session_id), own in grouped.items():
        target = frozen_target(sessions[session_id], own[0].prescription_id)
        if target is not None:
            histories[exercise_id].append(_performance(target, own, sessions[session_id]))
    for history in histories.values():
        history.sort(key=attrgetter("on"), reverse=True)
    return dict(histories)


def _dose_of(target: Target) -> DoseValue:
    """One frozen target as the rules read it."""
    return DoseValue(sets=target.sets, reps=target.reps, seconds=target.seconds, rpe=target.rpe, tempo=target.tempo)


def _performance(target: Target, sets: Sequence[SetLog], session: Session) -> Performance:
    """What was done of one frozen target, and whether it was less than usual on purpose."""
    is_light_week = session.week is not None and (session.week.is_deload or session.week.is_race)
    return replace(
        performance_of(_dose_of(target), sets),
        is_light=is_light_week or target.change_reason in LIGHT,
        is_cut=target.change_reason in CUTS,
    )


def performance_of(dose: DoseValue, sets: Sequence[SetLog]) -> Performance:
    """Sets by number; of two sides the weaker one's repetitions and the harder one's effort."""
    by_number: dict[int, list[SetLog]] = defaultdict(list)
    for done in sets:
        by_number[done.number].append(done)
    numbers = sorted(by_number)
    done_sets = tuple(_done_set(by_number[number]) for number in numbers)
    return Performance(on=sets[0].performed_on, dose=dose, sets=done_sets, load=_heaviest(sets))


def _done_set(sides: Sequence[SetLog]) -> DoneSet:
    """One working set of one or two sides."""
    amounts = [side.reps or side.seconds or 0 for side in sides]
    efforts = [side.rpe for side in sides if side.rpe is not None]
    return DoneSet(amount=min(amounts), rpe=max(efforts, default=None))


def _heaviest(sets: Iterable[SetLog]) -> Load | None:
    loads = [done.load for done in sets if done.load is not None]
    return max(loads, key=attrgetter("kg"), default=None)
