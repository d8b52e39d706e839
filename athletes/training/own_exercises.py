"""An exercise of the athlete's own in a session: what their program has on its other day, as it is due there.

Nobody asked for it in this session: it counts for nothing that was asked, and no rule reads a dose out of it. Jumps are
not offered, because their contacts are dosed by day.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from athletes.models import Session, SetLog
from programs.models import Dose, Pattern

from .due_target import due_target
from .target import Target, prescriptions_of, slugs_of
from .targets import offer


def exercises_to_add(session: Session) -> list[Target]:
    """What may be added: of each other workout of the program the targets of its next session, else of its last one.

    As the rules have them today: lighter where they are, and without what is left out. Four queries a workout.
    """
    has = set(slugs_of(offer(session).targets))
    offered: dict[str, Target] = {}
    for other in _sessions_of_other_workouts(session):
        for target in offer(other).targets:
            if target.exercise_slug not in has and target.pattern != Pattern.PLYOMETRIC:
                offered.setdefault(target.exercise_slug, _own(target))
    return list(offered.values())


def own_targets(
    session: Session, prescribed: Iterable[Target], logs: Iterable[SetLog], added: int | None = None
) -> list[Target]:
    """The targets of exercises that were added.

    prescribed -- what the session asks for; logs -- its sets: each that was done beside them has its target, also where
    that is not offered any more
    added -- the prescription of one that is being added now; nothing where it is not offered
    """
    logged = {log.prescription_id for log in logs if log.prescription_id and not log.is_deleted}
    logged -= prescriptions_of(prescribed)
    if not logged and added is None:
        return []
    offered = exercises_to_add(session)
    found = [target for target in offered if target.prescription_id in logged or target.prescription_id == added]
    return found + _not_offered(session, logged - prescriptions_of(found))


def _not_offered(session: Session, prescriptions: set[int]) -> list[Target]:
    """As the plan has them in their first week."""
    if not prescriptions or session.enrollment is None:
        return []
    program = session.enrollment.program_id
    doses = Dose.objects.filter(prescription__in=prescriptions, prescription__workout__program=program)
    first: dict[int, Dose] = {}
    for dose in doses.select_related("prescription__exercise").order_by("week__number"):
        first.setdefault(dose.prescription_id, dose)
    return [_own(due_target(dose.prescription, dose, session.athlete, [])) for dose in first.values()]


def _own(target: Target) -> Target:
    """Done by itself: not in turn with others, and without a lighter set before it."""
    return replace(target, superset="", ramp_up_sets=0)


def _sessions_of_other_workouts(session: Session) -> list[Session]:
    """One of each: the first from this session's day on, else the last before it."""
    if session.enrollment_id is None:
        return []
    others = Session.objects.filter(enrollment=session.enrollment_id, workout__isnull=False)
    others = others.exclude(workout=session.workout_id).select_related("week", "workout", "athlete")
    nearest: dict[int, Session] = {}
    for other in others.order_by("planned_on"):
        known = nearest.get(other.workout_id)
        if known is None or known.planned_on < session.planned_on:
            nearest[other.workout_id] = other
    return list(nearest.values())
