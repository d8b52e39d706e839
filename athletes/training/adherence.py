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
        return round(100 * min(1, self.done / self.planned)) if self.planned else None


def adherence(sessions: Iterable[Session], today: date) -> Adherence:
    """Of these sessions, those due up to today. A session of today counts once it is completed.

    sessions -- any of the athlete's; optional and extra ones are passed over.
    """
    counted = [each for each in sessions if each.enrollment_id and not each.is_optional]
    done = [each for each in counted if each.status == SessionStatus.COMPLETED]
    missed = [each for each in counted if each.status != SessionStatus.COMPLETED and each.planned_on < today]
    excused = [each for each in missed if each.status == SessionStatus.SKIPPED and each.excuse]
    return Adherence(
        done=len(done),
        partial=sum(each.is_partial for each in done),
        planned=len(done) + len(missed) - len(excused),
        excused=len(excused),
    )
