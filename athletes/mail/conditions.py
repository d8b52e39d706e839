"""Who wants a mail, and what the week says against it: asked of rows in the database, and of one person.

``kinds`` names for each kind of mail which of these hold for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, Q

from athletes.localtime import clinic_day, iso_week, monday_of
from athletes.models import (
    Athlete,
    Enrollment,
    Mail,
    MailKind,
    MailReason,
    MailState,
    Moment,
    PushDevice,
    Session,
    SessionStatus,
    User,
)
from athletes.models.enrollments import EnrollmentQuerySet
from athletes.models.sessions import SessionQuerySet
from athletes.problems.attention import count_flagged
from athletes.training.session_week import ahead_of, sessions_around
from programs.thresholds import clinic_thresholds

from .push import keys

#: So many weekly mails without any answer, and they stop by themselves.
IGNORED_WEEKS = 3
#: A program that starts later than this is not announced yet.
BEFORE_START = timedelta(days=7)


# -- of rows of the ledger: who wants it -----------------------------------------------------


def wants_weekly_mail(at: datetime) -> Q:
    announced = announced_programs(clinic_day(at)).filter(athlete_id=OuterRef("recipient_id"))
    is_paused = Q(recipient__athlete__reminders_paused_until__gt=clinic_day(at))
    return Q(recipient__athlete__wants_reminders=True) & Q(Exists(announced)) & ~is_paused


def wants_nudge(at: datetime) -> Q:
    return wants_weekly_mail(at) & Q(recipient__athlete__wants_nudges=True)


def wants_morning_mail(at: datetime) -> Q:
    return Q(recipient__athlete__wants_morning_mail=True)


def has_phone(at: datetime) -> Q:
    """Reminders are on on a phone of theirs, and this clinic sends to phones."""
    if not keys.is_offered():
        return Q(pk__in=[])
    return Q(Exists(PushDevice.objects.filter(athlete=OuterRef("recipient_id"))))


def is_reached_by_phone(athlete: Athlete) -> bool:
    """Reminders are on on a phone of theirs; one query."""
    return bool(athlete.devices.exists())


def wants_strength_push(at: datetime) -> Q:
    running = announced_programs(clinic_day(at)).filter(athlete_id=OuterRef("recipient_id"))
    return has_phone(at) & Q(Exists(running))


def wants_digest(at: datetime) -> Q:
    return Q(recipient__wants_digest=True)


def announced_programs(on: date) -> EnrollmentQuerySet:
    """Programs that a weekly mail of that day speaks of: running, or starting within a week."""
    running = Enrollment.objects.active().not_paused(on)
    return running.filter(starts_on__lte=on + BEFORE_START, ends_on__gte=on - timedelta(days=1))


# -- of one person: why not at all -----------------------------------------------------------


def why_left_alone(athlete: Athlete) -> MailReason | None:
    """Why no mail urges this athlete, whatever its kind; None where one may."""
    if athlete.stopped_at:
        return MailReason.TRAINING_STOPPED
    if athlete.erasure_asked_at:
        return MailReason.ERASURE_ASKED
    if athlete.archived_at:
        return MailReason.ARCHIVED
    return None


def why_no_weekly_mail(athlete: Athlete, at: datetime) -> MailReason | None:
    """Why no weekly mail goes to this athlete now; None where one would."""
    if not athlete.wants_reminders and athlete.has_ignored_reminders:
        return MailReason.IGNORED
    if not athlete.wants_reminders:
        return MailReason.STOPPED
    if reason := why_left_alone(athlete):
        return reason
    if reason := why_not_this_week(athlete, at):
        return reason
    today = athlete.today(at)
    if announced_programs(today).filter(athlete=athlete).exists():
        return None
    if athlete.enrollments.active().filter(paused_until__gt=today).exists():
        return MailReason.PROGRAM_PAUSED
    return MailReason.NO_PROGRAM


def why_not_weekly(user: User, at: datetime) -> MailReason:
    return why_no_weekly_mail(user.athlete, at) or MailReason.NO_PROGRAM


def why_not_nudge(user: User, at: datetime) -> MailReason:
    if reason := why_no_weekly_mail(user.athlete, at):
        return reason
    if not user.athlete.wants_nudges:
        return MailReason.STOPPED
    return MailReason.NO_PROGRAM


def why_not_strength_push(user: User, at: datetime) -> MailReason:
    athlete = user.athlete
    if not keys.is_offered() or not is_reached_by_phone(athlete):
        return MailReason.NO_PHONE
    if athlete.enrollments.active().filter(paused_until__gt=athlete.today(at)).exists():
        return MailReason.PROGRAM_PAUSED
    return MailReason.NO_PROGRAM


def why_not_this_week(athlete: Athlete, at: datetime) -> MailReason | None:
    """Why no weekly mail goes out in this week of the athlete's own calendar."""
    if athlete.reminders_paused_until and athlete.reminders_paused_until > athlete.today(at):
        return MailReason.PAUSED
    if is_race_week(athlete, at):
        return MailReason.RACE_WEEK
    return None


def is_race_week(athlete: Athlete, at: datetime) -> bool:
    """The athlete's own week of the goal race: the primer is done, and no mail asks for more (clinical.md 7)."""
    return athlete.race_on is not None and monday_of(athlete.race_on) == monday_of(athlete.today(at))


# -- of one person: why not now --------------------------------------------------------------


def skip_weekly(user: User, at: datetime) -> MailReason | None:
    if reason := why_not_this_week(user.athlete, at):
        return reason
    if has_ignored(user.athlete):
        return MailReason.IGNORED
    if not _counted_this_week(user.athlete, at).exists():
        return MailReason.NOTHING_PLANNED
    return None


def _counted_this_week(athlete: Athlete, at: datetime) -> SessionQuerySet:
    monday = monday_of(athlete.today(at))
    return athlete.sessions.counted().between(monday, monday + timedelta(days=6))


def skip_nudge(user: User, at: datetime) -> MailReason | None:
    """Whatever speaks against the weekly mail, or a week that needs no reminding."""
    if reason := skip_weekly(user, at):
        return reason
    athlete = user.athlete
    monday = monday_of(athlete.today(at))
    if athlete.pk in who_logged([athlete], at):
        return MailReason.LOGGED_ALREADY
    if athlete.barriers.filter(week=iso_week(monday)).exists():
        return MailReason.ANSWERED_ALREADY
    week = _counted_this_week(athlete, at)
    if not week.filter(status=SessionStatus.PLANNED).exists():
        return MailReason.NOTHING_PLANNED
    if not week.filter(planned_on__lt=athlete.today(at)).exists():
        return MailReason.FIRST_DAY_TO_COME
    return None


def skip_morning(user: User, at: datetime) -> MailReason | None:
    """Only the question that Today asks: after a session yesterday, about the places that are watched, once."""
    athlete = user.athlete
    if athlete.pk not in who_trained_yesterday([athlete], at):
        return MailReason.NO_SESSION_YESTERDAY
    yesterday, watch_days = athlete.today(at) - timedelta(days=1), clinic_thresholds().watch_days
    if not any(profile.is_watched_on(yesterday, watch_days) for profile in athlete.pain_profiles.all()):
        return MailReason.NOTHING_TO_ASK
    if athlete.pain_reports.filter(moment=Moment.NEXT_MORNING, reported_on=athlete.today(at)).exists():
        return MailReason.ANSWERED_ALREADY
    return None


def skip_strength_day(user: User, at: datetime) -> MailReason | None:
    """Only where Today sends them to a session that nobody has begun; a week without weekly mail is without this."""
    athlete = user.athlete
    if reason := why_not_this_week(athlete, at):
        return reason
    today = athlete.today(at)
    around = sessions_around(athlete, today)
    if around.begun_on(today):
        return MailReason.LOGGED_ALREADY
    if ahead_of(athlete, around, today).now is None:
        return MailReason.NOTHING_PLANNED
    return None


def skip_message(user: User, at: datetime) -> MailReason | None:
    """Nothing to say where they have read it meanwhile."""
    if not user.athlete.messages.from_clinic().unread().exists():
        return MailReason.READ_ALREADY
    return None


def skip_digest(user: User, at: datetime) -> MailReason | None:
    if count_flagged(user, at) == 0:
        return MailReason.NOBODY_FLAGGED
    return None


def has_ignored(athlete: Athlete) -> bool:
    """Whether the last three weekly mails had no answer: nothing logged, no pain noted, no check-in, no setting
    changed since.

    Opens are not measured. Mails from before a change of the settings, a pause or a new program do not count.
    """
    sent = Mail.objects.filter(recipient=athlete.pk, kind=MailKind.WEEKLY_REMINDER, state=MailState.SENT)
    counted_from = _counted_from(athlete)
    if counted_from:
        sent = sent.filter(sent_at__gt=counted_from)
    last = list(sent.order_by("-sent_at")[:IGNORED_WEEKS])
    if len(last) < IGNORED_WEEKS:
        return False
    first_of_them = last[-1].sent_at
    return first_of_them is not None and not _has_answered_since(athlete, first_of_them)


def _counted_from(athlete: Athlete) -> datetime | None:
    """The last time that they, or their therapist, did something that is an answer to every mail before it."""
    chosen_at = athlete.reminders_since
    enrollment: Enrollment | None = athlete.enrollments.active().first()
    if enrollment is None:
        return chosen_at
    if chosen_at is None:
        return enrollment.prescribed_at
    return max(chosen_at, enrollment.prescribed_at)


def _has_answered_since(athlete: Athlete, at: datetime) -> bool:
    return (
        athlete.sessions.filter(Q(opened_at__gte=at) | Q(received_at__gte=at)).exists()
        or athlete.pain_reports.filter(reported_at__gte=at).exists()
        or athlete.barriers.filter(answered_at__gte=at).exists()
        or athlete.check_ins.filter(answered_at__gte=at).exists()
        or athlete.runs.filter(received_at__gte=at).exists()
    )


# -- of many athletes at once: who needs a row -----------------------------------------------


def everybody(athletes: list[Athlete], at: datetime) -> list[Athlete]:
    return athletes


def without_a_session_this_week(athletes: list[Athlete], at: datetime) -> list[Athlete]:
    logged = who_logged(athletes, at)
    return [athlete for athlete in athletes if athlete.pk not in logged]


def with_a_session_planned_today(athletes: list[Athlete], at: datetime) -> list[Athlete]:
    """Those with a session on the day that it is for each of them: one query, whatever their zones."""
    days = {athlete.pk: athlete.today(at) for athlete in athletes}
    rows = Session.objects.filter(athlete__in=days, planned_on__in=set(days.values()), status=SessionStatus.PLANNED)
    planned = set(rows.values_list("athlete_id", "planned_on"))
    return [athlete for athlete in athletes if (athlete.pk, days[athlete.pk]) in planned]


def with_a_session_yesterday(athletes: list[Athlete], at: datetime) -> list[Athlete]:
    trained = who_trained_yesterday(athletes, at)
    return [athlete for athlete in athletes if athlete.pk in trained]


def who_logged(athletes: Iterable[Athlete], at: datetime) -> set[int]:
    """The keys of those who have begun a session in their own week of that instant."""
    logged = set()
    for athlete, begun_on in _sessions_begun(athletes, at - timedelta(days=8), at):
        if monday_of(begun_on) == monday_of(athlete.today(at)):
            logged.add(athlete.pk)
    return logged


def who_trained_yesterday(athletes: Iterable[Athlete], at: datetime) -> set[int]:
    """The keys of those who began a session, and completed it, on their own day before that instant."""
    trained = set()
    for athlete, begun_on in _sessions_begun(athletes, at - timedelta(days=3), at, status=SessionStatus.COMPLETED):
        if begun_on == athlete.today(at) - timedelta(days=1):
            trained.add(athlete.pk)
    return trained


def _sessions_begun(
    athletes: Iterable[Athlete], since: datetime, until: datetime, **which: object
) -> Iterator[tuple[Athlete, date]]:
    """Who began a session between two instants, and on which date of their own."""
    by_key = {athlete.pk: athlete for athlete in athletes}
    rows = Session.objects.filter(athlete__in=by_key, opened_at__range=(since, until), **which)
    for key, opened_at in rows.values_list("athlete_id", "opened_at"):
        athlete = by_key[key]
        yield athlete, athlete.today(opened_at)
