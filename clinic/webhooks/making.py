"""Webhooks are made and ended by clinic admins; the secret of one is shown once, and stands locked in the database."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from athletes.access.events import EventKind, record_event
from athletes.errors import RefusedError
from athletes.models import User
from clinic.models import Webhook, WebhookEvent

from .addresses import destination

#: So many that work may a clinic have.
MOST = 20


@transaction.atomic
def make_webhook(*, owner: User, by: User, name: str, url: str, events: Iterable[str], at: datetime) -> Webhook:
    """One that tells what ``owner`` may see, from now on. Raises RefusedError where its address is none to send to."""
    if not by.sees_everyone:
        raise RefusedError(_("Webhooks are made by a clinic admin."))
    if not (owner.is_staff and owner.is_active):
        raise RefusedError(_("It tells only what a staff member who can sign in may see."), field="owner")
    if Webhook.objects.working().count() >= MOST:
        words = _("There are {count} webhooks already. End one that nobody needs first.")
        raise RefusedError(words.format(count=MOST), field="name")
    destination(url)
    webhook = Webhook.objects.create(
        owner=owner, name=name, url=url, events=sorted(map(WebhookEvent, events)), secret=secrets.token_urlsafe(32),
        made_at=at,
    )  # fmt: skip
    record_event(EventKind.WEBHOOK_MADE, by=by, account=owner.pk, note=f"webhook {webhook.pk}")
    return webhook


@transaction.atomic
def end_webhook(*, webhook: Webhook, by: User, at: datetime) -> bool:
    """Nothing is sent any more, what waits neither; returns whether it was until now."""
    if not Webhook.objects.filter(pk=webhook.pk, ended_at=None).update(ended_at=at):
        return False
    record_event(EventKind.WEBHOOK_ENDED, by=by, account=webhook.owner_id, note=f"webhook {webhook.pk}")
    return True
