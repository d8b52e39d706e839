"""Plyometrics of the coming sessions: the step that the athlete stands on, and the contacts that still fit.

Source: clinical.md 3.3. What is due is never above the step: the easier neighbor on it comes by itself, or nothing.
Contacts above the caps are left out. Nothing is raised by itself beyond P2.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from types import MappingProxyType
from uuid import UUID

from athletes.localtime import monday_of
from athletes.models import Clearance, Session, SetLog
from programs.models import Exercise, Pattern, Status
from programs.models.plan import item_of
from programs.rules.advice import Advice, AdviceReason, Change
from programs.rules.pain.zones import Zone
from programs.rules.plyometrics import STEPS, are_too_close, contact_cap, session_cap, sets_over, step_now
from programs.rules.prescription.coverage import contacts
from programs.rules.prescription.tempo import Tempo
from programs.rules.thresholds import Thresholds

from .pain.zones import RegionStatus
from .recent_training import DueDose
from .suggestions import AdvisedDose


@dataclass(frozen=True, slots=True)
class ContactHistory:
    """What was jumped: contacts by day, and the days that hurt in the regions they load.

    since -- the day of the clearance: green sessions and red ones count from then on
    sore_days -- amber or worse; red_days -- red; ended_days -- that ended with a heavy or noisy landing
    """

    since: date
    contacts: Mapping[date, int]
    sore_days: frozenset[date]
    red_days: frozenset[date]
    ended_days: frozenset[date] = frozenset()

    @property
    def landing_cap(self) -> int | None:
        """What was jumped before the landing failed is the most of the next time; None where it did not (3.3)."""
        return self.contacts.get(self.last_on) if self.last_on in self.ended_days else None

    @property
    def green_in_a_row(self) -> int:
        """Sessions on this step since the last one that hurt."""
        sessions = 0
        for on in sorted(self.contacts, reverse=True):
            if on in self.sore_days or on < self.since:
                break
            sessions += 1
        return sessions

    @property
    def last_on(self) -> date:
        """The last day with contacts; nothing in six weeks counts as long ago as the clearance."""
        return max(self.contacts, default=self.since)

    def contacts_in_week(self, monday: date) -> int:
        in_week = 0
        for on, count in self.contacts.items():
            if monday_of(on) == monday:
                in_week += count
        return in_week


def contact_history(
    sets: Iterable[SetLog],
    regions: Iterable[RegionStatus],
    since: date,
    numbers: Thresholds,
    ended: Mapping[UUID, date | None] = MappingProxyType({}),
) -> ContactHistory:
    """Contacts of each day from plyometric sets that carry their exercise, and what hurt that day.

    since -- the day of the clearance; ended -- sessions whose jumps ended with a heavy or noisy landing, with their day
    """
    by_day: dict[date, int] = defaultdict(int)
    ended_days = {on for on in ended.values() if on is not None}
    by_day.update(dict.fromkeys(ended_days, 0))  # one that ended before its first set, too
    for done in sets:
        by_day[done.performed_on] += _contacts_of(done)
        if done.session_id in ended:
            ended_days.add(done.performed_on)
    sore_days, red_days = _days_that_hurt(regions, since, numbers)
    return ContactHistory(since, dict(by_day), sore_days, red_days, frozenset(ended_days))


def _days_that_hurt(
    regions: Iterable[RegionStatus], since: date, numbers: Thresholds
) -> tuple[frozenset[date], frozenset[date]]:
    """Days amber or worse, and red ones since that day, in the regions that jumps load."""
    sore_days: set[date] = set()
    red_days: set[date] = set()
    for region in regions:
        if not region.is_loaded_by_jumps:
            continue
        for rated in region.readings:
            if rated.zone > Zone.GREEN or (rated.reading.during or 0) > numbers.pain_safe:
                sore_days.add(rated.on)  # a tendon that settles is loaded on, and takes no step in jumping
            if rated.zone == Zone.RED and rated.on >= since:
                red_days.add(rated.on)
    return frozenset(sore_days), frozenset(red_days)


def _contacts_of(done: SetLog) -> int:
    """A one-sided exercise that was logged without a side was done on both."""
    contacts = (done.reps or 0) * (done.exercise.contacts_per_rep or 0)
    if done.exercise.is_unilateral and not done.side:
        contacts *= 2
    return contacts


@dataclass(frozen=True, slots=True)
class PlannedJumps:
    """One plyometric row of a coming session: its sets, the contacts of one, and the sets that do not fit.

    exercise -- what is jumped: the row's own, or the easier neighbor on the step; None where there is none
    """

    due: DueDose
    exercise: Exercise | None
    sets: int
    contacts_per_set: int
    sets_off: int

    @property
    def planned_contacts(self) -> int:
        return self.sets * self.contacts_per_set

    @property
    def fitting_contacts(self) -> int:
        return (self.sets - self.sets_off) * self.contacts_per_set


def advise_plyometrics(
    rows: Sequence[DueDose], clearance: Clearance, history: ContactHistory, numbers: Thresholds
) -> list[AdvisedDose]:
    """What the rules say to the plyometric rows of the coming sessions, session by session.

    A row above the athlete's step gives way to its easier neighbor; sets that do not fit the caps are left out.
    """
    advised: list[AdvisedDose] = []
    coming: dict[date, int] = defaultdict(int)  # contacts of coming sessions, by week
    jumped: list[date] = []  # days of coming sessions with jumps
    for own in _by_session(rows).values():
        step = plyometric_step_on(own[0].on, clearance, history, numbers)
        if step == 0:
            continue  # out for the week after a red session; the targets leave them out
        last_on = max([*history.contacts, *jumped], default=None)
        if last_on is not None and are_too_close((own[0].on - last_on).days, numbers):
            out = Advice(Change.LEAVE_OUT, AdviceReason.TOO_SOON)
            advised += [AdvisedDose(due, out, is_by_rule=True) for due in own]
            continue
        jumped.append(own[0].on)
        week = monday_of(own[0].on)
        left_in_week = _week_cap(week, step, history, numbers) - history.contacts_in_week(week) - coming[week]
        budget, reason = min(session_cap(step, numbers), left_in_week), AdviceReason.CONTACTS
        if history.landing_cap is not None and history.landing_cap < budget:
            budget, reason = history.landing_cap, AdviceReason.LANDING
        jumps = _fit(own, step, budget)
        for row in jumps:
            coming[week] += row.fitting_contacts
        advised += _advise_session(jumps, step, budget, reason)
    return advised


def _by_session(rows: Iterable[DueDose]) -> dict[Session, list[DueDose]]:
    by_session: dict[Session, list[DueDose]] = defaultdict(list)
    for due in rows:
        by_session[due.session].append(due)
    return by_session


def _fit(rows: Sequence[DueDose], step: int, budget: int) -> list[PlannedJumps]:
    """The rows of one session, with what is jumped in each, and the sets that its budget of contacts leaves out."""
    planned: list[tuple[DueDose, Exercise | None, int]] = []
    there = {due.exercise.pk for due in rows}
    for due in rows:
        exercise = _on_step(due.exercise, step, there)
        if exercise is not None:
            there.add(exercise.pk)
        planned.append((due, exercise, _contacts_per_set(due, exercise)))
    over = sets_over([(due.dose.value.sets, a_set) for due, _exercise, a_set in planned], budget)
    jumps = []
    for (due, exercise, a_set), sets_off in zip(planned, over, strict=True):
        jumps.append(PlannedJumps(due, exercise, due.dose.value.sets, a_set, sets_off))
    return jumps


def _on_step(exercise: Exercise, step: int, there: Collection[int]) -> Exercise | None:
    """The exercise itself, or down its ladder the first one that is not above the step; None where there is none.

    there -- exercises that the session holds already, by key: none of them comes a second time
    """
    if exercise.level <= step:
        return exercise
    easier = exercise.easier
    for _rung in STEPS:
        if easier is None or easier.level <= step:
            break
        easier = easier.easier
    if easier is None or easier.level > step or easier.pk in there:
        return None
    is_a_jump = easier.pattern == Pattern.PLYOMETRIC and easier.status == Status.PUBLISHED
    return easier if is_a_jump else None


def _contacts_per_set(due: DueDose, exercise: Exercise | None) -> int:
    """Contacts of one set of the row's dose, where that exercise is done."""
    if exercise is None:
        return 0
    item = item_of(due.prescription, due.dose)
    jumped = replace(item, sides=exercise.sides, contacts_per_rep=exercise.contacts_per_rep or 0)
    return contacts(jumped) // due.dose.value.sets


def _advise_session(jumps: Sequence[PlannedJumps], step: int, budget: int, reason: AdviceReason) -> list[AdvisedDose]:
    """What is above the step holds by itself; so do sets that do not fit."""
    total = sum(row.planned_contacts for row in jumps)
    figures = {"step": str(step), "contacts": str(total), "most": str(max(0, budget))}
    advised = []
    for row in jumps:
        if row.exercise is None:
            out = Advice(Change.LEAVE_OUT, AdviceReason.STEP, figures=figures)
            advised.append(AdvisedDose(row.due, out, is_by_rule=True))
        elif row.exercise != row.due.exercise:
            dose = replace(
                row.due.dose.value, sets=row.sets - row.sets_off, tempo=Tempo.parse(row.exercise.default_tempo)
            )
            easier = Advice(Change.INSTEAD, AdviceReason.STEP, dose=dose, instead=row.exercise.slug, figures=figures)
            advised.append(AdvisedDose(row.due, easier, row.exercise, is_by_rule=True))
        elif row.sets_off:
            fewer = Advice(Change.FEWER_SETS, reason, sets_off=row.sets_off, figures=figures)
            advised.append(AdvisedDose(row.due, fewer))
    return advised


def plyometric_step_on(on: date, clearance: Clearance, history: ContactHistory, numbers: Thresholds) -> int:
    """The step, 1 to 5, on that day; 0 where plyometrics are out.

    A red session counts until enough green ones have followed it.
    """
    green_sessions = history.green_in_a_row
    days_since_red = None
    if history.red_days and green_sessions < numbers.step_green_sessions:
        days_since_red = (on - max(history.red_days)).days
    return step_now(
        clearance.step,
        green_sessions=green_sessions,
        days_since_red=days_since_red,
        gap_days=(on - history.last_on).days,
        numbers=numbers,
    )


def _week_cap(monday: date, step: int, history: ContactHistory, numbers: Thresholds) -> int:
    """The most contacts of that week, by those of the weeks before it."""
    earlier: list[int] = []
    for ago in range(numbers.contacts_lookback, 0, -1):
        earlier.append(history.contacts_in_week(monday - timedelta(weeks=ago)))
    return contact_cap(earlier, step, numbers)
