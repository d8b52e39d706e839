"""A stop in words: since when, by which signs, and who may end it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from athletes.access.roles import may_end_stop
from athletes.models import Athlete, CareContact, Flag, User
from athletes.problems.figures import StopFigures

from .problems import signs_of, title_of_flag, why


@dataclass(frozen=True)
class StopReason:
    """One set of answers that stopped training. signs -- empty where it was a report of pain, which ``why`` says"""

    key: str
    title: str
    place: str
    signs: list[str]
    why: str
    raised_at: datetime


@dataclass(frozen=True)
class Stop:
    """contacts -- with the athlete since then, the latest first"""

    since: datetime
    reasons: list[StopReason]
    therapist: str
    may_end: bool
    contacts: list[CareContact]

    @property
    def is_reached(self) -> bool:
        return any(contact.is_reached for contact in self.contacts)


def stop_of(athlete: Athlete, user: User) -> Stop | None:
    """What stops this athlete's training, as this person sees it; None where nothing does. Three queries."""
    flags = list(athlete.flags.open().stops().order_by("raised_at"))
    since = athlete.stopped_at
    if since is None and flags:
        since = flags[0].raised_at
    if since is None:
        return None
    return Stop(
        since=since,
        reasons=list(map(_reason, flags)),
        therapist=athlete.therapist.name,
        may_end=may_end_stop(user, athlete.pk),
        contacts=list(athlete.contacts.filter(at__gte=since).select_related("by")),
    )


def _reason(flag: Flag) -> StopReason:
    figures = StopFigures.from_json(flag.figures)
    return StopReason(
        key=str(flag.pk),
        title=title_of_flag(flag),
        place=figures.place,
        signs=signs_of(figures),
        why=why(flag),
        raised_at=flag.raised_at,
    )
