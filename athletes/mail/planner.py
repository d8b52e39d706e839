"""What is due becomes a row of the ledger: once for each person, kind and occasion."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import DatabaseError, OperationalError, connection, transaction
from django.db.models import Q, QuerySet

from athletes.localtime import clinic_day
from athletes.models import Athlete, LoopBeat, Mail, MailChannel, MailKind, PushDevice, Role, User
from athletes.models.athletes import AthleteQuerySet

from .kinds import RECURRING, RecurringMail

log = logging.getLogger(__name__)

BATCH = 500
#: An athlete who cannot be planned is looked at again after this; until then the self-check tells of them.
ASIDE = timedelta(hours=1)
#: How long a digest and an urgent mail are still worth sending.
DIGEST_WINDOW, URGENT_WINDOW = timedelta(hours=12), timedelta(days=1)
SATURDAY = 5
#: What planning reads of an athlete.
READ = ("time_zone", "reminder_weekday", "reminder_hour")


def plan(at: datetime) -> int:
    """Insert the rows whose due time has passed, one per athlete, kind and occasion; returns how many.

    An occasion that has a row already keeps it: the unique constraint decides, not this code. After an
    outage every week that was missed gets its row too, so that none is lost without a trace; the
    reaper closes those whose window is over.
    """
    planned = _apart(lambda: plan_digests(at), "the digests")
    for recurring in RECURRING:
        planned += _apart(partial(_plan_recurring, recurring, at), recurring.kind)
    return planned


def _apart(plan_kind: Callable[[], int], kind: str) -> int:
    """One kind of mail that cannot be planned holds no other. A database that is away holds all of them."""
    try:
        return plan_kind()
    except OperationalError:
        raise
    except Exception:
        log.exception("%s cannot be planned", kind)
        return 0


def _plan_recurring(recurring: RecurringMail, at: datetime) -> int:
    planned = 0
    while _due_athletes(recurring, at).exists():
        batch = _plan_batch_whole_or_one_by_one(recurring, at)
        if not batch:
            break  # others hold the rows that are left
        planned += batch
    return planned


def _plan_batch_whole_or_one_by_one(recurring: RecurringMail, at: datetime) -> int:
    """A batch with an athlete that cannot be planned, such as one whose time zone nobody knows, goes one by one."""
    try:
        return _plan_batch(recurring, at)
    except DatabaseError:
        raise
    except Exception:
        log.exception("%s: a batch is planned one by one", recurring.kind)
    keys = list(_due_athletes(recurring, at).order_by(recurring.due_field).values_list("pk", flat=True)[:BATCH])
    for key in keys:
        _plan_one(recurring, key, at)
    return len(keys)


def _plan_one(recurring: RecurringMail, key: int, at: datetime) -> None:
    try:
        _plan_batch(recurring, at, only=key)
    except DatabaseError:
        raise
    except Exception:
        log.exception("%s for athlete %s cannot be planned", recurring.kind, key)
        _move(recurring, {key: at + ASIDE})


@transaction.atomic
def _plan_batch(recurring: RecurringMail, at: datetime, *, only: int | None = None) -> int:
    due_athletes = _due_athletes(recurring, at)
    if only is not None:
        due_athletes = due_athletes.filter(pk=only)
    due_rows = due_athletes.select_for_update(skip_locked=True).only(*READ, recurring.due_field)
    batch = list(due_rows.order_by(recurring.due_field)[:BATCH])
    rows = [row_of(recurring, athlete, at) for athlete in recurring.needed_by(batch, at)]
    Mail.objects.bulk_create(rows, ignore_conflicts=True)
    next_due_times = {}
    for athlete in batch:
        next_due_times[athlete.pk] = recurring.next_due(athlete, recurring.due_at(athlete) or at)
    _move(recurring, next_due_times)
    return len(batch)


def _move(recurring: RecurringMail, due_times: dict[int, datetime]) -> None:
    """One statement for all rows: ``bulk_update`` writes a branch for each, and took two thirds of the planning."""
    table, key = Athlete._meta.db_table, Athlete._meta.pk.column
    values = [(connection.ops.adapt_datetimefield_value(due_at), pk) for pk, due_at in due_times.items()]
    with connection.cursor() as cursor:
        cursor.executemany(f'UPDATE "{table}" SET "{recurring.due_field}" = %s WHERE "{key}" = %s', values)  # noqa: S608 - our own names


def _due_athletes(recurring: RecurringMail, at: datetime) -> AthleteQuerySet:
    return Athlete.objects.filter(**{f"{recurring.due_field}__lte": at})


def row_of(recurring: RecurringMail, athlete: Athlete, at: datetime) -> Mail:
    """The row for the due time that has passed, with its occasion and its window."""
    due_at = recurring.due_at(athlete) or at
    occasion = recurring.occasion(athlete, due_at)
    return Mail(
        recipient_id=athlete.pk,
        kind=recurring.kind,
        channel=recurring.channel,
        occasion=occasion.name,
        send_after=due_at,
        expires_at=occasion.expires_at,
        planned_at=at,
    )


def schedule_reminder(athlete: Athlete, *, after: datetime) -> Athlete:
    """Set the next due times strictly after an instant, from the athlete's wishes, day, hour and zone.

    A due time that has passed but was not planned yet gets its row first, so that no change loses it.
    """
    for recurring in RECURRING:
        due_at = None
        if recurring.is_wished_by(athlete):
            _plan_what_is_overdue(recurring, athlete, after)
            due_at = recurring.next_due(athlete, after)
        setattr(athlete, recurring.due_field, due_at)
    athlete.save(update_fields=[recurring.due_field for recurring in RECURRING])
    return athlete


def set_first_due_times(athlete: Athlete, *, after: datetime) -> None:
    """The due times of a new athlete, who has no phone for notes yet; whoever stores the athlete stores them."""
    for recurring in RECURRING:
        if recurring.channel == MailChannel.EMAIL and recurring.is_wished_by(athlete):
            setattr(athlete, recurring.due_field, recurring.next_due(athlete, after))


def _plan_what_is_overdue(recurring: RecurringMail, athlete: Athlete, at: datetime) -> None:
    due_at = recurring.due_at(athlete)
    if due_at and due_at <= at and recurring.needed_by([athlete], at):
        Mail.objects.bulk_create([row_of(recurring, athlete, at)], ignore_conflicts=True)


def plan_digests(at: datetime) -> int:
    """On a weekday, from the clinic's hour on: one row for each therapist, once a day."""
    local = at.astimezone(ZoneInfo(settings.TIME_ZONE))
    if local.weekday() >= SATURDAY or local.hour < settings.DIGEST_HOUR:
        return 0
    not_planned_today = LoopBeat.objects.filter(Q(digests_on__lt=clinic_day(at)) | Q(digests_on__isnull=True))
    if not not_planned_today.exists():
        return 0
    return _plan_digests(not_planned_today, at)


@transaction.atomic
def _plan_digests(not_planned_today: QuerySet[LoopBeat], at: datetime) -> int:
    is_first = not_planned_today.update(digests_on=clinic_day(at))
    if not is_first:
        return 0  # another process was first
    therapists = User.objects.filter(role=Role.THERAPIST, is_active=True, wants_digest=True)
    rows = [_digest_row(therapist, at) for therapist in therapists]
    return len(Mail.objects.bulk_create(rows, ignore_conflicts=True))


def _digest_row(therapist: User, at: datetime) -> Mail:
    return Mail(
        recipient=therapist,
        kind=MailKind.DIGEST,
        channel=MailChannel.EMAIL,
        occasion=clinic_day(at).isoformat(),
        planned_at=at,
        send_after=at,
        expires_at=at + DIGEST_WINDOW,
    )


def plan_mail(
    recipient: User | str,
    kind: MailKind,
    *,
    occasion: str,
    at: datetime,
    window: timedelta,
    channel: MailChannel = MailChannel.EMAIL,
) -> Mail:
    """Put a mail into the ledger, to go out with the next tick; the same occasion twice is one row.

    recipient -- a person with an account, or the bare address of somebody without one
    window -- how long after ``at`` it is still worth sending
    """
    user, address = (recipient, "") if isinstance(recipient, User) else (None, recipient)
    mail, _created = Mail.objects.get_or_create(
        kind=kind,
        channel=channel,
        occasion=occasion,
        recipient=user,
        defaults={"address": address, "send_after": at, "expires_at": at + window, "planned_at": at},
    )
    return mail


def plan_mails(recipients: Iterable[User], kind: MailKind, *, occasion: str, at: datetime, window: timedelta) -> int:
    """The same e-mail to many, as ``plan_mail`` to one; returns how many rows there are to be."""
    rows = []
    for user in recipients:
        row = Mail(
            recipient=user, kind=kind, channel=MailChannel.EMAIL, occasion=occasion, send_after=at, planned_at=at,
            expires_at=at + window,
        )  # fmt: skip
        rows.append(row)
    return len(Mail.objects.bulk_create(rows, ignore_conflicts=True, batch_size=BATCH))


def plan_urgent(therapist: User, *, occasion: str, at: datetime) -> Mail:
    """Tell a therapist now, at any hour, that something needs them; what it is stands in the admin.

    By mail, and by a note to the browsers that they have chosen. Returns the mail.
    """
    if PushDevice.objects.reach(therapist.pk):
        plan_mail(therapist, MailKind.URGENT, occasion=occasion, at=at, window=URGENT_WINDOW, channel=MailChannel.PUSH)
    return plan_mail(therapist, MailKind.URGENT, occasion=occasion, at=at, window=URGENT_WINDOW)
