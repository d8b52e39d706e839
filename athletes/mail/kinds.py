"""Every kind of mail, in one entry each: what it says, who wants it, what speaks against it, and when it comes round.

A new mail is a ``MailKind``, its entry here, and three templates under ``templates/emails/<kind>/``. What goes to
phones by push has entries of its own: the same occasion may take both ways.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from athletes.models import Athlete, Mail, MailChannel, MailKind, MailReason, User

from . import conditions, contents, schedule
from .contents import Content
from .push import notes
from .schedule import Occasion

Words = str | Promise


@dataclass(frozen=True, kw_only=True)
class Subscription:
    """The wish that turns a kind of mail on, and what the page behind its one-click stop says.

    field -- where the wish is kept: on the user for staff, else on the athlete
    """

    field: str
    is_for_staff: bool = False
    question: Words
    off: Words
    no_more: Words

    def holder(self, user: User) -> User | Athlete:
        if self.is_for_staff:
            return user
        return user.athlete


def stopped(user: User, at: datetime) -> MailReason:
    return MailReason.STOPPED


def joined_already(user: User, at: datetime) -> MailReason:
    return MailReason.JOINED_ALREADY


def no_phone(user: User, at: datetime) -> MailReason:
    return MailReason.NO_PHONE


def wishing(*fields: str) -> Callable[[Athlete], bool]:
    """Who has turned all of these on, by the athlete's own fields."""

    def is_wished_by(athlete: Athlete) -> bool:
        return all(getattr(athlete, field) for field in fields)

    return is_wished_by


def no_objection(mail: Mail, at: datetime) -> MailReason | None:
    return None


@dataclass(frozen=True, kw_only=True)
class MailDefinition:
    """All that is known of one kind of mail.

    channel -- by which way it goes
    content, sample -- what its templates are given, for a row of the ledger and for a made-up week; of a push its note
    subscription -- the wish that people turn on and off; None for a mail that nobody stops
    is_wanted -- which rows may go out, asked again at the claim; None where an account and an address are enough
    why_not_wanted -- what the ledger says of a row that is not wanted
    skip_reason -- what the recipient's own calendar says against it now, which the claim cannot ask
    is_tried_at_bad_addresses -- sent even where mail did not arrive before
    is_at_least_once -- somebody waits for it: it goes before all others, and again where its fate is not known
    """

    kind: MailKind
    channel: MailChannel = MailChannel.EMAIL
    content: Callable[[Mail, datetime], Content]
    sample: Callable[[], Content]
    subscription: Subscription | None = None
    is_wanted: Callable[[datetime], Q] | None = None
    why_not_wanted: Callable[[User, datetime], MailReason] = stopped
    skip_reason: Callable[[Mail, datetime], MailReason | None] = no_objection
    is_tried_at_bad_addresses: bool = False
    is_at_least_once: bool = False


@dataclass(frozen=True, kw_only=True)
class RecurringMail(MailDefinition):
    """A mail that comes round by itself. It urges to train, or asks about training: some athletes are left alone.

    is_wished_by -- whether the athlete has it turned on
    due_field -- the athlete's field that holds the next due time
    next_due -- the first due time after an instant
    occasion -- what a due time is about, and until when
    needed_by -- whom of those who are due it is for
    """

    is_wished_by: Callable[[Athlete], bool]
    due_field: str
    next_due: Callable[[Athlete, datetime], datetime]
    occasion: Callable[[Athlete, datetime], Occasion]
    needed_by: Callable[[list[Athlete], datetime], list[Athlete]] = conditions.everybody

    def due_at(self, athlete: Athlete) -> datetime | None:
        due_at: datetime | None = getattr(athlete, self.due_field)
        return due_at


DEFINITIONS: tuple[MailDefinition, ...] = (
    RecurringMail(
        kind=MailKind.WEEKLY_REMINDER,
        content=contents.weekly_reminder,
        sample=contents.sample_weekly_reminder,
        subscription=Subscription(
            field="wants_reminders",
            question=_("Stop the weekly mail?"),
            off=_("The weekly mail is off"),
            no_more=_("You will get no more reminders."),
        ),
        is_wanted=conditions.wants_weekly_mail,
        why_not_wanted=conditions.why_not_weekly,
        skip_reason=conditions.skip_weekly,
        is_wished_by=wishing("wants_reminders"),
        due_field="reminder_due_at",
        next_due=schedule.next_weekly,
        occasion=schedule.week_of,
        needed_by=conditions.reminded_now,
    ),
    RecurringMail(
        kind=MailKind.NUDGE,
        content=contents.nudge,
        sample=contents.sample_nudge,
        subscription=Subscription(
            field="wants_nudges",
            question=_("Stop the second mail of a week?"),
            off=_("The second mail of a week is off"),
            no_more=_("The weekly mail still comes, and nothing more."),
        ),
        is_wanted=conditions.wants_nudge,
        why_not_wanted=conditions.why_not_nudge,
        skip_reason=conditions.skip_nudge,
        is_wished_by=wishing("wants_reminders", "wants_nudges"),
        due_field="nudge_due_at",
        next_due=schedule.next_nudge,
        occasion=schedule.week_of,
        needed_by=conditions.nudged_now,
    ),
    RecurringMail(
        kind=MailKind.MORNING,
        content=contents.morning,
        sample=contents.sample_morning,
        subscription=Subscription(
            field="wants_morning_mail",
            question=_("Stop the mail on the morning after?"),
            off=_("The mail on the morning after is off"),
            no_more=_("The question stays on Today."),
        ),
        is_wanted=conditions.wants_morning_mail,
        skip_reason=conditions.skip_morning,
        is_wished_by=wishing("wants_morning_mail"),
        due_field="morning_due_at",
        next_due=schedule.next_morning,
        occasion=schedule.morning_of,
        needed_by=conditions.with_a_session_yesterday,
    ),
    MailDefinition(
        kind=MailKind.DIGEST,
        content=contents.digest,
        sample=contents.sample_digest,
        subscription=Subscription(
            field="wants_digest",
            is_for_staff=True,
            question=_("Stop the daily digest?"),
            off=_("The daily digest is off"),
            no_more=_("The caseload still shows who needs your attention. Urgent mail still comes."),
        ),
        is_wanted=conditions.wants_digest,
        skip_reason=conditions.skip_digest,
    ),
    MailDefinition(
        kind=MailKind.URGENT,
        content=contents.urgent,
        sample=contents.sample_urgent,
        is_tried_at_bad_addresses=True,
        is_at_least_once=True,
    ),
    MailDefinition(kind=MailKind.INVITE, content=contents.invite, sample=contents.sample_invite, is_at_least_once=True),
    MailDefinition(
        kind=MailKind.STAFF_INVITE,
        content=contents.staff_invite,
        sample=contents.sample_staff_invite,
        is_wanted=conditions.has_to_join,
        why_not_wanted=joined_already,
        is_at_least_once=True,
    ),
    MailDefinition(kind=MailKind.NEXT_WEEKS, content=contents.next_weeks, sample=contents.sample_next_weeks),
    MailDefinition(kind=MailKind.HANDED_OVER, content=contents.handed_over, sample=contents.sample_urgent),
    MailDefinition(kind=MailKind.CALL, content=contents.call, sample=contents.sample_call, is_at_least_once=True),
    MailDefinition(kind=MailKind.MESSAGE, content=contents.message, sample=contents.sample_message),
    MailDefinition(kind=MailKind.PASSKEY, content=contents.passkey, sample=contents.sample_passkey),
    MailDefinition(kind=MailKind.ADDRESS_CHANGED, content=contents.address_changed, sample=contents.sample_call),
    MailDefinition(
        kind=MailKind.MAIL_TROUBLE,
        content=contents.mail_trouble,
        sample=contents.sample_mail_trouble,
        is_tried_at_bad_addresses=True,
        is_at_least_once=True,
    ),
    MailDefinition(kind=MailKind.TEST, content=contents.test, sample=contents.sample_test, is_at_least_once=True),
)
#: What goes to browsers on which notes are on. The switch there is the wish; mail has its own.
PUSHES: tuple[MailDefinition, ...] = (
    RecurringMail(
        kind=MailKind.STRENGTH_DAY,
        channel=MailChannel.PUSH,
        content=notes.strength_day,
        sample=notes.sample_strength_day,
        is_wanted=conditions.wants_strength_push,
        why_not_wanted=conditions.why_not_strength_push,
        skip_reason=conditions.skip_strength_day,
        is_wished_by=conditions.is_reached_by_phone,
        due_field="strength_push_due_at",
        next_due=schedule.next_hour,
        occasion=schedule.strength_day_of,
        needed_by=conditions.with_a_session_planned_today,
    ),
    RecurringMail(
        kind=MailKind.MORNING,
        channel=MailChannel.PUSH,
        content=notes.morning,
        sample=notes.sample_morning,
        is_wanted=conditions.has_phone,
        why_not_wanted=no_phone,
        skip_reason=conditions.skip_morning,
        is_wished_by=conditions.is_reached_by_phone,
        due_field="morning_push_due_at",
        next_due=schedule.next_morning,
        occasion=schedule.morning_of,
        needed_by=conditions.with_a_session_yesterday,
    ),
    MailDefinition(
        kind=MailKind.MESSAGE,
        channel=MailChannel.PUSH,
        content=notes.message,
        sample=notes.sample_message,
        is_wanted=conditions.has_phone,
        why_not_wanted=no_phone,
        skip_reason=conditions.skip_message,
    ),
    MailDefinition(
        kind=MailKind.URGENT,
        channel=MailChannel.PUSH,
        content=notes.urgent,
        sample=notes.sample_urgent,
        is_wanted=conditions.has_phone,
        why_not_wanted=no_phone,
    ),
)
BY_WAY = {(definition.kind, definition.channel): definition for definition in (*DEFINITIONS, *PUSHES)}
RECURRING = tuple(definition for definition in BY_WAY.values() if isinstance(definition, RecurringMail))
#: The athlete's fields that hold the wish for each e-mail that comes round.
WISHES = tuple(recurring.subscription.field for recurring in RECURRING if recurring.subscription)
RECURRING_KINDS = frozenset(recurring.kind for recurring in RECURRING)
AT_LEAST_ONCE_KINDS = frozenset(definition.kind for definition in DEFINITIONS if definition.is_at_least_once)


def definition_of(kind: str, channel: str = MailChannel.EMAIL) -> MailDefinition:
    """Raises ValueError for what is no kind of mail, and KeyError for a way that this kind never goes."""
    return BY_WAY[MailKind(kind), MailChannel(channel)]


def subscription_to(kind: str) -> Subscription:
    """The wish behind a kind of mail. Raises ValueError for a kind that nobody turns on or off."""
    subscription = definition_of(kind).subscription
    if subscription is None:
        raise ValueError(f"nobody turns {kind} on or off")
    return subscription
