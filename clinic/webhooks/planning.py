"""What others are told becomes rows of the ledger: found by looking, not told by whoever did it.

A minute later is soon enough, and a tick that is missed heals itself: what happened in the last two days and has no row
yet gets one. The ledger's own constraint keeps a second away.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q

from athletes.models import Flag, FlagKind, Session
from athletes.problems.kinds import KINDS, Subject
from clinic.models import Webhook, WebhookDelivery, WebhookEvent

#: What happened longer ago is told to nobody: the other side reads it with ``since``.
LOOKED_BACK = timedelta(days=2)
#: So long the page shows what was sent.
KEPT = timedelta(days=30)
#: What was earned and waits for a yes is no problem.
PROGRESS = [kind for kind in FlagKind if KINDS[kind].subject == Subject.PROGRESS]


def plan_deliveries(at: datetime) -> int:
    """A row for each thing that happened and each webhook that wants it; returns how many are new."""
    WebhookDelivery.objects.filter(planned_at__lt=at - KEPT).delete()
    before = WebhookDelivery.objects.count()
    for webhook in Webhook.objects.working().select_related("owner"):
        rows = []
        for event, subject, athlete_id in _happened(webhook, at):
            rows.append(
                WebhookDelivery(
                    webhook=webhook, event=event, subject=subject, athlete_id=athlete_id, planned_at=at, next_at=at
                )
            )
        WebhookDelivery.objects.bulk_create(rows, ignore_conflicts=True)
    return WebhookDelivery.objects.count() - before


def _happened(webhook: Webhook, at: datetime) -> Iterator[tuple[str, UUID, int]]:
    """Event, key and whose, of what the webhook's owner may see, since it was made."""
    since = max(webhook.made_at, at - LOOKED_BACK)
    if WebhookEvent.SESSION_FINISHED in webhook.events:
        finished = Session.objects.visible_to(webhook.owner).completed()
        finished = finished.filter(Q(received_at__gte=since) | Q(finished_at__gte=since))
        for key, athlete_id in finished.values_list("pk", "athlete_id"):
            yield WebhookEvent.SESSION_FINISHED, key, athlete_id
    if WebhookEvent.PROBLEM_OPENED in webhook.events:
        raised = Flag.objects.visible_to(webhook.owner).filter(raised_at__gte=since).exclude(kind__in=PROGRESS)
        for key, athlete_id in raised.values_list("pk", "athlete_id"):
            yield WebhookEvent.PROBLEM_OPENED, key, athlete_id
