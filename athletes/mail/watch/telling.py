"""Who hears of what is wrong: the clinic admins by mail, once a day for the same set of things."""

from __future__ import annotations

import hashlib
import logging
from datetime import datetime, timedelta

import requests
from django.conf import settings

from athletes.localtime import clinic_day
from athletes.mail.planner import plan_mails
from athletes.mail.relay import breaker
from athletes.mail.relay.outcomes import Outcome
from athletes.mail.transport import ask_about_sender
from athletes.models import MailKind, Role, User

from .self_check import Trouble, findings, repair

log = logging.getLogger(__name__)

TOLD_WITHIN = timedelta(days=1)
PING_SECONDS = 5


def check_hourly(at: datetime) -> list[Trouble]:
    """The same, after the relay was asked whether it takes mail from this clinic: before any is lost by its refusal."""
    answer = ask_about_sender()
    if answer.outcome == Outcome.CLINIC_REFUSED:
        breaker.rest(answer, at=at)
    return check(at)


def check(at: datetime) -> list[Trouble]:
    """Mend what is safe to mend, and tell the clinic admins of the rest; returns what is left."""
    repaired = repair(at)
    if repaired:
        log.warning("the self-check of mail has mended %s rows", repaired)
    found = findings(at)
    if found:
        admins = User.objects.filter(role=Role.CLINIC_ADMIN, is_active=True)
        plan_mails(admins, MailKind.MAIL_TROUBLE, occasion=_occasion(found, at), at=at, window=TOLD_WITHIN)
    return found


def _occasion(found: list[Trouble], at: datetime) -> str:
    """One mail a day for the same things; another thing that goes wrong is another mail."""
    codes = " ".join(sorted(finding.code for finding in found))
    return f"{clinic_day(at).isoformat()}-{hashlib.sha256(codes.encode()).hexdigest()[:12]}"


def ping() -> None:
    """Tell the address of HEARTBEAT_URL that a whole tick has succeeded: it calls somebody when that stops."""
    if not settings.HEARTBEAT_URL:
        return
    try:
        requests.get(settings.HEARTBEAT_URL, timeout=PING_SECONDS).raise_for_status()
    except requests.RequestException as error:
        log.warning("the heartbeat's address did not answer (%s)", type(error).__name__)
