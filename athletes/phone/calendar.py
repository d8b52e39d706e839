"""The athlete's own calendar feed: their planned sessions, and nothing about health."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from athletes.mail.links import absolute
from athletes.models import Athlete, Session, SessionStatus

#: Phones ask again about this often.
REFRESH = timedelta(hours=6)
PAST = timedelta(weeks=4)


def feed(athlete: Athlete, at: datetime) -> bytes:
    """Sessions still to come, and those of the last four weeks, as all-day events (RFC 5545).

    A session keeps its identity: moved, it moves in the calendar too. While training is stopped none is to come.
    """
    calendar = Calendar()
    calendar.add("prodid", f"-//{settings.CLINIC['name']}//strength//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", _("Strength, {clinic}").format(clinic=settings.CLINIC["name"]))
    calendar.add("refresh-interval", REFRESH, parameters={"value": "DURATION"})
    sessions = athlete.sessions.filter(planned_on__gte=athlete.today(at) - PAST)
    kept = sessions.exclude(status=SessionStatus.SKIPPED).not_held_back()
    if athlete.stopped_at is not None:
        kept = kept.begun()
    for session in kept.select_related("workout").order_by("planned_on"):
        calendar.add_component(_event(session, at))
    return bytes(calendar.to_ical())


def _event(session: Session, at: datetime) -> Event:
    letter = f" {session.workout.letter}" if session.workout else ""
    event = Event()
    event.add("uid", f"{session.pk}@{settings.SITE_URL.partition('://')[2]}")
    event.add("dtstamp", at)
    event.add("dtstart", session.planned_on)
    event.add("dtend", session.planned_on + timedelta(days=1))
    event.add("summary", _("Strength{letter}").format(letter=letter))
    event.add("url", absolute("session", session.pk))
    event.add("transp", "TRANSPARENT")
    return event
