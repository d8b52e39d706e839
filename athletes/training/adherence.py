"""Honest adherence: completed of planned to date, with the denominator in sight (product.md 2)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from athletes.models import Session, SessionStatus


@dataclass(frozen=True, slots=True)
class Adherence:
    """Counts of sessions. planned leaves out excused, optional and extra ones; done holds the partial ones too."""

    done: int
    partial: int
    planned: int
    excused: int

    @property
    def percent(self) -> int | None:
        """0 to 100; None where nothing was planned."""
        if not self.planned:
            return None
        return round(100 * min(1, self.done / self.planned))


def adherence(sessions: Iterable[Session], today: date) -> Adherence:
    """Of these sessions, those due up to today. A session of today counts once it is completed.

    sessions -- any of the athlete's; optional and extra ones are passed over.
    """
    done = partial = excused = missed = 0
    for session in sessions:
        is_counted = session.enrollment_id is not None and not session.is_optional
        if not is_counted:
            continue
        if session.status == SessionStatus.COMPLETED:
            done += 1
            partial += session.is_partial
        elif session.planned_on >= today:
            continue
        elif session.is_held_back or (session.status == SessionStatus.SKIPPED and session.excuse):
            excused += 1
        else:
            missed += 1
    return Adherence(done=done, partial=partial, planned=done + missed, excused=excused)
