"""A strength session that nobody planned: another gym, a class, a hotel room. Its length and effort are all of it."""

from __future__ import annotations

import uuid
from datetime import date, datetime, time

from athletes.localtime import instant
from athletes.models import Athlete, SessionStatus

from .sessions import Document, Header, RecordedSession, record_session

#: When in its day a session lies that is told of later: nobody asks for the hour.
NOON = time(12)


def record_elsewhere(
    *,
    athlete: Athlete,
    session_id: uuid.UUID,
    on: date,
    minutes: int,
    session_rpe: int,
    at: datetime,
    note: str = "",
    nothing_hurt: bool = False,
) -> RecordedSession:
    """Store a session of the athlete's own on that day; with the same id again it is a later edit of it.

    on -- the athlete's day, up to today; minutes -- 1 to 600; session_rpe -- 0 to 10
    It belongs to no program: it asks for a day between like any other, and ends no gap (``recent_training``).
    Raises NotTheirsError when the id is that of somebody else's session.
    """
    former = athlete.sessions.filter(pk=session_id, enrollment=None).first()
    header = Header(
        rev=former.rev + 1 if former else 1,
        edit_id=uuid.uuid4(),
        status=SessionStatus.COMPLETED,
        session_rpe=session_rpe,
        minutes=minutes,
        note=note,
        nothing_hurt=nothing_hurt,
        done_at=min(at, instant(athlete.time_zone, on, NOON)),
    )
    return record_session(athlete=athlete, session_id=session_id, document=Document(header=header), at=at)
