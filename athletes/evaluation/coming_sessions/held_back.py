"""A session of which the rules leave too little is held back: neither due nor missed, until more of it may be done."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from athletes.models import Session, Suggestion, SuggestionState
from athletes.training.targets import LEAST_EXERCISES, may_jump_on
from programs.rules.advice import AWAY, PAIN, Change

from ..recent_training import DueDose, RecentTraining

#: Why an optional session is left alone: pain, time off, and the way back.
CUTS_AND_HOLDS = AWAY.union(PAIN)


def hold_back(training: RecentTraining, due: Iterable[DueDose], suggestions: Sequence[Suggestion]) -> None:
    """Keep for each session that may be next whether too few exercises are left of it (safety.md 2.1).

    An optional one is held where anything of it is: it is for those who are well.

    due -- the rows of these sessions; suggestions -- what the rules and the therapist made of them
    What comes after them has no advice yet, and is not held: another session may have come in between.
    A statement for each session that changed; a query where jumps are among the rows that are left.
    """
    kept = _kept_rows(due, suggestions)
    with_rows_out = {word.session_id for word in suggestions if _is_out(word)}
    eased = {word.session_id for word in suggestions if word.reason in CUTS_AND_HOLDS}
    for session in training.governed:
        is_too_little = session.pk in with_rows_out and _count(training, session, kept[session.pk]) < LEAST_EXERCISES
        _keep(session, is_held=is_too_little or (session.is_optional and session.pk in eased))
    for session in training.later:
        _keep(session, is_held=False)


def _kept_rows(due: Iterable[DueDose], suggestions: Iterable[Suggestion]) -> Mapping[UUID, list[DueDose]]:
    """The rows that are left of each session, by its key."""
    left_out = set(map(_row_of, filter(_is_out, suggestions)))
    kept: dict[UUID, list[DueDose]] = defaultdict(list)
    for row in due:
        if (row.session.pk, row.prescription.pk) not in left_out:
            kept[row.session.pk].append(row)
    return kept


def _keep(session: Session, *, is_held: bool) -> None:
    if session.is_held != is_held:
        session.is_held = is_held
        session.save(update_fields=["is_held", "changed_at"])


def _row_of(word: Suggestion) -> tuple[UUID, int]:
    return word.session_id, word.target


def _is_out(word: Suggestion) -> bool:
    return word.change == Change.LEAVE_OUT and word.state == SuggestionState.ACCEPTED


def _count(training: RecentTraining, session: Session, rows: Sequence[DueDose]) -> int:
    """The exercises that the session would offer; jumps only where they may be done on its day."""
    jumps = sum(row.is_plyometric for row in rows)
    others = len(rows) - jumps
    if not jumps or others >= LEAST_EXERCISES:
        return others
    return others + jumps * may_jump_on(training.athlete, training.day_of(session))
