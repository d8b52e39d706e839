"""Training as an athlete does it, through the verb that phone and page use."""

from __future__ import annotations

import uuid
from datetime import datetime

from athletes.models import Athlete, Session, SessionStatus
from athletes.sessions import Document, Header, SetItem, record, set_id
from athletes.targets import offer
from programs.rules.dose import Load


def do(session: Session, athlete: Athlete, at: datetime, *, finish: bool = True, load: Load | None = None) -> None:
    """Log every set of a session as prescribed, each with that load where the exercise has one."""
    session.athlete = athlete
    targets = offer(session)
    sets = [
        SetItem(
            id=set_id(session.pk, entry["prescription"], number, side),
            exercise=entry["exercise"],
            number=number,
            rev=1,
            edit_id=uuid.uuid4(),
            target=entry["prescription"],
            side=side,
            reps=None if entry["reps"] is None else entry["reps"][0],
            seconds=entry["seconds"],
            load=load if entry["load_step"] else None,
        )
        for entry in targets.entries
        for number in range(1, entry["sets"] + 1)
        for side in (["left", "right"] if entry["is_unilateral"] else [""])
    ]
    header = Header(rev=1, edit_id=uuid.uuid4(), status=SessionStatus.COMPLETED, session_rpe=6) if finish else None
    record(athlete=athlete, session_id=session.pk, document=Document(targets.id, targets.entries, header, sets), at=at)
