"""The ledger's rows go out: one claim for each try, later and later until it is taken or given up."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from athletes.errors import RefusedError
from athletes.mail.links import absolute
from athletes.models import LoopBeat
from clinic.models import DeliveryState, WebhookDelivery, WebhookEvent

from .addresses import destination
from .posting import NotTakenError, post

#: After each try that was not taken: the next. After the last of them it is given up: a day and a half in all.
WAITS = (
    timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2), timedelta(hours=8),
    timedelta(hours=24),
)  # fmt: skip
MOST = 200
#: A row that was claimed and never settled, because its sender died, comes back after that.
LEASE = timedelta(minutes=5)


def send_due(at: datetime) -> int:
    """Try what is due, up to ``MOST``; returns how many were taken. Where a backup was restored, nothing goes out
    before the mail does.
    """
    if LoopBeat.objects.filter(held_since__isnull=False).exists():
        return 0
    due = WebhookDelivery.objects.due(at).select_related("webhook").order_by("next_at", "pk")[:MOST]
    return sum(send(delivery, at) for delivery in due)


def send(delivery: WebhookDelivery, at: datetime) -> bool:
    """One try of one row; whether it was taken. Whoever claims the attempt first makes it."""
    attempt = delivery.attempts + 1
    mine = WebhookDelivery.objects.due(at).filter(pk=delivery.pk, attempts=delivery.attempts)
    if not mine.update(attempts=attempt, next_at=at + LEASE):
        return False
    webhook = delivery.webhook
    try:
        post(destination(webhook.url), body_of(delivery), secret=webhook.secret, at=at)
    except (NotTakenError, RefusedError) as error:
        said = error.words if isinstance(error, NotTakenError) else error.message
        _settle(delivery, attempt, said=said, **_later(attempt, at))
        return False
    _settle(delivery, attempt, said=_("taken"), state=DeliveryState.SENT, sent_at=at)
    return True


def _later(attempt: int, at: datetime) -> dict[str, object]:
    if attempt > len(WAITS):
        return {"state": DeliveryState.GIVEN_UP}
    return {"next_at": at + WAITS[attempt - 1]}


def _settle(delivery: WebhookDelivery, attempt: int, **values: object) -> None:
    """Written by whoever still holds the attempt."""
    WebhookDelivery.objects.filter(pk=delivery.pk, attempts=attempt).update(**values)


def body_of(delivery: WebhookDelivery) -> bytes:
    """What happened and where to read it: keys alone, so that nothing of anybody's health leaves without a token."""
    document = {
        "id": str(delivery.pk),
        "event": delivery.event,
        "at": delivery.planned_at.isoformat(),
        "athlete": delivery.athlete_id,
        "subject": str(delivery.subject),
        "read": _where(delivery),
    }
    return json.dumps(document, separators=(",", ":")).encode()


def _where(delivery: WebhookDelivery) -> str:
    if delivery.event == WebhookEvent.SESSION_FINISHED:
        return absolute("api_staff_session", delivery.subject)
    return f"{absolute('api_staff_problems')}?athlete={delivery.athlete_id}&open=yes"
