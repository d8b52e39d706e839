"""Six weeks of one athlete's training, and what is due next: what every judgement in this room reads.

Six weeks at most, so that an evaluation costs the same whatever the history's length.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import reduce
from operator import attrgetter, or_
from uuid import UUID

from django.db.models import Max, Q

from athletes.localtime import iso_week, monday_of
from athletes.models import Athlete, Session, SessionStatus
from programs.models import Dose, Exercise, Pattern, Prescription, ProgressionMode, Week
from programs.models.keys import by_key

#: How far back sessions and reports are read: enough for two weeks of drift and a baseline of seven mornings.
LOOK_BACK = timedelta(days=42)
#: How far ahead the next session is looked for.
LOOK_AHEAD = timedelta(days=21)
#: How many coming sessions are advised on: one of each workout, as most programs have two.
SESSIONS_ADVISED = 2


@dataclass(frozen=True, slots=True)
class RecentTraining:
    """One athlete's sessions as of a day, each with its week and its enrollment's program.

    begun -- of the last six weeks, by date; coming -- the next two planned ones; later -- the planned ones after them
    beside -- missed this week, or optional before the second of the coming ones: they may be done too, so the rules
    hold for them as well
    """

    athlete: Athlete
    today: date
    begun: list[Session]
    coming: list[Session]
    later: list[Session] = field(default_factory=list)
    beside: list[Session] = field(default_factory=list)

    @property
    def governed(self) -> list[Session]:
        """Every session that may be done next, by date."""
        return sorted([*self.coming, *self.beside], key=attrgetter("planned_on"))

    def day_of(self, session: Session) -> date:
        """The earliest day on which it may be done: one that was missed, today."""
        return max(session.planned_on, self.today)

    @property
    def begun_by_id(self) -> dict[UUID, Session]:
        return by_key(self.begun)

    @property
    def next_session(self) -> Session | None:
        return self.coming[0] if self.coming else None

    @property
    def is_repeat_whole(self) -> bool:
        """Whether the next sessions repeat a week of which none was begun."""
        return all(session.is_repeat for session in self.coming)

    @property
    def next_week(self) -> str:
        """The ISO week of the next session; empty without one."""
        if self.next_session is None:
            return ""
        return iso_week(self.next_session.planned_on)

    @property
    def last_finished(self) -> Session | None:
        """The session that ended last; None where none of these weeks has ended."""
        finished = [session for session in self.begun if session.finished_at is not None]
        return max(finished, key=attrgetter("finished_at"), default=None)

    def last_week_of(self, enrollment_id: int | None) -> Week | None:
        """The week of that program that was trained last; None where none of these weeks was, or nothing ever."""
        week: Week | None = None
        for session in self.begun:
            if session.enrollment_id == enrollment_id and session.week is not None:
                week = session.week
        return week

    @property
    def program_days(self) -> list[date]:
        """Days on which a session of a program ended, the earliest first: what was trained elsewhere ends no gap."""
        ended = [each.finished_at for each in self.begun if each.finished_at and each.enrollment_id is not None]
        return sorted(set(map(self.athlete.today, ended)))

    @property
    def trained_days(self) -> set[date]:
        """Days on which a session ended, by the athlete's clock."""
        days = set()
        for session in self.begun:
            if session.finished_at is not None:
                days.add(self.athlete.today(session.finished_at))
        return days


def read_recent_training(athlete: Athlete, today: date) -> RecentTraining:
    """The athlete's sessions around that day, in one query. Planned optional ones are nobody's next session."""
    is_counted = Q(targets__isnull=False) | Q(enrollment__status="active")
    sessions = Session.objects.filter(is_counted, athlete=athlete).between(today - LOOK_BACK, today + LOOK_AHEAD)
    rows = list(sessions.select_related("week", "enrollment__program").order_by("planned_on").defer("note"))
    begun: list[Session] = []
    planned: list[Session] = []
    for session in rows:
        if session.is_begun and not session.is_elsewhere:
            begun.append(session)
        if session.status == SessionStatus.PLANNED:
            planned.append(session)
    next_ones = [session for session in planned if session.planned_on >= today and not session.is_optional]
    coming, later = next_ones[:SESSIONS_ADVISED], next_ones[SESSIONS_ADVISED:]
    return RecentTraining(athlete, today, begun, coming, later, _beside(planned, coming, today))


def _beside(planned: Iterable[Session], coming: Sequence[Session], today: date) -> list[Session]:
    """Missed this week, or optional and no later than the second of the coming ones; what is optional passes."""
    last = coming[-1].planned_on if len(coming) == SESSIONS_ADVISED else today + LOOK_AHEAD
    beside = []
    for session in planned:
        is_missed = monday_of(today) <= session.planned_on < today and not session.is_optional
        is_optional = session.is_optional and today <= session.planned_on <= last
        if is_missed or is_optional:
            beside.append(session)
    return beside


def last_trained_on(training: RecentTraining) -> date | None:
    """The athlete's day on which a session of a program ended last; one query more where it was not lately."""
    if training.program_days:
        return training.program_days[-1]
    of_programs = training.athlete.sessions.filter(enrollment__isnull=False)
    latest = of_programs.aggregate(latest=Max("finished_at"))["latest"]
    return None if latest is None else training.athlete.today(latest)


# -- what is due in the coming sessions ------------------------------------------------------


@dataclass(frozen=True, slots=True)
class DueDose:
    """One dose of the plan in the session in which it is due. on -- the earliest day on which that may be done"""

    session: Session
    dose: Dose
    on: date

    @property
    def prescription(self) -> Prescription:
        return self.dose.prescription

    @property
    def exercise(self) -> Exercise:
        return self.dose.prescription.exercise

    @property
    def may_progress(self) -> bool:
        """Whether the therapist lets the rules say anything upward of it; what holds it back holds all the same."""
        return self.prescription.progression != ProgressionMode.OFF

    @property
    def is_light_week(self) -> bool:
        """Whether the plan itself asks for less in that week: nothing rises in it."""
        week = self.session.week
        return week is not None and (week.is_deload or week.is_race)

    @property
    def is_plyometric(self) -> bool:
        return self.exercise.pattern == Pattern.PLYOMETRIC


def read_due_doses(training: RecentTraining) -> list[DueDose]:
    """The doses of the sessions that may be done next, session by session in the plan's order; one query."""
    if not training.governed:
        return []
    pairs = [Q(prescription__workout=session.workout_id, week=session.week_id) for session in training.governed]
    doses = Dose.objects.filter(reduce(or_, pairs)).select_related("prescription__exercise__easier")
    doses = doses.order_by("prescription__order")
    due: list[DueDose] = []
    for session in training.governed:
        on = training.day_of(session)
        for dose in doses:
            if _is_due_in(session, dose):
                due.append(DueDose(session, dose, on))
    return due


def _is_due_in(session: Session, dose: Dose) -> bool:
    return (dose.prescription.workout_id, dose.week_id) == (session.workout_id, session.week_id)
