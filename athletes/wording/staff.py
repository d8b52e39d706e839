"""How far a member of staff has come, in words: invited, joined, without a second factor."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _

from athletes.localtime import clinic_time
from athletes.mail.links import STAFF_INVITE_LIFETIME
from athletes.models import Mail, MailState, User
from programs.dates import date_format

from .mail import reason_words


def joining_words(user: User, invitation: Mail | None, *, has_second_factor: bool, at: datetime) -> str:
    """Whether somebody has come, and what has become of their invitation; empty for an athlete.

    invitation -- the last one; has_second_factor -- whether one is set up
    """
    if not user.is_staff:
        return ""
    if not user.is_active:
        return _("Deactivated")
    if not user.has_usable_password():
        return _invitation_words(invitation, at)
    day = _day(user.joined_at)
    if settings.STAFF_SECOND_FACTOR and not has_second_factor:
        return _("Joined {day}, no second factor yet").format(day=day)
    return _("Joined {day}").format(day=day)


def _invitation_words(invitation: Mail | None, at: datetime) -> str:
    if invitation is None:
        return _("Not invited yet")
    invited = _("Invited {day}").format(day=_day(invitation.planned_at))
    if invitation.state in {MailState.PLANNED, MailState.SENDING}:
        return _("{invited}, the mail is on its way").format(invited=invited)
    if invitation.state != MailState.SENT or invitation.sent_at is None:
        words = _("{invited}, the mail did not go out: {reason}")
        return words.format(invited=invited, reason=reason_words(invitation.reason))
    ends_at = invitation.sent_at + STAFF_INVITE_LIFETIME
    if ends_at <= at:
        return _("{invited}, the link has ended").format(invited=invited)
    return _("{invited}, the link works until {day}").format(invited=invited, day=_day(ends_at))


def _day(at: datetime) -> str:
    return date_format(clinic_time(at), "M j")
