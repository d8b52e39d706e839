"""Who wants a mail, and what the week says against it: asked of rows in the database, and of one person.

``kinds`` names for each kind of mail which of these hold for it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, Q

from athletes.localtime import first_day_anywhere, iso_week, last_day_anywhere, monday_of
from athletes.models import (
    Athlete,
    Enrollment,
    Mail,
    MailKind,
    MailReason,
    Moment,
    PushDevice,
    Session,
    SessionStatus,
    User,
)
from athletes.models.enrollments import EnrollmentQuerySet
from athletes.problems.attention import count_flagged
from athletes.training.session_week import ahead_of, sessions_around
from programs.thresholds import clinic_thresholds

from .facts.answers import who_has_ignored
from .facts.moment import Facts, facts_of
from .facts.trained import who_logged, who_trained_yesterday
from .push import keys
from .schedule import ONE_DAY, follows_program

#: A program that starts later than this is not announced yet.
BEFORE_START = timedelta(days=7)


# -- of rows of the ledger: who wants it -----------------------------------------------------


def wants_weekly_mail(at: datetime) -> Q:
    """Whoever may want it by the date of any place on earth; by their own date ``skip_weekly`` decides."""
    is_paused = Q(recipient__athlete__reminders_paused_until__gt=last_day_anywhere(at))
    announced = _announced_somewhere(at).filter(athlete_id=OuterRef("recipient_id"))
    return Q(recipient__athlete__wants_reminders=True) & Q(Exists(announced)) & ~is_paused


def wants_nudge(at: datetime) -> Q:
    return wants_weekly_mail(at) & Q(recipient__athlete__wants_nudges=True)


def wants_morning_mail(at: datetime) -> Q:
    return Q(recipient__athlete__wants_morning_mail=True)


def has_phone(at: datetime) -> Q:
    """Reminders are on on a phone of theirs, and this clinic sends to phones."""
    if not keys.is_offered():
        return Q(pk__in=[])
    return Q(Exists(PushDevice.objects.filter(owner=OuterRef("recipient_id"))))


def is_reached_by_phone(athlete: Athlete) -> bool:
    """Reminders are on on a phone of theirs; one query."""
    return PushDevice.objects.reach(athlete.pk)


def wants_strength_push(at: datetime) -> Q:
    running = _announced_somewhere(at).filter(athlete_id=OuterRef("recipient_id"))
    return has_phone(at) & Q(Exists(running))


def wants_digest(at: datetime) -> Q:
    return Q(recipient__wants_digest=True)


def has_to_join(at: datetime) -> Q:
    """Staff who still have to choose a password."""
    return Q(Exists(User.objects.to_join().filter(pk=OuterRef("recipient_id"))))


def announced_programs(on: date) -> EnrollmentQuerySet:
    """Programs that a weekly mail of that day speaks of: running, or starting within a week."""
    return _announced(on, on)


def _announced_somewhere(at: datetime) -> EnrollmentQuerySet:
    """The same for the date of any place on earth: of those who live elsewhere than the clinic, too."""
    return _announced(first_day_anywhere(at), last_day_anywhere(at))


def _announced(first: date, last: date) -> EnrollmentQuerySet:
    running = Enrollment.objects.active().not_paused(last)
    return running.filter(starts_on__lte=last + BEFORE_START, ends_on__gte=first - ONE_DAY)


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
    today = athlete.today(at)
    if reason := why_not_this_week(athlete, monday_of(today), at):
        return reason
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


def why_not_this_week(athlete: Athlete, monday: date, at: datetime) -> MailReason | None:
    """Why no weekly mail goes out in this week of the athlete's own calendar. monday -- of the week that it speaks of

    In the week of the goal race the primer is done, and no mail asks for more (clinical.md 7).
    """
    today = athlete.today(at)
    if athlete.reminders_paused_until and athlete.reminders_paused_until > today:
        return MailReason.PAUSED
    if athlete.race_on is not None and monday_of(athlete.race_on) in {monday, monday_of(today)}:
        return MailReason.RACE_WEEK
    return None


# -- of one person: why not now --------------------------------------------------------------


def skip_weekly(mail: Mail, at: datetime) -> MailReason | None:
    """By the week that the mail speaks of. One without a fixed day speaks of a session that is still to come."""
    athlete, facts = mail.person.athlete, facts_of(mail, at)
    if reason := why_not_this_week(athlete, facts.monday, at):
        return reason
    if reason := _why_not_by_program(facts):
        return reason
    if facts.has_ignored:
        return MailReason.IGNORED
    if not facts.counted:
        return MailReason.NOTHING_PLANNED
    if follows_program(athlete):
        return _nothing_to_come(facts)
    return None


def _why_not_by_program(facts: Facts) -> MailReason | None:
    """What ``announced_programs`` says, by the athlete's own date; of the sessions in hand, where there are any."""
    followed = facts.coming.week
    if followed.is_paused_on(facts.today):
        return MailReason.PROGRAM_PAUSED
    if followed.followed_until is None or followed.followed_from is None:
        return None
    if followed.followed_until < facts.today - ONE_DAY or followed.followed_from > facts.today + BEFORE_START:
        return MailReason.NO_PROGRAM
    return None


def _nothing_to_come(facts: Facts) -> MailReason | None:
    """Why there is nothing in that week to remind of; None where Today speaks of a session of it."""
    if facts.next is not None and monday_of(facts.next.on) == facts.monday:
        return None
    return MailReason.NOTHING_PLANNED if facts.planned else MailReason.LOGGED_ALREADY


def skip_nudge(mail: Mail, at: datetime) -> MailReason | None:
    """Whatever speaks against the weekly mail, or a week that needs no reminding."""
    if reason := skip_weekly(mail, at):
        return reason
    facts = facts_of(mail, at)
    if facts.has_logged:
        return MailReason.LOGGED_ALREADY
    if iso_week(facts.monday) in facts.barriers:
        return MailReason.ANSWERED_ALREADY
    if not facts.planned or facts.next is None:
        return MailReason.NOTHING_PLANNED
    if min(session.planned_on for session in facts.counted) >= facts.today:
        return MailReason.FIRST_DAY_TO_COME
    return None


def skip_morning(mail: Mail, at: datetime) -> MailReason | None:
    """Only the question that Today asks: after a session yesterday, about the places that are watched, once."""
    athlete = mail.person.athlete
    if athlete.pk not in who_trained_yesterday([athlete], at):
        return MailReason.NO_SESSION_YESTERDAY
    yesterday, watch_days = athlete.today(at) - timedelta(days=1), clinic_thresholds().watch_days
    if not any(profile.is_watched_on(yesterday, watch_days) for profile in athlete.pain_profiles.all()):
        return MailReason.NOTHING_TO_ASK
    if athlete.pain_reports.filter(moment=Moment.NEXT_MORNING, reported_on=athlete.today(at)).exists():
        return MailReason.ANSWERED_ALREADY
    return None


def skip_strength_day(mail: Mail, at: datetime) -> MailReason | None:
    """Only where Today sends them to a session that nobody has begun; a week without weekly mail is without this."""
    athlete = mail.person.athlete
    today = athlete.today(at)
    if reason := why_not_this_week(athlete, monday_of(today), at):
        return reason
    around = sessions_around(athlete, today)
    if around.begun_on(today):
        return MailReason.LOGGED_ALREADY
    if ahead_of(athlete, around, today).now is None:
        return MailReason.NOTHING_PLANNED
    return None


def skip_message(mail: Mail, at: datetime) -> MailReason | None:
    """Nothing to say where they have read it meanwhile."""
    if not mail.person.athlete.messages.from_clinic().unread().exists():
        return MailReason.READ_ALREADY
    return None


def skip_digest(mail: Mail, at: datetime) -> MailReason | None:
    if count_flagged(mail.person, at) == 0:
        return MailReason.NOBODY_FLAGGED
    return None


def has_ignored(athlete: Athlete) -> bool:
    """Whether the last three weekly mails had no answer."""
    return athlete.pk in who_has_ignored([athlete])


# -- of many athletes at once: who needs a row -----------------------------------------------


def everybody(athletes: list[Athlete], at: datetime) -> list[Athlete]:
    return athletes


def reminded_now(athletes: list[Athlete], at: datetime) -> list[Athlete]:
    """Of those whose hour has come: who has a fixed day, and who has a session on the day after it.

    The first of a week makes the row of that week; the ledger has no second one.
    """
    eves = {athlete.pk: _day_due(athlete, athlete.reminder_due_at, at) for athlete in filter(follows_program, athletes)}
    weeks = _weeks_after(eves)
    needed = []
    for athlete in athletes:
        is_eve = athlete.pk in eves and eves[athlete.pk] + ONE_DAY in weeks[athlete.pk]
        if is_eve or not follows_program(athlete):
            needed.append(athlete)
    return needed


def nudged_now(athletes: list[Athlete], at: datetime) -> list[Athlete]:
    """Who has begun nothing this week. Without a fixed day: on the day before a session that is not the week's first,
    and not on the evening of the weekly mail.
    """
    logged = who_logged(athletes, at)
    unlogged = [athlete for athlete in athletes if athlete.pk not in logged]
    eves = {athlete.pk: _day_due(athlete, athlete.nudge_due_at, at) for athlete in filter(follows_program, unlogged)}
    weeks, reminded = _weeks_after(eves), _reminded_since(eves, at)
    needed = []
    for athlete in unlogged:
        if athlete.pk not in eves:
            needed.append(athlete)
            continue
        eve, days = eves[athlete.pk], weeks[athlete.pk]
        if eve + ONE_DAY in days and min(days) < eve and athlete.pk not in reminded:
            needed.append(athlete)
    return needed


def _day_due(athlete: Athlete, due_at: datetime | None, at: datetime) -> date:
    return athlete.today(due_at or at)


def _weeks_after(eves: dict[int, date]) -> dict[int, set[date]]:
    """The days with a session not begun in the week of the day after, of each athlete: one query."""
    first, last = min(eves.values(), default=None), max(eves.values(), default=None)
    days: dict[int, set[date]] = {key: set() for key in eves}
    if first is None or last is None:
        return days
    planned = Session.objects.counted().filter(athlete__in=eves, status=SessionStatus.PLANNED)
    rows = planned.between(monday_of(first), last + timedelta(days=7)).values_list("athlete_id", "planned_on")
    for key, on in rows:
        if monday_of(on) == monday_of(eves[key] + ONE_DAY):
            days[key].add(on)
    return days


def _reminded_since(keys: Iterable[int], at: datetime) -> set[int]:
    """Whose weekly mail was due within a day."""
    weekly = Mail.objects.filter(recipient__in=keys, kind=MailKind.WEEKLY_REMINDER, send_after__gt=at - ONE_DAY)
    return set(weekly.values_list("recipient_id", flat=True))


def with_a_session_planned_today(athletes: list[Athlete], at: datetime) -> list[Athlete]:
    """Those with a session on the day that it is for each of them: one query, whatever their zones."""
    days = {athlete.pk: athlete.today(at) for athlete in athletes}
    rows = Session.objects.filter(athlete__in=days, planned_on__in=set(days.values()), status=SessionStatus.PLANNED)
    planned = set(rows.values_list("athlete_id", "planned_on"))
    return [athlete for athlete in athletes if (athlete.pk, days[athlete.pk]) in planned]


def with_a_session_yesterday(athletes: list[Athlete], at: datetime) -> list[Athlete]:
    trained = who_trained_yesterday(athletes, at)
    return [athlete for athlete in athletes if athlete.pk in trained]
