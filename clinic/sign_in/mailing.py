"""Sign-in mail: at once by the transport of the ledger's mail, and by the queue where that does not take it.

It stays outside the ledger: it carries a code that works 15 minutes.
"""

from __future__ import annotations

import logging
import time
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context

from celery.canvas import Signature
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.utils import timezone
from kombu.exceptions import OperationalError

from athletes.mail import compose, transport
from athletes.mail.relay.outcomes import Outcome
from athletes.models import User

log = logging.getLogger(__name__)

#: The first try leaves beside the request, so that a known address answers as fast as an unknown one.
_first_try = ThreadPoolExecutor(max_workers=2, thread_name_prefix="sign-in-mail")
#: Seconds before each try of the queue's; after the last one it is given up.
WAITS = (1, 5, 30)
CODE_WORKS_SECONDS = 15 * 60


def send_code(user: User, code: str, *, to: str, again: Signature) -> None:
    """Send a sign-in mail without making the request wait.

    to -- the page that was asked for; again -- the task that tries it again
    """
    _beside(compose.sign_in(user, code, to=to), again)


def send_beside(message: EmailMultiAlternatives) -> None:
    """Another of allauth's mails in the same way; nothing comes after its one try."""
    _beside(message, None)


def _beside(message: EmailMultiAlternatives, again: Signature | None) -> None:
    if settings.SIGN_IN_MAIL_BESIDE:
        _first_try.submit(copy_context().run, _send_or_queue, message, again)  # its lines are of this request, too
    else:
        _send_or_queue(message, again)


def _send_or_queue(message: EmailMultiAlternatives, again: Signature | None) -> None:
    if _is_settled(message):
        return
    if again is None:
        log.error("a mail of the sign-in could not be sent")
        return
    try:
        again.apply_async(expires=CODE_WORKS_SECONDS)
    except (OperationalError, OSError):
        log.exception("a sign-in mail could not be sent")  # the page behind the form offers to send another one


def try_again(user_id: int, code: str, to: str) -> bool:
    """The queue's tries; returns whether the mail was taken."""
    user = User.objects.get(pk=user_id)
    for seconds in WAITS:
        time.sleep(seconds)
        if _is_settled(compose.sign_in(user, code, to=to)):
            return True
    log.error("a sign-in mail could not be sent")
    return False


def _is_settled(message: EmailMultiAlternatives) -> bool:
    """Whether no further try would change anything: it was taken, or the address takes none."""
    answer = transport.deliver(message)
    if answer.outcome == Outcome.ADDRESS_REFUSED:
        transport.mark_bad(message.to[0], at=timezone.now(), said=answer.said)
        return True
    if answer.outcome != Outcome.ACCEPTED:
        log.warning("a sign-in mail is tried again: %s", answer.reason)
    return answer.outcome == Outcome.ACCEPTED
