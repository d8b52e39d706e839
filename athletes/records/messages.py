"""Verbs of messages: the therapist writes, the athlete answers, either says that it was read."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from athletes.errors import RefusedError
from athletes.mail.planner import plan_mail
from athletes.models import Athlete, FlagKind, MailChannel, MailKind, Message, PushDevice, User
from athletes.models.messages import MAX_TEXT
from athletes.problems.episodes import Finding, raise_flag, resolve

#: The same text again within this time is a double click.
DOUBLE_SUBMIT_WINDOW = timedelta(minutes=2)
#: How long a mail about a message may wait to go out.
MAIL_WINDOW = timedelta(days=2)


@transaction.atomic
def send_message(*, athlete: Athlete, author: User, text: str, at: datetime) -> Message:
    """A message to the athlete, or their answer; what the author had not read yet is read now.

    A message from the clinic plans at most one mail a day, which says that there is one and no more.
    Raises RefusedError for an empty text, or one of more than 2,000 characters.
    """
    text = text.strip()
    if not text or len(text) > MAX_TEXT:
        raise RefusedError(_("Write 1 to 2,000 characters."), field="text")
    Athlete.objects.select_for_update().get(pk=athlete.pk)
    mark_read(athlete=athlete, by=author, at=at)
    same: Message | None = athlete.messages.filter(
        author=author, text=text, sent_at__gt=at - DOUBLE_SUBMIT_WINDOW
    ).first()
    if same is not None:
        return same
    message = Message.objects.create(athlete=athlete, author=author, text=text, sent_at=at)
    if message.is_from_athlete:
        raise_flag(athlete=athlete, finding=Finding(FlagKind.MESSAGE, f"message:{message.pk}"), at=at)
        return message
    resolve(flags=athlete.flags.open().filter(kind=FlagKind.MESSAGE), by=author, at=at)
    _plan_to_tell(athlete, at)
    return message


def _plan_to_tell(athlete: Athlete, at: datetime) -> None:
    """By mail and on the phones where that is on: each way is stopped by itself."""
    day = athlete.today(at).isoformat()
    if not athlete.has_stopped_mail:
        plan_mail(athlete.user, MailKind.MESSAGE, occasion=day, at=at, window=MAIL_WINDOW)
    if PushDevice.objects.reach(athlete.pk):
        plan_mail(athlete.user, MailKind.MESSAGE, occasion=day, at=at, window=MAIL_WINDOW, channel=MailChannel.PUSH)


def mark_read(*, athlete: Athlete, by: User, at: datetime, upto: int | None = None) -> int:
    """What the other side wrote is read now; returns how many messages that were.

    upto -- the key of the last one that was shown: what came after it is not read yet
    """
    is_athlete = by.pk == athlete.pk
    theirs = athlete.messages.from_clinic() if is_athlete else athlete.messages.from_athlete()
    shown = theirs.unread().filter(sent_at__lte=at)
    if upto is not None:
        shown = shown.filter(pk__lte=upto)
    return int(shown.update(read_at=at))
