"""Celery's doors of the installation itself: each a line that calls a verb."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from clinic.audit.sealing import seal
from clinic.operations.backup.nightly import back_up_if_due
from clinic.sign_in.mailing import try_again
from clinic.webhooks.planning import plan_deliveries
from clinic.webhooks.sending import send_due

#: Seconds. Longer than other tasks may take, and shorter than Redis waits before it hands a task out again.
SOFT_LIMIT, LIMIT = 3000, 3300


@shared_task(soft_time_limit=SOFT_LIMIT, time_limit=LIMIT)
def back_up() -> str:
    """The hourly bell of the day's backup; returns the file that was made, if any."""
    return str(back_up_if_due(timezone.now()) or "")


@shared_task
def seal_access_log() -> int:
    """What was written since the last minute; returns how many rows."""
    return seal(timezone.now())


@shared_task
def send_sign_in(user_id: int, code: str, to: str) -> bool:
    """A sign-in mail that was not taken at once; returns whether it was taken now. to -- the page asked for"""
    return try_again(user_id, code, to)


@shared_task
def send_webhooks() -> int:
    """What happened since the last minute is planned, and what is due is tried; returns how many were taken."""
    now = timezone.now()
    plan_deliveries(now)
    return send_due(now)
