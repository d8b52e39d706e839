"""Verbs that record sessions. The phone's document and the page without script use the same ones.

A document's items (the header, each set, each swap) are merged one by one, so that the same document twice
writes nothing the second time.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal

from django.db import transaction

from athletes.errors import NotTheirsError
from athletes.evaluation.evaluate import evaluate
from athletes.models import Athlete, Excuse, Session, SessionStatus, SetLog
from athletes.training.targets import Offer, freeze, is_genuine, offer, prescribed_sets
from programs.models import SwapReason

from .clock import when_done
from .merge import Verdict, Version, verdict_on
from .pain import hurt_somewhere, store_painless
from .sets import SetChanges, SetItem, done_sets, merge_sets, minutes_of
from .swaps import SwapItem, merge_swaps, tell_of_pain

#: A session with fewer of its sets than this counts as partial (product.md 2) [D].
PARTIAL_BELOW = Decimal("0.75")
#: How long a finished session's header may still be changed.
CHANGEABLE = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Header:
    """The session itself as the phone states it. minutes and session_rpe (0-10) may be unknown yet.

    nothing_hurt -- asked at the end, and said so; False is no answer
    done_at -- when it was said, by the phone's clock
    """

    rev: int
    edit_id: uuid.UUID
    status: str = SessionStatus.OPEN
    session_rpe: int | None = None
    minutes: int | None = None
    note: str = ""
    excuse: str = ""
    nothing_hurt: bool = False
    done_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """What one PUT says. offer -- the targets that were used, given back until they are frozen."""

    offer: Offer | None = None
    header: Header | None = None
    sets: Sequence[SetItem] = ()
    swaps: Sequence[SwapItem] = ()


@dataclass(frozen=True, slots=True)
class RecordedSession:
    """What became of a document: the session as it is now, and a verdict for each item.

    header -- None where the document has none; winners -- the stored set for each stale one;
    swaps -- by prescription
    """

    session: Session
    header: Verdict | None
    sets: dict[uuid.UUID, Verdict] = field(default_factory=dict)
    winners: dict[uuid.UUID, SetLog] = field(default_factory=dict)
    swaps: dict[int, Verdict] = field(default_factory=dict)


@transaction.atomic
def record_session(*, athlete: Athlete, session_id: uuid.UUID, document: Document, at: datetime) -> RecordedSession:
    """Merge a document into its session; create an extra session for an id that nobody knows.

    The first item that applies opens the session and freezes its targets. It began with its first set and ended when
    the phone says so (``records.clock``), whenever that arrives.
    A set that belongs to another session is refused alone.
    Raises NotTheirsError when the session belongs to somebody else, or when the document says
    nothing about a session that nobody knows.
    """
    may_create = bool(document.header or document.sets)
    session, is_new = _claim(athlete, session_id, _first_done(document, at), may_create=may_create)
    offered = _genuine_offer(session, document)
    header = _verdict_on_header(session, document.header)
    swaps = merge_swaps(session, document.swaps, at, targets=offered.targets if offered else None)
    changes = merge_sets(session, document.sets, at)
    if header == Verdict.APPLIED or changes.rows:
        _apply(session, document, offered, changes, at, is_header_new=header == Verdict.APPLIED)
        if header == Verdict.APPLIED and _is_over(session):
            evaluate(athlete, at)
            if session.excuse == Excuse.PAIN:
                hurt_somewhere(athlete=athlete, how="excuse", on=session.planned_on, at=at)
    elif is_new:
        session.delete()
    else:
        changes.store()  # what lost stays readable
    tell_of_pain(session, document.swaps, swaps, at)
    return RecordedSession(session, header, changes.verdicts, changes.winners, swaps)


@transaction.atomic
def finish_session(
    *,
    session: Session,
    session_rpe: int,
    note: str,
    painless: Iterable[tuple[str, str]],
    at: datetime,
    nothing_hurt: bool = False,
) -> RecordedSession:
    """The session is done: how hard it was, and the places (region, side) that did not hurt in it.

    session_rpe -- 0 to 10; a finished session may be finished again for a day
    nothing_hurt -- the athlete said so of the whole session
    All of it or nothing: no place is said to be free of pain in a session that was not finished.
    """
    store_painless(session=session, places=painless, at=at)
    header = Header(
        rev=session.rev + 1,
        edit_id=uuid.uuid4(),
        status=SessionStatus.COMPLETED,
        session_rpe=session_rpe,
        note=note,
        nothing_hurt=nothing_hurt,
    )
    return record_session(athlete=session.athlete, session_id=session.pk, document=Document(header=header), at=at)


def _first_done(document: Document, at: datetime) -> datetime:
    """When the first thing of a document was done: its first set, else the end that it states."""
    said = [item.done_at for item in document.sets]
    if not said and document.header is not None:
        said = [document.header.done_at]
    return min((when_done(each, at) for each in said), default=at)


def _claim(athlete: Athlete, session_id: uuid.UUID, begun_at: datetime, *, may_create: bool) -> tuple[Session, bool]:
    """The session's row, locked until the end of the transaction (SQLite locks the file), and whether it is new."""
    rows = athlete.sessions.select_for_update(of=("self",)).select_related("week", "workout")
    session: Session | None = rows.filter(pk=session_id).first()
    if session is not None:
        return session, False
    if not may_create or Session.objects.filter(pk=session_id).exists():
        raise NotTheirsError
    extra = {"athlete": athlete, "planned_on": athlete.today(begun_at)}
    return rows.get_or_create(pk=session_id, defaults=extra)


def _genuine_offer(session: Session, document: Document) -> Offer | None:
    """The offer that the phone used, before the session keeps its own; None for today's."""
    used = document.offer
    if session.is_begun or used is None or not is_genuine(session, used):
        return None
    return used


def _verdict_on_header(session: Session, header: Header | None) -> Verdict | None:
    if header is None:
        return None
    if session.edit_id is None:
        return Verdict.APPLIED
    return verdict_on(header, Version(session.rev, session.edit_id))


def _is_over(session: Session) -> bool:
    return session.status in (SessionStatus.COMPLETED, SessionStatus.SKIPPED)


# -- the session itself ----------------------------------------------------------------------


def _apply(
    session: Session,
    document: Document,
    offered: Offer | None,
    changes: SetChanges,
    at: datetime,
    *,
    is_header_new: bool,
) -> None:
    """Store the session with its sets; a session that is skipped does not begin by that."""
    header = document.header
    is_skip = header is not None and header.status == SessionStatus.SKIPPED
    if changes.rows or not is_skip:
        _open(session, offered, _first_done(document, at))
    if header is not None and is_header_new:
        _apply_header(session, header, at)
    changes.store()
    if session.status == SessionStatus.COMPLETED:
        _sum_up(session)
    session.received_at = at
    session.save()


def _open(session: Session, offered: Offer | None, begun_at: datetime) -> None:
    """Freeze the targets and note the beginning, once.

    Exactly the offer that the phone used, when it gives a genuine one back; else today's.
    """
    if session.is_begun:
        return
    if offered is None or not offered.targets:
        offered = offer(session)
    freeze(session, offered)
    session.opened_at = begun_at
    if session.status == SessionStatus.PLANNED:
        session.status = SessionStatus.OPEN


def _apply_header(session: Session, header: Header, at: datetime) -> None:
    session.rev, session.edit_id = header.rev, header.edit_id
    session.note = header.note
    said_at = when_done(header.done_at, at)
    if not _is_changeable(session, said_at, at):
        return  # effort and minutes are fixed after a day; a note may always be added
    if session.is_elsewhere and session.finished_at:
        _move(session, said_at)
    session.session_rpe = header.session_rpe
    session.excuse = header.excuse
    session.nothing_hurt = header.nothing_hurt
    if header.status == SessionStatus.COMPLETED:
        session.finished_at = session.finished_at or max(said_at, session.opened_at or said_at)
    if header.status != SessionStatus.OPEN or session.finished_at is None:
        session.status = header.status
    session.minutes = header.minutes


def _is_changeable(session: Session, said_at: datetime, at: datetime) -> bool:
    """For a day after its end; what was trained elsewhere for a day after it was told, whichever day that is of."""
    if session.finished_at is None:
        return True
    if session.is_elsewhere:
        return at <= (session.received_at or at) + CHANGEABLE
    return said_at <= session.finished_at + CHANGEABLE


def _move(session: Session, to: datetime) -> None:
    """What was trained elsewhere is of the day that is said last."""
    session.opened_at = session.finished_at = to
    session.planned_on = session.athlete.today(to)


def _sum_up(session: Session) -> None:
    """What a completed session adds up to: minutes where none were stated, and whether it is partial."""
    sets = list(session.sets.kept())
    if session.minutes is None:
        session.minutes = minutes_of(sets)
    prescribed = prescribed_sets(session)
    if not prescribed:
        return
    is_short_of_time = session.swaps.standing().filter(reason=SwapReason.TIME, instead=None).exists()
    done_share = Decimal(done_sets(session, sets)) / prescribed
    session.is_partial = is_short_of_time or done_share < PARTIAL_BELOW
