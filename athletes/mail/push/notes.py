"""What a note says, and which page its tap opens. It stands on a locked screen: nothing of health, no name.

Each is given as ``text`` and ``path``, a path of this site.
"""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from athletes.models import Mail
from athletes.training.session_week import ahead_of, sessions_around

Note = dict[str, object]


def strength_day(mail: Mail, at: datetime) -> Note:
    """The session that Today speaks of."""
    athlete = mail.person.athlete
    today = athlete.today(at)
    session = ahead_of(athlete, sessions_around(athlete, today), today).now
    path = reverse("today") if session is None else reverse("session", args=[session.pk])
    return sample_strength_day() | {"path": path}


def morning(mail: Mail, at: datetime) -> Note:
    return sample_morning()


def message(mail: Mail, at: datetime) -> Note:
    """That there is a message, and not what it says."""
    return sample_message()


def urgent(mail: Mail, at: datetime) -> Note:
    """That something waits for a therapist, and not for whom."""
    return sample_urgent()


def sample_strength_day() -> Note:
    return {"text": _("It is your day. Your session is ready."), "path": reverse("today")}


def sample_morning() -> Note:
    return {"text": _("One question about yesterday."), "path": reverse("morning")}


def sample_message() -> Note:
    return {"text": _("Your clinic wrote to you."), "path": reverse("messages")}


def sample_urgent() -> Note:
    return {"text": _("Something needs your attention now."), "path": reverse("admin:index")}
