"""On which days a place was loaded: at least half of the sets that load it were done (safety.md 2.2)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count

from athletes.models import Athlete, Session, SetLog
from athletes.training.target import Target
from athletes.training.targets import frozen_targets
from programs.regions import loads_region

#: Sets that were done of one prescription of a session, by side.
DoneBySide = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class ExerciseDone:
    """One exercise of a session: what was due of it, and the sets that were done."""

    target: Target
    done: DoneBySide

    def sets_on(self, side: str) -> int:
        """Sets that were done on that side; of the side with more where the place is named without one."""
        if not self.target.is_unilateral:
            return sum(self.done.values())
        if side:
            return self.done.get(side, 0)
        return max(self.done.values(), default=0)


@dataclass(frozen=True, slots=True)
class Exposures:
    """What was done in each session, by its day."""

    by_day: Mapping[date, Sequence[ExerciseDone]]

    def is_loaded_on(self, on: date, region: str, side: str) -> bool:
        """Whether at least half of the sets that load that place were done on that day."""
        due = done = 0
        for each in self.by_day.get(on, ()):
            target = each.target
            if loads_region(target.exercise_slug, target.pattern, region, is_loaded=target.takes_load):
                due += target.sets
                done += min(each.sets_on(side), target.sets)
        return due > 0 and 2 * done >= due


NO_EXPOSURES = Exposures({})


def read_exposures(athlete: Athlete, begun: Iterable[Session]) -> Exposures:
    """What was done in these sessions, on the athlete's day on which each ended; one query."""
    begun = list(begun)
    done = _done_by_prescription(begun)
    by_day: dict[date, list[ExerciseDone]] = defaultdict(list)
    for session in begun:
        if session.finished_at is None:
            continue
        on = athlete.today(session.finished_at)
        for target in frozen_targets(session):
            by_day[on].append(ExerciseDone(target, done[session.pk, target.prescription_id]))
    return Exposures(dict(by_day))


def _done_by_prescription(sessions: Iterable[Session]) -> defaultdict[tuple[UUID, int | None], dict[str, int]]:
    logs = SetLog.objects.kept().filter(session__in=sessions).order_by()
    counts = logs.values_list("session_id", "prescription_id", "side").annotate(Count("number", distinct=True))
    done: defaultdict[tuple[UUID, int | None], dict[str, int]] = defaultdict(dict)
    for session_id, prescription_id, side, count in counts:
        done[session_id, prescription_id][side] = count
    return done
