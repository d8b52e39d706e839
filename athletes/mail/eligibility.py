"""Whether somebody gets a mail: what they wish, what the week is, and whether they answer at all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from datetime import time as wall_time

from django.db.models import Exists, OuterRef, Q

from athletes.localtime import instant, iso_week, monday_of
from athletes.models import Athlete, Enrollment, Mail, MailKind, MailState, Moment, Session, SessionStatus, User
from athletes.models.training import EnrollmentQuerySet
from athletes.problems.attention import count_flagged

from .schedule import RECURRING_KINDS, next_due, schedule_reminder

#: So many weekly mails without any answer, and they stop by themselves.
IGNORED_WEEKS = 3
#: Where each kind's wish is kept: the therapist's own, all others the athlete's.
SUBSCRIPTIONS: dict[str, str] = {
    MailKind.WEEKLY_REMINDER: "wants_reminders",
    MailKind.NUDGE: "wants_nudges",
    MailKind.MORNING: "wants_morning_mail",
    MailKind.DIGEST: "wants_digest",
}
#: How long an athlete may pause the weekly mail, in weeks.
PAUSES = (1, 2, 4)
#: The mail of the week, and the one more: what ends one ends the other.
WEEKLY = (MailKind.WEEKLY_REMINDER, MailKind.NUDGE)
#: A program that starts later than this is not announced yet.
BEFORE_START = timedelta(days=7)


def eligible(at: datetime, kinds: Iterable[str] = MailKind.values) -> Q:
    """Who may be mailed, asked once more at the claim: active, at an address that works, and wanting this mail.

    What comes round goes to nobody whom ``why_left_alone`` names.

    kinds -- those that the rows can be of: the fewer, the shorter the question
    """
    running = _announced(at).filter(athlete_id=OuterRef("recipient_id"))
    paused = Q(recipient__athlete__reminders_paused_until__gt=at.date())
    weekly = Q(recipient__athlete__wants_reminders=True) & Q(Exists(running)) & ~paused
    wanted = {
        MailKind.WEEKLY_REMINDER: weekly,
        MailKind.NUDGE: weekly & Q(recipient__athlete__wants_nudges=True),
        MailKind.MORNING: Q(recipient__athlete__wants_morning_mail=True),
        MailKind.DIGEST: Q(recipient__wants_digest=True),
    }
    arrives = Q(recipient__bad_address_since__isnull=True) | Q(kind=MailKind.URGENT)
    goes_on = Q(recipient__athlete__stopped_at__isnull=True, recipient__athlete__erasure_asked_at__isnull=True)
    may_be_urged = ~Q(kind__in=RECURRING_KINDS) | goes_on
    by_kind = ~Q(kind__in=wanted)
    for kind in set(wanted) & set(kinds):
        by_kind |= Q(kind=kind) & wanted[MailKind(kind)]
    return Q(recipient__isnull=True) | (Q(recipient__is_active=True) & arrives & may_be_urged & by_kind)


def why_not_eligible(mail: Mail, at: datetime) -> str:
    """What the ledger says of a row that ``eligible`` leaves out."""
    user = mail.recipient
    assert user is not None
    if not user.is_active:
        return "deactivated"
    if user.bad_address_since:
        return "bad address"
    if mail.kind in RECURRING_KINDS and (reason := why_left_alone(user.athlete)):
        return reason
    if mail.kind in WEEKLY and (reason := why_not(user.athlete, at)):
        return reason
    return "stopped" if mail.kind not in WEEKLY or not user.athlete.wants_nudges else "no program"


def why_left_alone(athlete: Athlete) -> str:
    """Why no mail urges this athlete, whatever its kind; empty where one may."""
    if athlete.stopped_at:
        return "training stopped"
    return "asked for erasure" if athlete.erasure_asked_at else ""


def skip_reason(mail: Mail, at: datetime) -> str:
    """Why a row that may go out should not now: by the athlete's own calendar, which the claim cannot ask.

    Stops the weekly mail in its fourth week when three had no answer.
    """
    if mail.kind in WEEKLY:
        return _untimely_week(mail, at)
    if mail.kind == MailKind.MORNING:
        return _untimely_morning(_athlete(mail), at)
    if mail.kind == MailKind.DIGEST and mail.recipient and not count_flagged(mail.recipient, at):
        return "nobody needs a look"
    return ""


def _untimely_week(mail: Mail, at: datetime) -> str:
    athlete = _athlete(mail)
    if reason := _not_this_week(athlete, at):
        return reason
    if has_ignored(athlete):
        if mail.kind == MailKind.WEEKLY_REMINDER:
            stop(athlete)
            Athlete.objects.filter(pk=athlete.pk).update(has_ignored_reminders=True)
        return "ignored"
    return _needless_nudge(athlete, at) if mail.kind == MailKind.NUDGE else ""


def _needless_nudge(athlete: Athlete, at: datetime) -> str:
    monday = monday_of(athlete.today(at))
    if athlete.pk in who_logged([athlete], at):
        return "logged already"
    if athlete.barriers.filter(week=iso_week(monday)).exists():
        return "answered already"
    week = athlete.sessions.counted().between(monday, monday + timedelta(days=6))
    return "" if week.filter(status=SessionStatus.PLANNED).exists() else "nothing planned"


def _untimely_morning(athlete: Athlete, at: datetime) -> str:
    """Only the question that Today asks: after a session yesterday, about a place that was named, once."""
    if athlete.pk not in who_trained_yesterday([athlete], at):
        return "no session yesterday"
    reports = athlete.pain_reports.all()
    if not reports.exists():
        return "nothing to ask"
    answered = reports.filter(moment=Moment.NEXT_MORNING, reported_on=athlete.today(at))
    return "answered already" if answered.exists() else ""


def who_logged(athletes: Iterable[Athlete], at: datetime) -> set[int]:
    """The keys of those who have begun a session in their own week of that instant."""
    mondays = {athlete.pk: monday_of(athlete.today(at)) for athlete in athletes}
    return {pk for pk, on in _begun_on(athletes, at - timedelta(days=8), at) if monday_of(on) == mondays[pk]}


def who_trained_yesterday(athletes: Iterable[Athlete], at: datetime) -> set[int]:
    """The keys of those who began a session, and completed it, on their own day before that instant."""
    yesterdays = {athlete.pk: athlete.today(at) - timedelta(days=1) for athlete in athletes}
    rows = _begun_on(athletes, at - timedelta(days=3), at, status=SessionStatus.COMPLETED)
    return {pk for pk, on in rows if on == yesterdays[pk]}


def _begun_on(
    athletes: Iterable[Athlete], since: datetime, until: datetime, **which: object
) -> Iterator[tuple[int, date]]:
    """(athlete's key, the athlete's own date) of sessions begun between two instants."""
    by_key = {athlete.pk: athlete for athlete in athletes}
    rows = Session.objects.filter(athlete__in=by_key, opened_at__range=(since, until), **which)
    for pk, opened_at in rows.values_list("athlete_id", "opened_at"):
        yield pk, by_key[pk].today(opened_at)


def _athlete(mail: Mail) -> Athlete:
    assert mail.recipient is not None
    return mail.recipient.athlete


def why_not(athlete: Athlete, at: datetime) -> str:
    """Why no weekly mail goes to this athlete now, as the ledger says it; empty where one would."""
    if not athlete.wants_reminders:
        return "ignored" if athlete.has_ignored_reminders else "stopped"
    if reason := why_left_alone(athlete):
        return reason
    if reason := _not_this_week(athlete, at):
        return reason
    if _announced(at).filter(athlete=athlete).exists():
        return ""
    is_paused = athlete.enrollments.active().filter(paused_until__gt=at.date()).exists()
    return "program paused" if is_paused else "no program"


def _not_this_week(athlete: Athlete, at: datetime) -> str:
    """Why no weekly mail goes out in this week of the athlete's own calendar."""
    if athlete.reminders_paused_until and athlete.reminders_paused_until > athlete.today(at):
        return "paused"
    return "race week" if is_race_week(athlete, at) else ""


def _announced(at: datetime) -> EnrollmentQuerySet:
    """Programs that a weekly mail speaks of: running, or starting within a week."""
    running = Enrollment.objects.active().not_paused(at.date())
    return running.filter(starts_on__lte=at.date() + BEFORE_START, ends_on__gte=at.date() - timedelta(days=1))


def is_race_week(athlete: Athlete, at: datetime) -> bool:
    """The athlete's own week of the goal race: the primer is done, and no mail asks for more (clinical.md 7)."""
    return athlete.goal_race_on is not None and monday_of(athlete.goal_race_on) == monday_of(athlete.today(at))


def has_ignored(athlete: Athlete) -> bool:
    """Whether the last three weekly mails had no answer: nothing logged, no pain noted, no check-in, no setting
    changed since.

    Opens are not measured. Mails from before a change of the settings, a pause or a new program do not count.
    """
    sent = Mail.objects.filter(recipient=athlete.pk, kind=MailKind.WEEKLY_REMINDER, state=MailState.SENT)
    prescribed = athlete.enrollments.active().values_list("prescribed_at", flat=True).first()
    since = [each for each in (athlete.reminders_since, prescribed) if each]
    if since:
        sent = sent.filter(sent_at__gt=max(since))
    last = list(sent.order_by("-sent_at").values_list("sent_at", flat=True)[:IGNORED_WEEKS])
    if len(last) < IGNORED_WEEKS:
        return False
    answers = (
        athlete.sessions.filter(opened_at__gte=last[-1]),
        athlete.pain_reports.filter(reported_at__gte=last[-1]),
        athlete.barriers.filter(answered_at__gte=last[-1]),
        athlete.check_ins.filter(answered_at__gte=last[-1]),
        athlete.runs.filter(received_at__gte=last[-1]),
    )
    return not any(rows.exists() for rows in answers)


def stop(athlete: Athlete) -> Athlete:
    """No more weekly mail to this athlete; a row that waits is skipped at its claim. Safe to repeat."""
    athlete.wants_reminders = False
    athlete.reminder_due_at = athlete.nudge_due_at = None
    athlete.save(update_fields=["wants_reminders", "reminder_due_at", "nudge_due_at"])
    return athlete


def stop_all(athlete: Athlete) -> Athlete:
    """No mail that comes round, of any kind."""
    athlete.wants_morning_mail, athlete.morning_due_at = False, None
    athlete.save(update_fields=["wants_morning_mail", "morning_due_at"])
    return stop(athlete)


def turn(user: User, kind: str, *, on: bool, at: datetime) -> None:
    """One kind of mail on or off, as its own link says. Safe to repeat.

    Raises KeyError for a kind that nobody turns off.
    """
    wish = SUBSCRIPTIONS[kind]
    if kind == MailKind.DIGEST:
        user.wants_digest = on
        user.save(update_fields=[wish])
    elif kind == MailKind.WEEKLY_REMINDER:
        resume(user.athlete, at=at) if on else stop(user.athlete)
    else:
        setattr(user.athlete, wish, on)
        user.athlete.save(update_fields=[wish])
        schedule_reminder(user.athlete, after=at)


def is_on(user: User, kind: str) -> bool:
    """Whether this person wants this kind of mail."""
    return bool(getattr(user if kind == MailKind.DIGEST else user.athlete, SUBSCRIPTIONS[kind]))


def resume(athlete: Athlete, *, at: datetime) -> Athlete:
    """Weekly mail again from the next due time on."""
    athlete.wants_reminders = True
    athlete.has_ignored_reminders = False
    athlete.reminders_since = at
    athlete.reminders_paused_until = None
    changed = ["wants_reminders", "has_ignored_reminders", "reminders_since", "reminders_paused_until"]
    athlete.save(update_fields=changed)
    return schedule_reminder(athlete, after=at.astimezone(UTC))


def pause(athlete: Athlete, *, weeks: int, at: datetime) -> date:
    """No weekly mail for 1, 2 or 4 weeks; sessions stay where they are. Returns the first day with mail again.

    Raises ValueError for another number of weeks.
    """
    if weeks not in PAUSES:
        raise ValueError(f"{weeks} weeks is no pause that is offered")
    until = athlete.today(at) + timedelta(weeks=weeks)
    athlete.reminders_paused_until = until
    athlete.reminders_since = at
    athlete.save(update_fields=["reminders_paused_until", "reminders_since"])
    return until


def next_mail(athlete: Athlete, at: datetime) -> tuple[datetime | None, str]:
    """When the next weekly mail goes out, and why it would not: as it stands now."""
    reason = why_not(athlete, at)
    if reason == "paused" and athlete.reminders_paused_until:
        after = max(at, instant(athlete.time_zone, athlete.reminders_paused_until, wall_time(0)))
        return next_due(athlete, after=after), reason
    return (athlete.reminder_due_at if athlete.wants_reminders else None), reason
