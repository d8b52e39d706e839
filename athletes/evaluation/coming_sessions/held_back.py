"""A session of which the rules leave too little is held back: neither due nor missed, until more of it may be done."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from athletes.models import Athlete, Session, Suggestion, SuggestionState
from athletes.training.targets import LEAST_EXERCISES, may_jump_on
from programs.rules.advice import Change

from ..recent_training import DueDose


def hold_back(
    athlete: Athlete, coming: Sequence[Session], due: Iterable[DueDose], suggestions: Iterable[Suggestion]
) -> None:
    """Keep for each coming session whether too few exercises are left of it (safety.md 2.1).

    due -- the rows of these sessions; suggestions -- what the rules and the therapist made of them
    A statement for each session that changed; a query where jumps are among the rows that are left.
    """
    left_out = {_row_of(word) for word in suggestions if _is_out(word)}
    kept_of: dict[object, list[DueDose]] = {session.pk: [] for session in coming}
    for row in due:
        if (row.session.pk, row.prescription.pk) not in left_out:
            kept_of[row.session.pk].append(row)
    with_rows_out = {session_id for session_id, _target in left_out}
    for session in coming:
        is_held = session.pk in with_rows_out and _count(athlete, session, kept_of[session.pk]) < LEAST_EXERCISES
        if session.is_held != is_held:
            session.is_held = is_held
            session.save(update_fields=["is_held"])


def _row_of(word: Suggestion) -> tuple[object, int]:
    return word.session_id, word.target


def _is_out(word: Suggestion) -> bool:
    return word.change == Change.LEAVE_OUT and word.state == SuggestionState.ACCEPTED


def _count(athlete: Athlete, session: Session, rows: Sequence[DueDose]) -> int:
    """The exercises that the session would offer; jumps only where they may be done on its day."""
    jumps = sum(row.is_plyometric for row in rows)
    others = len(rows) - jumps
    if not jumps or others >= LEAST_EXERCISES:
        return others
    return others + jumps * may_jump_on(athlete, session.planned_on)
