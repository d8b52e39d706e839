"""What an act on a program's dates would do to its sessions, found by doing it and taking it back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from athletes.models import Enrollment, Session


@dataclass(frozen=True, slots=True)
class DatesChange:
    """Sessions that have not begun, before and after. moved, removed, added -- how many

    next_was, next_is, last_was, last_is -- days of the first and the last of them; None where none is left
    """

    moved: int
    removed: int
    added: int
    next_was: date | None
    next_is: date | None
    last_was: date | None
    last_is: date | None


def rehearse(enrollment: Enrollment, act: Callable[[Enrollment], object], at: datetime) -> DatesChange:
    """Do it to a fresh copy of the row, look, and take everything back: nothing is stored, no mail is planned.

    Raises what the act raises: RefusedError where it is refused.
    """
    today = enrollment.athlete.today(at)
    with transaction.atomic():
        before = _ahead(enrollment, today)
        act(Enrollment.objects.select_related("athlete__user", "program").get(pk=enrollment.pk))
        after = _ahead(enrollment, today)
        transaction.set_rollback(True)
    kept = before.keys() & after.keys()
    return DatesChange(
        moved=sum(before[key] != after[key] for key in kept),
        removed=len(before.keys() - kept),
        added=len(after.keys() - kept),
        next_was=min(before.values(), default=None),
        next_is=min(after.values(), default=None),
        last_was=max(before.values(), default=None),
        last_is=max(after.values(), default=None),
    )


def _ahead(enrollment: Enrollment, today: date) -> dict[UUID, date]:
    """The days of all sessions that the athlete has ahead, of any program, by key."""
    ahead = Session.objects.not_begun().filter(athlete=enrollment.athlete_id, planned_on__gte=today)
    return dict(ahead.values_list("pk", "planned_on"))
