"""What is due becomes a row of the ledger: once for each person, kind and occasion."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Q, QuerySet

from athletes.models import Athlete, LoopBeat, Mail, MailKind, Role, User
from athletes.models.athletes import AthleteQuerySet

from .eligibility import who_logged, who_trained_yesterday
from .schedule import CHANNEL, RECURRING, RecurringMail, row_of

BATCH = 500
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
    planned = plan_digests(at)
    for recurring in RECURRING:
        planned += _plan_recurring(recurring, at)
    return planned


def _plan_recurring(recurring: RecurringMail, at: datetime) -> int:
    planned = 0
    while _due_athletes(recurring, at).exists():
        batch = _plan_batch(recurring, at)
        if not batch:
            break  # others hold the rows that are left
        planned += batch
    return planned


@transaction.atomic
def _plan_batch(recurring: RecurringMail, at: datetime) -> int:
    due_rows = _due_athletes(recurring, at).select_for_update(skip_locked=True).only(*READ, recurring.due)
    batch = list(due_rows.order_by(recurring.due)[:BATCH])
    rows = [row_of(recurring, athlete, at) for athlete in _needing(recurring, batch, at)]
    Mail.objects.bulk_create(rows, ignore_conflicts=True)
    _move(recurring, {athlete.pk: recurring.next_due(athlete, getattr(athlete, recurring.due)) for athlete in batch})
    return len(batch)


def _move(recurring: RecurringMail, due_times: dict[int, datetime]) -> None:
    """One statement for all rows: ``bulk_update`` writes a branch for each, and took two thirds of the planning."""
    table, key = Athlete._meta.db_table, Athlete._meta.pk.column
    values = [(connection.ops.adapt_datetimefield_value(due_at), pk) for pk, due_at in due_times.items()]
    with connection.cursor() as cursor:
        cursor.executemany(f'UPDATE "{table}" SET "{recurring.due}" = %s WHERE "{key}" = %s', values)  # noqa: S608 - our own names


def _due_athletes(recurring: RecurringMail, at: datetime) -> AthleteQuerySet:
    return Athlete.objects.filter(**{f"{recurring.due}__lte": at})


def _needing(recurring: RecurringMail, athletes: list[Athlete], at: datetime) -> list[Athlete]:
    """Everybody for the weekly mail; the nudge is for who has logged nothing, the question for who has trained."""
    if recurring.kind == MailKind.NUDGE:
        logged = who_logged(athletes, at)
        return [athlete for athlete in athletes if athlete.pk not in logged]
    if recurring.kind == MailKind.MORNING:
        trained = who_trained_yesterday(athletes, at)
        return [athlete for athlete in athletes if athlete.pk in trained]
    return athletes


def plan_digests(at: datetime) -> int:
    """On a weekday, from the clinic's hour on: one row for each therapist, once a day."""
    local = at.astimezone(ZoneInfo(settings.TIME_ZONE))
    if local.weekday() >= SATURDAY or local.hour < settings.DIGEST_HOUR:
        return 0
    not_planned_today = LoopBeat.objects.filter(Q(digests_on__lt=local.date()) | Q(digests_on__isnull=True))
    if not not_planned_today.exists():
        return 0
    return _plan_digests(not_planned_today, local, at)


@transaction.atomic
def _plan_digests(not_planned_today: QuerySet[LoopBeat], local: datetime, at: datetime) -> int:
    is_first = not_planned_today.update(digests_on=local.date())
    if not is_first:
        return 0  # another process was first
    therapists = User.objects.filter(role=Role.THERAPIST, is_active=True, wants_digest=True)
    rows = [_digest_row(therapist, local, at) for therapist in therapists]
    return len(Mail.objects.bulk_create(rows, ignore_conflicts=True))


def _digest_row(therapist: User, local: datetime, at: datetime) -> Mail:
    return Mail(
        recipient=therapist,
        kind=MailKind.DIGEST,
        channel=CHANNEL,
        occasion=local.date().isoformat(),
        planned_at=at,
        send_after=at,
        expires_at=at + DIGEST_WINDOW,
    )


def plan_mail(recipient: User | str, kind: MailKind, *, occasion: str, at: datetime, window: timedelta) -> Mail:
    """Put a mail into the ledger, to go out with the next tick; the same occasion twice is one row.

    recipient -- a person with an account, or the bare address of somebody without one
    window -- how long after ``at`` it is still worth sending
    """
    user, address = (recipient, "") if isinstance(recipient, User) else (None, recipient)
    mail, _created = Mail.objects.get_or_create(
        kind=kind,
        channel=CHANNEL,
        occasion=occasion,
        recipient=user,
        defaults={"address": address, "send_after": at, "expires_at": at + window, "planned_at": at},
    )
    return mail


def plan_urgent(therapist: User, *, occasion: str, at: datetime) -> Mail:
    """Tell a therapist now, at any hour, that something needs them; what it is stands in the admin."""
    return plan_mail(therapist, MailKind.URGENT, occasion=occasion, at=at, window=URGENT_WINDOW)
