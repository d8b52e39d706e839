"""Plyometrics of the coming sessions: the step that the athlete stands on, and the contacts that still fit.

Source: clinical.md 3.3. Rows above the step and contacts above the caps are said to the therapist; nothing
is raised by itself beyond P2.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from athletes.localtime import monday_of
from athletes.models import Clearance, Session, SetLog
from programs.models import Dose
from programs.models.plan import item_of
from programs.regions import pattern_loads_region
from programs.rules.coverage import contacts
from programs.rules.pain import Zone
from programs.rules.plyometrics import contact_cap, session_cap, sets_over, step_now
from programs.rules.progression import Advice, AdviceReason, Change
from programs.rules.thresholds import Thresholds

from .pain_zones import RegionStatus

Row = tuple[Session, Dose]


@dataclass(frozen=True, slots=True)
class ContactHistory:
    """What was jumped: contacts by day, and the days that hurt in the regions they load.

    since -- the day of the clearance: green sessions and red ones count from then on
    """

    since: date
    contacts: Mapping[date, int]
    hurt: frozenset[date]
    reds: frozenset[date]

    @property
    def green_in_a_row(self) -> int:
        """Sessions on this step since the last one that hurt."""
        found = 0
        for on in sorted(self.contacts, reverse=True):
            if on in self.hurt or on < self.since:
                break
            found += 1
        return found


def contact_history(sets: Iterable[SetLog], judged: Sequence[RegionStatus], since: date) -> ContactHistory:
    """Contacts of each day from plyometric sets that carry their exercise, and what hurt that day."""
    by_day: dict[date, int] = defaultdict(int)
    for each in sets:
        sides = 2 if each.exercise.is_unilateral and not each.side else 1
        by_day[each.performed_on] += (each.reps or 0) * (each.exercise.contacts_per_rep or 0) * sides
    loaded = [each for each in judged if pattern_loads_region("plyometric", each.profile.region)]
    zones = {(reading.on, zone) for each in loaded for reading, zone in each.readings if zone > Zone.GREEN}
    reds = frozenset(on for each in loaded for on in each.reds if on >= since)
    return ContactHistory(since, by_day, frozenset(on for on, _zone in zones), reds)


def advise_plyometrics(
    rows: Sequence[Row], clearance: Clearance, lately: ContactHistory, numbers: Thresholds
) -> list[tuple[Row, Advice]]:
    """What the rules say to the plyometric rows of the coming sessions, in their order."""
    found: list[tuple[Row, Advice]] = []
    coming: dict[date, int] = defaultdict(int)
    for session in dict.fromkeys(session for session, _dose in rows):
        own = [row for row in rows if row[0] == session]
        step = plyometric_step_on(session, clearance, lately, numbers)
        if step == 0:
            continue  # out for the week after a red session; the targets leave them out
        too_high = [row for row in own if row[1].prescription.exercise.level > step]
        figures = {"step": str(step)}
        found += [(row, Advice(Change.EASIER, AdviceReason.STEP, figures=figures)) for row in too_high]
        fitting = [row for row in own if row not in too_high]
        week = monday_of(session.planned_on)
        budget = min(
            session_cap(step, numbers), _cap(week, step, lately, numbers) - _in_week(week, lately) - coming[week]
        )
        planned = [(dose.value.sets, contacts(item_of(dose.prescription, dose)) // dose.value.sets) for _s, dose in own]
        cuts = sets_over(planned, budget)
        coming[week] += sum((sets - off) * each for (sets, each), off in zip(planned, cuts, strict=True))
        figures |= {"contacts": str(sum(sets * each for sets, each in planned)), "most": str(max(0, budget))}
        for row, off in zip(own, cuts, strict=True):
            if off and row in fitting:
                found.append((row, Advice(Change.FEWER_SETS, AdviceReason.CONTACTS, sets_off=off, figures=figures)))
    return found


def plyometric_step_on(session: Session, clearance: Clearance, lately: ContactHistory, numbers: Thresholds) -> int:
    """The step on the session's day. A red session counts until enough green ones have followed it."""
    green = lately.green_in_a_row
    last_red = max(lately.reds, default=None)
    is_over = last_red is None or green >= numbers.step_green_sessions
    last = max(lately.contacts, default=lately.since)  # nothing in six weeks: as long ago as the clearance
    return step_now(
        clearance.step,
        green_sessions=green,
        days_since_red=None if is_over or last_red is None else (session.planned_on - last_red).days,
        gap_days=(session.planned_on - last).days,
        numbers=numbers,
    )


def _in_week(monday: date, lately: ContactHistory) -> int:
    return sum(count for on, count in lately.contacts.items() if monday_of(on) == monday)


def _cap(monday: date, step: int, lately: ContactHistory, numbers: Thresholds) -> int:
    weeks = [monday - timedelta(weeks=ago) for ago in range(numbers.contacts_lookback, 0, -1)]
    return contact_cap([_in_week(each, lately) for each in weeks], step, numbers)
