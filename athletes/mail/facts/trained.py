"""Who has trained: in their own week, and on their own day before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from athletes.localtime import monday_of
from athletes.models import Athlete, Session, SessionStatus


def who_logged(athletes: Iterable[Athlete], at: datetime) -> set[int]:
    """The keys of those who have begun a session in their own week of that instant."""
    logged = set()
    for athlete, begun_on in _sessions_begun(athletes, at - timedelta(days=8), at):
        if monday_of(begun_on) == monday_of(athlete.today(at)):
            logged.add(athlete.pk)
    return logged


def who_trained_yesterday(athletes: Iterable[Athlete], at: datetime) -> set[int]:
    """The keys of those who began a session, and completed it, on their own day before that instant."""
    trained = set()
    for athlete, begun_on in _sessions_begun(athletes, at - timedelta(days=3), at, status=SessionStatus.COMPLETED):
        if begun_on == athlete.today(at) - timedelta(days=1):
            trained.add(athlete.pk)
    return trained


def _sessions_begun(
    athletes: Iterable[Athlete], since: datetime, until: datetime, **which: object
) -> Iterator[tuple[Athlete, date]]:
    """Who began a session between two instants, and on which date of their own."""
    by_key = {athlete.pk: athlete for athlete in athletes}
    rows = Session.objects.filter(athlete__in=by_key, opened_at__range=(since, until), **which)
    for key, opened_at in rows.values_list("athlete_id", "opened_at"):
        athlete = by_key[key]
        yield athlete, athlete.today(opened_at)
