"""What mail one athlete gets: at the moment that is asked about, the words of each, or why it would not go out."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from athletes.localtime import FIRST_YEAR, LAST_YEAR
from athletes.mail.watch.foresight import foresee
from athletes.models import Athlete
from athletes.wording.mail import next_mail_words, occasion_words, reason_words


def mail_page(request: HttpRequest, athlete: Athlete, context: dict[str, Any]) -> HttpResponse:
    """Nothing is sent or kept. context -- what every admin page knows; ``?at=`` -- by the athlete's own clock"""
    at = _moment_asked(request, athlete) or timezone.now()
    rows = [(foreseen, reason_words(foreseen.reason)) for foreseen in foresee(athlete, at)]
    sent = [(mail, occasion_words(mail.occasion)) for mail in athlete.user.mails.all()[:10]]
    context |= {
        "title": _("Mail: {name}").format(name=athlete),
        "athlete": athlete,
        "rows": rows,
        "at": at,
        "next_mail": next_mail_words(athlete, at),
        "sent": sent,
    }
    with timezone.override(athlete.tzinfo):  # as the phone shows it
        return render(request, "admin/athletes/athlete/mail.html", context)


def _moment_asked(request: HttpRequest, athlete: Athlete) -> datetime | None:
    """The time of the address; None for none and for other text."""
    try:
        asked = parse_datetime(request.GET.get("at", ""))
    except ValueError:
        return None
    if asked is None or not FIRST_YEAR < asked.year < LAST_YEAR:
        return None
    return asked if timezone.is_aware(asked) else asked.replace(tzinfo=athlete.tzinfo)
