"""Whether the next phase of a program is earned: what it asks for, and the figures of today (clinical.md 2.7)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from operator import attrgetter

from athletes.models import Enrollment, Session, SessionStatus
from programs.models import Week
from programs.rules.phases import Asked, asked_of, asked_of_any, held_by_pain
from programs.rules.thresholds import Thresholds

from ..pain.levels import PlaceLevel, is_anything_held
from ..pain.zones import RegionStatus
from ..recent_training import RecentTraining
from .phase_figures import figures_of, phase_before

#: So near a race no phase is held back: what a race takes off comes by its date.
RACE_NEAR = timedelta(days=28)


@dataclass(frozen=True, slots=True)
class PhaseAhead:
    """The phase that a coming session begins, and each of its conditions.

    session -- the first of the phase; before -- the week that was trained last; weeks -- of the whole program
    """

    code: str
    name: str
    session: Session
    before: Week
    weeks: list[Week]
    asked: list[Asked]

    @property
    def unmet(self) -> list[Asked]:
        return [condition for condition in self.asked if not condition.is_met]

    @property
    def is_earned(self) -> bool:
        return not self.unmet


def phase_ahead(
    training: RecentTraining,
    regions: Sequence[RegionStatus],
    levels: Iterable[PlaceLevel],
    numbers: Thresholds,
    *,
    hurts_somewhere: bool,
) -> PhaseAhead | None:
    """The next phase, where the next session begins it, or repeats the week before it; None otherwise.

    A phase that its program has conditions for asks for those; any other asks how the one before it went. What is
    lighter, a taper, and what leads up to a race near by asks for nothing, and neither does what the therapist opened.
    hurts_somewhere -- something was said to hurt without a place: until that is said no phase opens (safety.md 3)
    """
    session = _first_of_next_phase(training)
    before = _last_trained_week(training)
    if session is None or session.week is None or session.enrollment is None or before is None:
        return None
    week, program = session.week, session.enrollment.program
    if week.number <= before.number or week.phase_key in (before.phase_key, session.enrollment.opened_phase):
        return None  # the same phase, an earlier one after time off, or one that the therapist opened
    conditions = (program.phase_entry or {}).get(week.phase_code, [])
    weeks = list(Week.objects.filter(program=program).order_by("number"))
    if conditions:
        asked = asked_of(conditions, figures_of(training.athlete, regions, training.today))
        asked += held_by_pain() if hurts_somewhere else []
    elif _asks_for_nothing(training, session.planned_on, week, weeks):
        return None
    else:
        sessions = _sessions_before(session.enrollment, session.planned_on, weeks_of_phase_before(week, weeks))
        done = phase_before(sessions, is_held=hurts_somewhere or is_anything_held(levels))
        asked = asked_of_any(done, numbers)
    return PhaseAhead(week.phase_key, week.phase, session, before, weeks, asked)


def _first_of_next_phase(training: RecentTraining) -> Session | None:
    """The next session; where it repeats a week, and none of that week was begun, the one after the repeat."""
    session = training.next_session
    if session is None or not session.is_repeat:
        return session
    if session.enrollment is None or not training.is_repeat_whole:
        return None
    later = session.enrollment.sessions.not_begun().filter(is_repeat=False, planned_on__gt=session.planned_on)
    later = later.select_related("week", "workout", "enrollment__program").order_by("planned_on")
    first: Session | None = later.first()
    return first


def _last_trained_week(training: RecentTraining) -> Week | None:
    """The week that was trained last in the program of the next session; None where nothing of it was."""
    session = training.next_session
    if session is None:
        return None
    return training.last_week_of(session.enrollment_id)


def _asks_for_nothing(training: RecentTraining, on: date, week: Week, weeks: Sequence[Week]) -> bool:
    """What is lighter, the taper before a race week, and everything that is near a race."""
    race_on = training.athlete.race_on
    if week.is_lighter or (race_on is not None and race_on - on <= RACE_NEAR):
        return True
    last = max(each.number for each in weeks if each.phase_key == week.phase_key)
    return any(each.is_race and each.number == last + 1 for each in weeks)


def weeks_of_phase_before(week: Week, weeks: Sequence[Week]) -> list[Week]:
    """The weeks of the phase before that one, with the lighter ones that lie between."""
    found: list[Week] = []
    key = ""
    for each in reversed(weeks):
        if each.number >= week.number:
            continue
        if not each.is_lighter:
            key = key or each.phase_key
            if each.phase_key != key:
                break
        found.append(each)
    return found


def _sessions_before(enrollment: Enrollment, on: date, weeks: Iterable[Week]) -> list[Session]:
    """The counted sessions of these weeks before that day; of a week that was repeated the latest.

    They are as many as the plan has, so that a repeat makes good what the first time lacked.
    """
    numbers = [week.number for week in weeks]
    own = enrollment.sessions.counted().filter(week__number__in=numbers, planned_on__lt=on)
    own = own.exclude(is_repeat=True, status=SessionStatus.PLANNED).order_by("-planned_on")
    sessions = list(own.only("status", "week_id", "workout_id"))
    planned = set(map(attrgetter("week_id", "workout_id"), sessions))
    return sessions[: len(planned)]
