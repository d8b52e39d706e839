"""All that a weekly mail or a nudge needs to know of its athlete: for a page of rows at once, or for one."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from athletes.localtime import day_in, iso_week, monday_of
from athletes.models import Barrier, Mail, Session, SessionStatus

from .ahead import AthleteAhead, SessionAhead, read_ahead
from .answers import who_has_ignored
from .trained import who_logged

log = logging.getLogger(__name__)

#: Facts that are older than this are read again, for the one row.
FRESH_SECONDS = 10
ISO_WEEK = re.compile(r"\d{4}-W\d{2}")
WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Facts:
    """Of one athlete, for one mail.

    today -- the athlete's own day; monday -- of the week that the mail speaks of
    has_logged -- a session was begun in the athlete's own week of now
    counted -- the sessions of that week that count; barriers -- what kept the athlete from training, by ISO week
    """

    today: date
    monday: date
    coming: AthleteAhead
    counted: list[Session]
    has_ignored: bool
    has_logged: bool
    barriers: dict[str, str] = field(default_factory=dict)
    read_at: float = field(default_factory=time.monotonic)

    @property
    def next(self) -> SessionAhead | None:
        return self.coming.next

    @property
    def done(self) -> int:
        return self._count(SessionStatus.COMPLETED)

    @property
    def planned(self) -> list[Session]:
        """Those that nobody has begun."""
        return [session for session in self.counted if session.status == SessionStatus.PLANNED]

    def _count(self, status: str) -> int:
        return sum(1 for session in self.counted if session.status == status)


def attach(mails: Iterable[Mail], at: datetime) -> None:
    """Read the facts of a page of rows, each of a person with an account, and keep them with the rows."""
    rows = list(mails)
    try:
        found = read(rows, at)
    except Exception:  # one of them cannot be asked about: each is asked alone, and that one put aside
        log.exception("the facts of a page of mails cannot be read at once")
        return
    for mail, facts in zip(rows, found, strict=True):
        mail.facts = facts


def facts_of(mail: Mail, at: datetime) -> Facts:
    """What is true for that mail: read with its page a moment ago, else now."""
    facts: Facts | None = getattr(mail, "facts", None)
    if facts is not None and time.monotonic() - facts.read_at < FRESH_SECONDS:
        return facts
    (mail.facts,) = read([mail], at)
    fresh: Facts = mail.facts
    return fresh


def read(mails: list[Mail], at: datetime) -> list[Facts]:
    """The facts of each of these rows, in their order."""
    athletes = [mail.person.athlete for mail in mails]
    ahead = read_ahead(athletes, at)
    ignored, logged = who_has_ignored(athletes), who_logged(athletes, at)
    barriers: dict[int, dict[str, str]] = {athlete.pk: {} for athlete in athletes}
    weeks = _weeks_asked_about(mails, at)
    named = Barrier.objects.filter(athlete__in=barriers, week__in=weeks)
    for key, week, kind in named.values_list("athlete_id", "week", "kind"):
        barriers[key][week] = kind
    found = []
    for mail, athlete in zip(mails, athletes, strict=True):
        monday = monday_spoken_of(mail, at)
        found.append(
            Facts(
                today=athlete.today(at),
                monday=monday,
                coming=ahead[athlete.pk],
                counted=_counted(ahead[athlete.pk], monday),
                has_ignored=athlete.pk in ignored,
                has_logged=athlete.pk in logged,
                barriers=barriers[athlete.pk],
            )
        )
    return found


def monday_spoken_of(mail: Mail, at: datetime) -> date:
    """The Monday of the week that a mail is about: of its occasion, or of now where that is over or is no week."""
    monday = monday_of(mail.person.athlete.today(at))
    if ISO_WEEK.fullmatch(mail.occasion):
        return max(monday, day_in(mail.occasion))
    return monday


def _weeks_asked_about(mails: Iterable[Mail], at: datetime) -> set[str]:
    weeks = set()
    for mail in mails:
        monday = monday_spoken_of(mail, at)
        weeks |= {iso_week(monday), iso_week(monday - WEEK)}
    return weeks


def _counted(ahead: AthleteAhead, monday: date) -> list[Session]:
    """As ``Session.objects.counted``, of the sessions in hand."""
    counted = []
    for session in ahead.week.in_week_of(monday):
        if session.enrollment_id is not None and not session.is_optional and not session.is_held_back:
            counted.append(session)
    return counted
