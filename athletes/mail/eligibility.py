"""Whether a row of the ledger may go out: asked of all rows at once, once more at the claim, and of one in words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q

from athletes.models import Mail, MailChannel, MailKind, MailReason

from .conditions import why_left_alone
from .kinds import BY_WAY, DEFINITIONS, RECURRING_KINDS, definition_of


def eligible(at: datetime, kinds: Iterable[str] = MailKind.values) -> Q:
    """Who may be mailed, asked once more at the claim: active, at an address that works, and wanting this mail.

    What comes round goes to nobody whom ``why_left_alone`` names. A row without an account is only an address: it goes.

    kinds -- those that the rows can be of: the fewer, the shorter the question
    """
    is_an_address_only = Q(recipient__isnull=True)
    may_get_it = Q(recipient__is_active=True) & _arrives() & _may_be_urged() & _is_wanted(at, set(kinds))
    return is_an_address_only | may_get_it


def _arrives() -> Q:
    tried_anyway = [definition.kind for definition in DEFINITIONS if definition.is_tried_at_bad_addresses]
    has_good_address = Q(recipient__bad_address_since__isnull=True)
    return has_good_address | Q(kind__in=tried_anyway) | Q(channel=MailChannel.PUSH)


def _may_be_urged() -> Q:
    """The same as ``why_left_alone``, for rows."""
    trains_on = Q(
        recipient__athlete__stopped_at__isnull=True,
        recipient__athlete__erasure_asked_at__isnull=True,
        recipient__athlete__archived_at__isnull=True,
    )
    return ~Q(kind__in=RECURRING_KINDS) | trains_on


def _is_wanted(at: datetime, kinds: set[str]) -> Q:
    with_a_wish = [definition.kind for definition in DEFINITIONS if definition.is_wanted]
    wanted = Q(channel=MailChannel.EMAIL) & ~Q(kind__in=with_a_wish)
    for definition in BY_WAY.values():
        if definition.is_wanted and definition.kind in kinds:
            wanted |= Q(kind=definition.kind, channel=definition.channel) & definition.is_wanted(at)
    return wanted


def why_not_eligible(mail: Mail, at: datetime) -> MailReason:
    """What the ledger says of a row that ``eligible`` leaves out."""
    user = mail.person
    if not user.is_active:
        return MailReason.DEACTIVATED
    if user.bad_address_since and mail.channel == MailChannel.EMAIL:
        return MailReason.BAD_ADDRESS
    if mail.kind in RECURRING_KINDS and (reason := why_left_alone(user.athlete)):
        return reason
    return definition_of(mail.kind, mail.channel).why_not_wanted(user, at)


def skip_reason(mail: Mail, at: datetime) -> MailReason | None:
    """Why a row that may go out should not now: by the athlete's own calendar, which the claim cannot ask."""
    if mail.recipient is None:
        return None
    return definition_of(mail.kind, mail.channel).skip_reason(mail, at)
