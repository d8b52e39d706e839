"""A phase that is not earned: the week before it is repeated, by itself, until it is (safety.md 2)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from athletes.errors import RefusedError
from athletes.models import Athlete, Enrollment, FlagKind
from athletes.problems.episodes import Finding
from athletes.problems.figures import PhaseFigures
from programs.models import Week
from programs.rules.phases import calls_again, is_lighter_repeat
from programs.rules.thresholds import Thresholds

from ..recent_training import RecentTraining
from .layout import lay_out, numbers_from, weeks_between, without_what_does_not_fit
from .phases import PhaseAhead, weeks_of_phase_before


def follow_phase(phase: PhaseAhead | None, training: RecentTraining, numbers: Thresholds) -> bool:
    """Repeat the week before a phase that is not earned, or go on to one that is by now; True where sessions moved."""
    session = training.next_session
    if phase is None or session is None or session.enrollment is None:
        return False
    enrollment = session.enrollment
    if phase.is_earned:
        return _go_on(enrollment, phase, training)
    if session.is_repeat:
        return False
    if enrollment.awaited_phase != phase.code:
        enrollment.awaited_phase, enrollment.repeats = phase.code, 0
    enrollment.repeats += 1
    enrollment.save(update_fields=["awaited_phase", "repeats"])
    again = _week_to_repeat(phase, enrollment.repeats, numbers)
    to_come = _weeks_to_come(phase, training.athlete)
    lay_out(enrollment, session, [again.number, *to_come], repeats={again.number})
    return True


def _go_on(enrollment: Enrollment, phase: PhaseAhead, training: RecentTraining) -> bool:
    """The phase is earned: what would have repeated the week, and was not begun, falls away."""
    session = training.next_session
    if enrollment.awaited_phase:
        enrollment.awaited_phase, enrollment.repeats = "", 0
        enrollment.save(update_fields=["awaited_phase", "repeats"])
    if session is None or not session.is_repeat:
        return False
    lay_out(enrollment, session, _from_phase_on(phase))
    return True


def _from_phase_on(phase: PhaseAhead) -> list[int]:
    first = phase.session.week.number if phase.session.week else 1
    return numbers_from(phase.weeks, first)


def _week_to_repeat(phase: PhaseAhead, times: int, numbers: Thresholds) -> Week:
    """The last week before the phase that is not lighter; each so many times a lighter one.

    Where the phase has none, it is the same week with fewer sets (``deloads``).
    """
    assert phase.session.week is not None
    before = weeks_of_phase_before(phase.session.week, phase.weeks)
    lighter = [week for week in before if week.is_deload]
    if lighter and is_lighter_repeat(times, numbers):
        return lighter[0]
    return next((week for week in before if not week.is_lighter), phase.before)


def _weeks_to_come(phase: PhaseAhead, athlete: Athlete) -> list[int]:
    """The weeks from the phase on; with a race, those that fit once a week is repeated before them."""
    numbers = _from_phase_on(phase)
    if athlete.race_on is None or not any(week.is_race for week in phase.weeks):
        return numbers
    left = weeks_between(phase.session.planned_on, athlete.race_on) - 1
    return without_what_does_not_fit(numbers, _tail(phase.weeks, numbers), left)


def _tail(weeks: Sequence[Week], numbers: Sequence[int]) -> list[int]:
    """The race week, and the phase that leads up to it."""
    race = next(week for week in weeks if week.is_race)
    taper_keys = set()
    for week in weeks:
        if week.number == race.number - 1:
            taper_keys.add(week.phase_key)
    tail = []
    for week in weeks:
        if week.number in numbers and (week.is_race or week.phase_key in taper_keys):
            tail.append(week.number)
    return tail


# -- what the therapist reads, and does ------------------------------------------------------


def not_earned(phase: PhaseAhead | None, numbers: Thresholds) -> Iterator[Finding]:
    """Said the first time that a week is repeated, and again after so many times."""
    if phase is None or phase.is_earned or phase.session.enrollment is None:
        return
    repeats = phase.session.enrollment.repeats
    figures = PhaseFigures(
        phase=phase.name,
        on=phase.session.planned_on,
        missing=tuple(condition.metric for condition in phase.unmet),
        repeats=repeats,
    )
    stage = "again" if calls_again(repeats, numbers) else "first"
    yield Finding(FlagKind.PHASE, f"{phase.session.enrollment_id}:{phase.code}:{stage}", figures)


@transaction.atomic
def open_phase(*, enrollment: Enrollment) -> str:
    """The therapist's word: the phase that is awaited begins with the next session. Returns its name.

    Raises RefusedError where no phase is awaited.
    """
    awaited = enrollment.awaited_phase
    weeks = list(Week.objects.filter(program=enrollment.program_id).order_by("number"))
    opened = [week for week in weeks if week.phase_key == awaited]
    if not awaited or not opened:
        raise RefusedError(_("No phase of this program is waiting."))
    enrollment.opened_phase, enrollment.awaited_phase, enrollment.repeats = awaited, "", 0
    enrollment.save(update_fields=["opened_phase", "awaited_phase", "repeats"])
    to_come = enrollment.sessions.not_begun().select_related("week", "workout").order_by("planned_on")
    session = to_come.filter(is_repeat=True).first()
    if session is not None:
        lay_out(enrollment, session, numbers_from(weeks, opened[0].number))
    return opened[0].phase


def take_back_opening(*, enrollment: Enrollment, phase: str, repeats: int) -> None:
    """The therapist's word is taken back: the look that follows repeats the week before the phase as it did before.

    phase -- the key of the one that was opened; repeats -- how many times its week had been repeated for it
    """
    enrollment.opened_phase, enrollment.awaited_phase = "", phase
    enrollment.repeats = max(0, repeats - 1)  # the look counts the one that it lays out again
    enrollment.save(update_fields=["opened_phase", "awaited_phase", "repeats"])
