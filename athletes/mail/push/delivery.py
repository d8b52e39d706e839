"""A note on its way: locked for each phone, handed to that phone's push service, and what the service says of it."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime, timedelta
from email.utils import parseaddr, parsedate_to_datetime

import requests
from django.conf import settings
from pywebpush import WebPushException, webpush
from urllib3.exceptions import MaxRetryError, NewConnectionError

from athletes.mail.relay.outcomes import Answer, Outcome
from athletes.models import Mail, MailKind, MailReason, PushDevice

from . import devices, keys
from .endpoints import is_push_service
from .notes import Note

log = logging.getLogger(__name__)

#: Seconds to connect, and seconds to wait for the answer: five phones at their slowest stay inside a sender's lease.
TIMEOUT = (5, 15)
#: What a push service says of a phone that is gone for good.
GONE = {404, 410}
TOO_MANY, SERVER_TROUBLE = 429, 500
#: However long a service asks to be left alone, a row is looked at again after this.
LONGEST_WAIT = timedelta(hours=1)
#: Of several phones the best answer is the row's: what arrived somewhere has arrived.
BEST_FIRST = (
    Outcome.ACCEPTED, Outcome.UNKNOWN, Outcome.NOT_HANDED_OVER, Outcome.REFUSED, Outcome.NOBODY_THERE,
)  # fmt: skip


class _NoRedirects(requests.Session):
    """Goes to the address that was checked, and nowhere else."""

    def get_redirect_target(self, resp: requests.Response) -> str | None:
        return None


def hand_over(mail: Mail, note: Note, *, at: datetime) -> Answer:
    """Send to every phone of the recipient, each once, and read the answers. A phone that is gone is forgotten.

    Never raises: what is not definite is ``UNKNOWN``.
    """
    answers = [Answer(Outcome.NOBODY_THERE, MailReason.NO_PHONE)]
    for device in PushDevice.objects.filter(owner=mail.recipient_id).select_related("owner"):
        answer = _send(device, mail, note, at)
        if answer.outcome == Outcome.ACCEPTED:
            PushDevice.objects.filter(pk=device.pk).update(reached_at=at)
        elif answer.outcome == Outcome.NOBODY_THERE:
            devices.end(device, at=at)
        answers.append(answer)
    return min(answers, key=lambda answer: BEST_FIRST.index(answer.outcome))


def _send(device: PushDevice, mail: Mail, note: Note, at: datetime) -> Answer:
    if not is_push_service(device.endpoint):  # the list has become shorter since
        return Answer(Outcome.NOBODY_THERE, MailReason.NO_PHONE)
    try:
        _post(device, mail, note, at)
    except WebPushException as error:
        return _on_a_refusal(error.response, at)
    except requests.RequestException as error:
        return _on_a_broken_link(error)
    except Exception as error:  # noqa: BLE001 - nothing of the phone's keys goes into the log
        log.error("a note could not be locked for phone %s (%s)", device.pk, type(error).__name__)
        return Answer(Outcome.REFUSED, MailReason.NOT_WRITTEN)
    return Answer(Outcome.ACCEPTED)


def _post(device: PushDevice, mail: Mail, note: Note, at: datetime) -> None:
    """Kept by the service while the row is worth it; a newer note of its kind takes the place of one that waits."""
    session = _NoRedirects()
    session.trust_env = False
    with session:
        webpush(
            {"endpoint": device.endpoint, "keys": {"p256dh": device.p256dh, "auth": device.auth}},
            data=json.dumps(note | {"tag": mail.kind}),
            vapid_private_key=keys.signer(),
            vapid_claims={"sub": f"mailto:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}"},
            ttl=max(0, int((mail.expires_at - at).total_seconds())),
            headers={"Topic": mail.kind, "Urgency": "high" if mail.kind == MailKind.URGENT else "normal"},
            timeout=TIMEOUT,
            requests_session=session,
        )


def _on_a_refusal(response: requests.Response | None, at: datetime) -> Answer:
    if response is None:
        return Answer(Outcome.REFUSED, MailReason.NOT_WRITTEN)
    code = response.status_code
    if code in GONE:
        return Answer(Outcome.NOBODY_THERE, MailReason.NO_PHONE)
    reason = f"{MailReason.PUSH_SAID}:{code}"
    if code == TOO_MANY or code >= SERVER_TROUBLE:
        return Answer(Outcome.NOT_HANDED_OVER, reason, _retry_after(response.headers.get("Retry-After", ""), at))
    log.error("a push service refuses a note: it said %s", code)
    return Answer(Outcome.REFUSED, reason)


def _on_a_broken_link(error: requests.RequestException) -> Answer:
    """Nothing was handed over where no connection came about; else the note may be on its way."""
    cause = error.args[0] if error.args else None
    if isinstance(cause, MaxRetryError):
        cause = cause.reason
    never_connected = isinstance(error, requests.exceptions.SSLError | requests.ConnectTimeout)
    if never_connected or isinstance(cause, NewConnectionError):
        return Answer(Outcome.NOT_HANDED_OVER, MailReason.PUSH_AWAY)
    log.error("a push service's answer is not known (%s)", type(error).__name__)
    return Answer(Outcome.UNKNOWN, MailReason.NO_ANSWER)


def _retry_after(header: str, at: datetime) -> timedelta:
    """How long the service asks to be left alone: seconds, or a date (RFC 9110); nothing where it is neither."""
    if header.isdecimal():
        return min(timedelta(seconds=int(header[:9])), LONGEST_WAIT)
    try:
        until = parsedate_to_datetime(header)
    except ValueError:
        return timedelta(0)
    return min(until.replace(tzinfo=UTC) - at, LONGEST_WAIT)
