"""A row of the access log as a sentence: what somebody did, and how."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from athletes.access.events import EventKind
from athletes.mail.links import STAFF_INVITE
from athletes.models import MailKind, Role
from clinic.models import AccessLog

from .pages import Words, page_words

#: Kinds whose sentence goes on with what was shown.
OF_A_PAGE = frozenset(
    [EventKind.OPENED, EventKind.CHANGED, EventKind.TRIED, EventKind.EXPORTED, EventKind.DENIED]
)  # fmt: skip
#: How: the first word of a row's note. What follows it names one link among several.
HOW: dict[str, Words] = {
    "password": _("with a password"),
    "code": _("with a code by mail"),
    "link": _("with a link"),
    "passkey": _("with a passkey"),
    "second_factor": _("at the second factor"),
    "unreadable_factor": _("at a second factor that we could not read"),
    "unknown_passkey": _("with an unknown passkey"),
    "lost_factor": _("because the second factor was lost"),
    "idle": _("after a pause"),
    "locked": _("after too many tries"),
    "qr": _("as a QR code"),
    "invite": _("as an invitation"),
    STAFF_INVITE: _("as an invitation of staff"),
    "mail": _("by mail"),
    "token": _("with an API token"),
    "webhook": _("for another program"),
}


def deed_of(row: AccessLog) -> str:
    """What somebody did, after their name: ``opened a session``."""
    words = [str(EventKind(row.kind).label)]
    if row.kind in OF_A_PAGE:
        words.append(str(page_words(row.action).what))
    if row.note:
        words.append(how(row))
    return " ".join(words)


def how(row: AccessLog) -> str:
    """A row's note in words."""
    code = row.note.partition(" ")[0]
    if row.kind == EventKind.MAIL_SENT and code in MailKind.values:
        return f"({MailKind(code).label})"
    if row.kind == EventKind.ROLE_CHANGED and code in Role.values:
        return str(_("to {role}")).format(role=Role(code).label)
    if row.kind == EventKind.LOG_CUT:
        return str(_("(up to row {number})")).format(number=row.note)
    return str(HOW.get(code, row.note))
