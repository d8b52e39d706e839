"""The sessions around a day, and what Today asks about them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from athletes.localtime import monday_of
from athletes.models import Session, SessionStatus


@dataclass(frozen=True)
class SessionWeek:
    """One athlete's sessions around a day, in the order of their dates.

    paused_until -- of the program that is followed, if it was ever paused; has_begun_before -- any session, ever
    """

    sessions: Sequence[Session]
    paused_until: date | None = None
    has_begun_before: bool = False

    def begun_or_planned_on(self, day: date) -> Session | None:
        """The first one to do that was begun on the day, or is planned for it."""
        for session in self.sessions:
            if session.is_to_do and (session.planned_on == day or _begun_on(session) == day):
                return session
        return None

    def missed_with_room_around(self, day: date) -> Session | None:
        """The latest one missed this week, where there is room for it: no strength yesterday, today or tomorrow.

        What was missed itself takes no room, and neither does what is optional.
        """
        missed = [session for session in self.sessions if _is_missed_by(session, day)]
        for session in self.sessions:
            is_next_to = abs((session.planned_on - day).days) <= 1
            if is_next_to and not session.is_optional and session not in missed:
                return None
        return missed[-1] if missed else None

    def next_planned_after(self, day: date) -> Session | None:
        for session in self.sessions:
            if session.status == SessionStatus.PLANNED and session.planned_on > day:
                return session
        return None

    def left_open_before(self, day: date) -> Session | None:
        """The latest one that was begun on an earlier day and never finished; it blocks nothing."""
        for session in reversed(self.sessions):
            is_todays = session.planned_on == day or _begun_on(session) == day
            if session.status == SessionStatus.OPEN and not is_todays:
                return session
        return None

    def begun_on(self, day: date) -> Session | None:
        """The last one that was begun on the day."""
        for session in reversed(self.sessions):
            if _begun_on(session) == day:
                return session
        return None

    def has_completed_on(self, day: date) -> bool:
        """Whether a session planned for the day is done."""
        return any(session.planned_on == day and session.status == SessionStatus.COMPLETED for session in self.sessions)

    def in_week_of(self, day: date) -> list[Session]:
        return [session for session in self.sessions if monday_of(session.planned_on) == monday_of(day)]

    def has_begun_any(self) -> bool:
        return any(session.opened_at for session in self.sessions)

    def is_paused_on(self, day: date) -> bool:
        return self.paused_until is not None and self.paused_until > day

    def only_open(self) -> SessionWeek:
        return replace(self, sessions=[session for session in self.sessions if session.status == SessionStatus.OPEN])


def session_to_offer(sessions: SessionWeek, today: date) -> Session | None:
    """The one session that Today offers; the first rule that names one wins. A pause leaves only what is open."""
    if sessions.is_paused_on(today):
        return sessions.only_open().begun_or_planned_on(today)
    return (
        sessions.begun_or_planned_on(today)
        or sessions.missed_with_room_around(today)
        or sessions.next_planned_after(today)
    )


def next_two(offered: Session | None, sessions: SessionWeek, today: date) -> list[Session]:
    """What to do now and what comes after it: always on the phone."""
    coming = [] if offered is None else [offered]
    for session in sessions.sessions:
        is_coming = session.status == SessionStatus.PLANNED and session.planned_on >= today
        if is_coming and session is not offered:
            coming.append(session)
    return coming[:2]


def _begun_on(session: Session) -> date | None:
    """The athlete's own day on which it was begun."""
    if session.opened_at is None:
        return None
    return session.athlete.today(session.opened_at)


def _is_missed_by(session: Session, day: date) -> bool:
    """Planned for an earlier day of the day's week and not begun; what is optional cannot be missed."""
    is_earlier_this_week = monday_of(day) <= session.planned_on < day
    return session.status == SessionStatus.PLANNED and is_earlier_this_week and not session.is_optional
