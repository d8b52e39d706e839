"""What a mail provider tells later: bounces and complaints. anymail reads its language, here stands what it means."""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Any

from anymail.exceptions import AnymailError
from anymail.signals import EventType, RejectReason
from anymail.webhooks.amazon_ses import AmazonSESTrackingWebhookView
from anymail.webhooks.base import AnymailBaseWebhookView
from anymail.webhooks.brevo import BrevoTrackingWebhookView
from anymail.webhooks.mailgun import MailgunTrackingWebhookView
from anymail.webhooks.postmark import PostmarkTrackingWebhookView
from anymail.webhooks.sendgrid import SendGridTrackingWebhookView
from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from athletes.mail.relay.outcomes import shortened
from athletes.mail.sender import note_delivery
from athletes.mail.transport import count_soft_bounce, has_arrived, mark_bad
from athletes.models import Delivery

log = logging.getLogger(__name__)

#: The providers whose words we can read, by the name in ``MAIL_BACKEND``.
PROVIDERS: dict[str, type[AnymailBaseWebhookView]] = {
    "amazon_ses": AmazonSESTrackingWebhookView,
    "brevo": BrevoTrackingWebhookView,
    "mailgun": MailgunTrackingWebhookView,
    "postmark": PostmarkTrackingWebhookView,
    "sendgrid": SendGridTrackingWebhookView,
}
#: Reasons that are about the address, and for good.
FOR_GOOD = {RejectReason.INVALID, RejectReason.BOUNCED, RejectReason.SPAM}
#: What stands on the mail's own row.
HEARD = {
    EventType.DELIVERED: Delivery.DELIVERED,
    EventType.DEFERRED: Delivery.DEFERRED,
    EventType.BOUNCED: Delivery.BOUNCED,
    EventType.REJECTED: Delivery.BOUNCED,
    EventType.COMPLAINED: Delivery.COMPLAINED,
}
#: How the providers call a bounce that may pass: the mailbox is full, the server is away.
PASSING = {"soft_bounce", "SoftBounce", "blocked", "Transient", "Undetermined"}


@csrf_exempt  # the provider is no browser: it shows the secret of MAIL_WEBHOOK_SECRET instead
@require_POST
def mail_events(request: HttpRequest) -> HttpResponse:
    """A batch of events from the provider. Without a provider and its secret there is nothing here."""
    view = PROVIDERS.get(settings.MAIL_PROVIDER)
    if view is None or not settings.MAIL_WEBHOOK_SECRET:
        raise Http404
    handler = view()
    try:
        handler.run_validators(request)
    except SuspiciousOperation:
        log.warning("mail events without the provider's secret were refused")
        return HttpResponse(status=403)
    try:
        events = handler.parse_events(request)
    except (AnymailError, ValueError, KeyError, TypeError, AttributeError):
        log.warning("mail events that cannot be read were refused")
        return HttpResponse(status=400)
    marked = 0
    for event in events:
        marked += _take_in(event, timezone.now())
    log.info("mail events: %s read, %s addresses marked", len(events), marked)
    return HttpResponse()


def _take_in(event: Any, at: datetime) -> int:
    """Note on the mail's own row what became of it, and what it says of the address; returns how many were marked."""
    said = shortened(event.description or event.mta_response or event.event_type)
    heard = HEARD.get(event.event_type)
    if heard and event.message_id:
        note_delivery(str(event.message_id), heard, said=said, at=at)
    if not event.recipient:
        return 0
    if is_for_good(event):
        return mark_bad(event.recipient, at=at, said=said)
    if event.event_type == EventType.BOUNCED:
        return count_soft_bounce(event.recipient, at=at, said=said)
    if event.event_type == EventType.DELIVERED:
        has_arrived(event.recipient)
    return 0


def is_for_good(event: Any) -> bool:
    """Whether no mail should go to that address any more: a hard bounce, or a complaint."""
    if event.event_type == EventType.COMPLAINED:
        return True
    if event.event_type not in {EventType.BOUNCED, EventType.REJECTED}:
        return False
    return event.reject_reason in FOR_GOOD and not _is_passing(event)


def _is_passing(event: Any) -> bool:
    """Whether the provider's own word, wherever it puts it, says that the bounce may pass."""
    words = [str(event.description or "").partition(":")[0]]
    for name in ("event", "Type", "type"):
        words.append(str(event.esp_event.get(name)))
    return not PASSING.isdisjoint(words)
