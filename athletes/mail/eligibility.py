"""Whether somebody gets a mail: what they wish, what the week is, and whether they answer at all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, Q

from athletes.localtime import iso_week, monday_of
from athletes.models import Athlete, Enrollment, Mail, MailKind, MailReason, MailState, Moment, Session, SessionStatus
from athletes.models.enrollments import EnrollmentQuerySet
from athletes.problems.attention import count_flagged

from .schedule import RECURRING_KINDS

#: So many weekly mails without any answer, and they stop by themselves.
IGNORED_WEEKS = 3
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


def why_not_eligible(mail: Mail, at: datetime) -> MailReason:
    """What the ledger says of a row that ``eligible`` leaves out."""
    user = mail.recipient
    assert user is not None
    if not user.is_active:
        return MailReason.DEACTIVATED
    if user.bad_address_since:
        return MailReason.BAD_ADDRESS
    if mail.kind in RECURRING_KINDS and (reason := why_left_alone(user.athlete)):
        return reason
    if mail.kind in WEEKLY and (reason := why_not(user.athlete, at)):
        return reason
    if mail.kind in WEEKLY and user.athlete.wants_nudges:
        return MailReason.NO_PROGRAM
    return MailReason.STOPPED


def why_left_alone(athlete: Athlete) -> MailReason | None:
    """Why no mail urges this athlete, whatever its kind; None where one may."""
    if athlete.stopped_at:
        return MailReason.TRAINING_STOPPED
    if athlete.erasure_asked_at:
        return MailReason.ERASURE_ASKED
    return None


def skip_reason(mail: Mail, at: datetime) -> MailReason | None:
    """Why a row that may go out should not now: by the athlete's own calendar, which the claim cannot ask."""
    if mail.kind in WEEKLY:
        return _untimely_week(mail, at)
    if mail.kind == MailKind.MORNING:
        return _untimely_morning(athlete_of(mail), at)
    if mail.kind == MailKind.DIGEST and mail.recipient and not count_flagged(mail.recipient, at):
        return MailReason.NOBODY_FLAGGED
    return None


def _untimely_week(mail: Mail, at: datetime) -> MailReason | None:
    athlete = athlete_of(mail)
    if reason := _not_this_week(athlete, at):
        return reason
    if has_ignored(athlete):
        return MailReason.IGNORED
    if mail.kind == MailKind.NUDGE:
        return _needless_nudge(athlete, at)
    return None


def _needless_nudge(athlete: Athlete, at: datetime) -> MailReason | None:
    monday = monday_of(athlete.today(at))
    if athlete.pk in who_logged([athlete], at):
        return MailReason.LOGGED_ALREADY
    if athlete.barriers.filter(week=iso_week(monday)).exists():
        return MailReason.ANSWERED_ALREADY
    week = athlete.sessions.counted().between(monday, monday + timedelta(days=6))
    if not week.filter(status=SessionStatus.PLANNED).exists():
        return MailReason.NOTHING_PLANNED
    return None


def _untimely_morning(athlete: Athlete, at: datetime) -> MailReason | None:
    """Only the question that Today asks: after a session yesterday, about a place that was named, once."""
    if athlete.pk not in who_trained_yesterday([athlete], at):
        return MailReason.NO_SESSION_YESTERDAY
    reports = athlete.pain_reports.all()
    if not reports.exists():
        return MailReason.NOTHING_TO_ASK
    answered = reports.filter(moment=Moment.NEXT_MORNING, reported_on=athlete.today(at))
    if answered.exists():
        return MailReason.ANSWERED_ALREADY
    return None


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


def athlete_of(mail: Mail) -> Athlete:
    assert mail.recipient is not None
    return mail.recipient.athlete


def why_not(athlete: Athlete, at: datetime) -> MailReason | None:
    """Why no weekly mail goes to this athlete now, as the ledger says it; None where one would."""
    if not athlete.wants_reminders:
        return MailReason.IGNORED if athlete.has_ignored_reminders else MailReason.STOPPED
    if reason := why_left_alone(athlete):
        return reason
    if reason := _not_this_week(athlete, at):
        return reason
    if _announced(at).filter(athlete=athlete).exists():
        return None
    is_paused = athlete.enrollments.active().filter(paused_until__gt=at.date()).exists()
    return MailReason.PROGRAM_PAUSED if is_paused else MailReason.NO_PROGRAM


def _not_this_week(athlete: Athlete, at: datetime) -> MailReason | None:
    """Why no weekly mail goes out in this week of the athlete's own calendar."""
    if athlete.reminders_paused_until and athlete.reminders_paused_until > athlete.today(at):
        return MailReason.PAUSED
    if is_race_week(athlete, at):
        return MailReason.RACE_WEEK
    return None


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
