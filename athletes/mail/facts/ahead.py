"""The session that Today sends each athlete to, with its minutes and what is new in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Subquery

from athletes.models import Athlete, Session
from athletes.training.session_week import Ahead, SessionWeek, ahead_of, sessions_of_all_around
from athletes.training.target import Target
from athletes.training.targets import due_without_loads, frozen_targets, planned_workouts
from programs.models import Dose
from programs.rules.prescription.minutes import workout_minutes


@dataclass(frozen=True)
class SessionAhead:
    """The one session that Today speaks of.

    on -- the day on which to do it: today where it is due now, whatever day it was planned for
    minutes -- about how long it takes; 0 where it has no exercise
    is_first -- the athlete has begun none before; is_lighter -- its week asks for less
    new -- exercises that this workout did not have the time before; more_sets -- sets more than that time had
    """

    session: Session
    on: date
    minutes: int = 0
    is_first: bool = False
    is_lighter: bool = False
    new: int = 0
    more_sets: int = 0


@dataclass(frozen=True)
class AthleteAhead:
    """week -- the athlete's sessions around the day"""

    week: SessionWeek
    ahead: Ahead
    next: SessionAhead | None = None


def read_ahead(athletes: Iterable[Athlete], at: datetime) -> dict[int, AthleteAhead]:
    """Of each athlete, by key, the sessions around the day and the next one: five queries, however many they are."""
    by_key = {athlete.pk: athlete for athlete in athletes}
    weeks = sessions_of_all_around(by_key.values(), at)
    aheads = {key: ahead_of(athlete, weeks[key], athlete.today(at)) for key, athlete in by_key.items()}
    chosen = _whole([ahead.first for ahead in aheads.values() if ahead.first], by_key)
    minutes_and_news = _Plans.of(chosen)
    found = {}
    for key, ahead in aheads.items():
        coming = None
        if ahead.first:
            session = chosen[ahead.first.pk]
            on = by_key[key].today(at) if ahead.now else session.planned_on
            coming = minutes_and_news.next_session(session, on, is_first=not weeks[key].has_begun_before)
        found[key] = AthleteAhead(weeks[key], ahead, coming)
    return found


def _whole(sessions: Iterable[Session], athletes: Mapping[int, Athlete]) -> dict[UUID, Session]:
    """These sessions with their week, their workout and their targets, by key.

    Each with ``number_before``, of the program week in which the same workout was planned the time before: a week that
    is repeated is the same one.
    """
    before = Session.objects.filter(
        enrollment=OuterRef("enrollment"), workout=OuterRef("workout"), planned_on__lt=OuterRef("planned_on")
    ).order_by("-planned_on")
    rows = Session.objects.filter(pk__in=[session.pk for session in sessions]).select_related("week", "workout")
    rows = rows.annotate(number_before=Subquery(before.values("week__number")[:1]))
    found = {}
    for session in rows:
        session.athlete = athletes[session.athlete_id]
        found[session.pk] = session
    return found


@dataclass(frozen=True)
class _Plans:
    """due -- what is due in each session; before -- sets of each row of a workout, by the number of the week before"""

    due: Mapping[UUID, list[Target]]
    before: Mapping[tuple[int, int], Mapping[int, int]]

    @classmethod
    def of(cls, sessions: Mapping[UUID, Session]) -> _Plans:
        due = {}
        planned = planned_workouts([session for session in sessions.values() if not session.is_begun])
        for key, session in sessions.items():
            if session.is_begun:
                due[key] = frozen_targets(session)
            elif key in planned:
                due[key] = due_without_loads(session.athlete, planned[key])
        return cls(due, _sets_the_time_before(sessions.values()))

    def next_session(self, session: Session, on: date, *, is_first: bool) -> SessionAhead:
        targets = self.due.get(session.pk, [])
        items = [target.as_item() for target in targets]
        minutes = round(workout_minutes(items, is_top_up=session.is_optional))
        if session.week is None or session.workout_id is None or session.is_begun or is_first:
            return SessionAhead(session, on, minutes, is_first=is_first)
        before = self.before.get((session.workout_id, session.number_before or 0), {})
        new = sum(1 for target in targets if target.prescription_id not in before)
        more_sets = sum(target.sets for target in targets) - sum(before.values())
        return SessionAhead(
            session,
            on,
            minutes,
            is_lighter=session.week.is_lighter,
            new=new if before else 0,
            more_sets=more_sets if before else 0,
        )


def _sets_the_time_before(sessions: Iterable[Any]) -> dict[tuple[int, int], dict[int, int]]:
    """Sets of each row, by workout and number of the week: of the time before each of these sessions."""
    numbers, workouts = set(), set()
    for session in sessions:
        if session.number_before is not None:
            numbers.add(session.number_before)
            workouts.add(session.workout_id)
    rows = Dose.objects.filter(week__number__in=numbers, prescription__workout__in=workouts)
    found: dict[tuple[int, int], dict[int, int]] = {}
    for workout, number, row, sets in rows.values_list(
        "prescription__workout_id", "week__number", "prescription_id", "sets"
    ):
        found.setdefault((workout, number), {})[row] = sets
    return found
