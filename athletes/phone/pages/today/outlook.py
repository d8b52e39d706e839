"""What the phone is told of the days to come, so that a page it has kept says on each of them what is true then.

The states of a day are asked in one order, here and on the phone (``static/js/what-is-today.js``). The phone knows
better of its own sets and runs: it takes away what they end, adds what they begin, and asks again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from athletes.models import Session
from athletes.training.race import NearRace
from athletes.training.session_week import SessionWeek, ahead_on, day_begun
from athletes.wording.doses import title_of

from .cards import Card, StartsSoonCard, StillOpenCard
from .context import TodayContext
from .day import Day, Followed, cards_of

#: As far ahead as a kept page speaks of a day: today and six more.
DAYS = 7


@dataclass(frozen=True)
class DayAhead:
    """One day as the clinic knows it. session -- to do on it; cards -- what else holds, as if there were no session"""

    on: date
    session: Session | None
    cards: list[Card]

    def as_json(self, name: str) -> dict[str, Any]:
        return {
            "on": self.on.isoformat(),
            "session": str(self.session.pk) if self.session else "",
            "states": [_card_json(card, name) for card in self.cards],
            "open": _left_open(self.cards),
        }


def _left_open(cards: Iterable[Card]) -> str:
    """The key of the session that was left open; empty without one."""
    for card in cards:
        if isinstance(card, StillOpenCard):
            return str(card.session.pk)
    return ""


def _card_json(card: Card, name: str) -> dict[str, str]:
    said = {"state": str(card.state), "heading": card.heading_for(name), "title": card.about}
    if isinstance(card, StartsSoonCard):
        said["session"] = str(card.first.pk)
    return said


def outlook(
    context: TodayContext, sessions: SessionWeek, today: date, race: NearRace | None, followed: Followed
) -> dict[str, Any]:
    """{days: [{on, session, states: [{state, heading, title}], open}], sessions: {id: {title, on, begun}}}, days as
    YYYY-MM-DD; open -- the session that was left open.

    race -- where one is near; no query more than today itself needs
    """
    name = context.athlete.user.first_name
    days = []
    for ahead in range(DAYS):
        on = today + timedelta(days=ahead)
        day = Day(context, sessions, ahead_on(on, context.athlete, sessions, race), on, followed)
        without = replace(day, ahead=replace(day.ahead, now=None))
        days.append(DayAhead(on, day.ahead.now, list(cards_of(without))))
    to_do = [session for session in sessions.sessions if session.is_to_do and session.planned_on <= days[-1].on]
    return {
        "days": [day.as_json(name) for day in days],
        "sessions": {str(session.pk): _session_json(session) for session in to_do},
    }


def _session_json(session: Session) -> dict[str, str]:
    begun = day_begun(session)
    return {
        "title": title_of(session),
        "on": session.planned_on.isoformat(),
        "begun": begun.isoformat() if begun else "",
    }
