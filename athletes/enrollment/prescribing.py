"""Verbs that put an athlete on a program: invite a new athlete, prescribe a template, finish.

What waits for a program that is running begins in ``next_programs``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import product

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from athletes.errors import RefusedError
from athletes.mail.planner import plan_mail, schedule_reminder
from athletes.models import Athlete, Enrollment, EnrollmentStatus, Mail, MailKind, PainProfile, Role, Session, User
from athletes.training.session_days import day_of
from programs.authoring import copy_program, second_phase
from programs.models import Dose, Program

#: The same prescription again within this time is a double click, not a decision.
DOUBLE_SUBMIT_WINDOW = timedelta(minutes=2)
#: How far ahead a session may be dated.
PLANNED_AHEAD = timedelta(days=366)
#: How long an invitation, or word of a new program, may wait to go out.
INVITE_WINDOW = timedelta(days=7)
#: From the last session of one program to the first of the next: never two days in a row.
REST = timedelta(days=2)


class PrescribedTwiceError(RefusedError):
    """The same was prescribed a moment ago: a double click. enrollment -- what the first one made"""

    def __init__(self, enrollment: Enrollment) -> None:
        super().__init__(_("This was prescribed a moment ago."))
        self.enrollment = enrollment


@transaction.atomic
def add_athlete(*, email: str, name: str, therapist: User, at: datetime, **fields: object) -> Athlete:
    """A new athlete on the therapist's caseload, without a password: they sign in by mail.

    Raises RefusedError when somebody has this address already.
    """
    email = email.strip()
    if User.objects.filter(email__iexact=email).exists():
        raise RefusedError(_("Someone with this address already has an account."), field="email")
    user = User.objects.create_user(email, None, name=name, role=Role.ATHLETE, joined_at=at)
    athlete = Athlete.objects.create(user=user, therapist=therapist, **fields)
    schedule_reminder(athlete, after=at)
    return athlete


@dataclass(frozen=True, slots=True)
class PainRule:
    """Which tissue rule a program is followed by, and on which sides: left, right, or both.

    is_irritable -- it takes long to settle: the program begins at its beginning; else with its second phase, as where
    to begin is chosen by irritability and not by date (safety.md 8)
    """

    sides: Sequence[str]
    tissue: str
    is_irritable: bool = True


@transaction.atomic
def prescribe(
    *,
    athlete: Athlete,
    template: Program,
    starts_on: date,
    weekdays: tuple[int, int],
    by: User,
    at: datetime,
    pain_rule: PainRule | None = None,
    is_after_running: bool = False,
) -> Enrollment:
    """Give the athlete an independent copy of a template from a date, on two strength days.

    weekdays -- first and second strength day, Monday = 0; the first session falls on the first of
    the two on or after starts_on.
    pain_rule -- of a template that follows pain at one place: the profile of that place is set by it
    is_after_running -- whether a program that runs goes on to its end. Else it ends on starts_on: what it has left
    from that day on goes. Where something of it is left before, the new one waits for that and has no sessions yet;
    another one that waited is replaced.
    What begins at once is told to the athlete by mail, with the next tick: an invitation to who never signed in.
    Raises RefusedError when the two days are next to each other (Sunday and Monday count) and where the record is
    archived, and PrescribedTwiceError when the same was prescribed a moment ago.
    """
    check_strength_days(weekdays)
    if Athlete.objects.select_for_update().get(pk=athlete.pk).archived_at is not None:
        raise RefusedError(_("This record is archived. Bring it back first."), field="athlete")
    _refuse_the_same_again(athlete, template, starts_on, at)
    running = athlete.enrollments.active().first()
    goes_on_until = None
    if running is not None:
        goes_on_until = _make_way(running, None if is_after_running else starts_on, athlete.today(at))
    if goes_on_until is not None:
        starts_on = max(starts_on, goes_on_until + REST)
        _drop_waiting(athlete)
    first_weekday, second_weekday = in_order(starts_on, weekdays)
    enrollment = Enrollment(
        athlete=athlete,
        program=copy_program(program=template, name=template.name, from_week=_first_week(template, pain_rule)),
        starts_on=starts_on,
        first_weekday=first_weekday,
        second_weekday=second_weekday,
        status=EnrollmentStatus.ACTIVE if goes_on_until is None else EnrollmentStatus.UPCOMING,
        prescribed_by=by,
        prescribed_at=at,
    )
    if pain_rule is not None and template.pain_region:
        _set_profiles(athlete, template.pain_region, pain_rule, by)
    if goes_on_until is None:
        date_sessions(enrollment)
        tell_of_program(enrollment, at)
    else:
        enrollment.ends_on = _last_day_of(enrollment, planned_sessions(enrollment))
        enrollment.save()
    return enrollment


def _refuse_the_same_again(athlete: Athlete, template: Program, starts_on: date, at: datetime) -> None:
    """Raise PrescribedTwiceError for a double click. What waits for another program may begin later than asked."""
    lately = athlete.enrollments.exclude(status=EnrollmentStatus.FINISHED).filter(
        program__copied_from=template, prescribed_at__gt=at - DOUBLE_SUBMIT_WINDOW
    )
    for enrollment in lately:
        if enrollment.starts_on == starts_on or enrollment.status == EnrollmentStatus.UPCOMING:
            raise PrescribedTwiceError(enrollment)


def _make_way(running: Enrollment, until: date | None, today: date) -> date | None:
    """What runs ends on that day, or goes on to its own end; its last day, or None where nothing of it is to come."""
    left = running.sessions.not_begun().filter(planned_on__gte=today)
    if until is not None:
        left = left.filter(planned_on__lt=until)
    last: Session | None = left.order_by("-planned_on").first()
    if last is None:
        finish(enrollment=running, on=until or today)
        return None
    if until is not None:
        running.sessions.not_begun().filter(planned_on__gte=until).delete()
        running.ends_on = last.planned_on
        running.save(update_fields=["ends_on"])
    return last.planned_on


def _drop_waiting(athlete: Athlete) -> None:
    for waiting in athlete.enrollments.upcoming():
        drop_upcoming(enrollment=waiting)


@transaction.atomic
def drop_upcoming(*, enrollment: Enrollment) -> None:
    """A program that waits does not begin: nobody has done any of it, so its copy goes with it.

    Raises RefusedError for one that has begun.
    """
    if enrollment.status != EnrollmentStatus.UPCOMING:
        raise RefusedError(_("This program has begun. End it instead."))
    program = enrollment.program
    enrollment.delete()
    program.delete()


def date_sessions(enrollment: Enrollment) -> None:
    """Store an enrollment that begins, with a session for every workout of every week."""
    sessions = planned_sessions(enrollment)
    enrollment.ends_on = _last_day_of(enrollment, sessions)
    enrollment.save()
    Session.objects.bulk_create(sessions)


def tell_of_program(enrollment: Enrollment, at: datetime) -> None:
    """The letter that fits: an invitation to who never signed in, else a word that the next weeks are planned."""
    athlete = enrollment.athlete
    kind = MailKind.NEXT_WEEKS if athlete.user.last_login else MailKind.INVITE
    if kind == MailKind.NEXT_WEEKS and athlete.has_stopped_mail:
        return
    plan_mail(athlete.user, kind, occasion=f"enrollment-{enrollment.pk}", at=at, window=INVITE_WINDOW)


def _first_week(template: Program, rule: PainRule | None) -> int:
    if rule is None or rule.is_irritable:
        return 1
    return second_phase(template)


def _set_profiles(athlete: Athlete, region: str, rule: PainRule, by: User) -> None:
    """The place that the program follows is watched by its rule from now on; a limit that was set stays."""
    for side in rule.sides:
        profile = {"tissue": rule.tissue, "set_by": by}
        PainProfile.objects.update_or_create(athlete=athlete, region=region, side=side, defaults=profile)


def planned_sessions(enrollment: Enrollment) -> list[Session]:
    """A session, not stored yet, for every workout of every week of the program, dated from the start."""
    program = Program.objects.prefetch_related("weeks", "workouts").get(pk=enrollment.program_id)
    planned = set(Dose.objects.filter(week__program=program).values_list("week_id", "prescription__workout_id"))
    sessions = []
    for week, workout in product(program.weeks.all(), program.workouts.all()):
        if (week.pk, workout.pk) not in planned:
            continue
        session = Session(
            athlete=enrollment.athlete,
            enrollment=enrollment,
            workout=workout,
            week=week,
            planned_on=day_of(enrollment, week.number, workout.letter),
            is_optional=workout.is_optional,
            program_revision=program.revision,
        )
        sessions.append(session)
    return sessions


def last_day(enrollment: Enrollment, days: Iterable[date]) -> date:
    """The last of these days of sessions; a program without any ends as it starts."""
    return max([enrollment.starts_on, *days])


def _last_day_of(enrollment: Enrollment, sessions: Iterable[Session]) -> date:
    return last_day(enrollment, [session.planned_on for session in sessions])


def check_strength_days(weekdays: tuple[int, int]) -> None:
    """Raise RefusedError unless a day lies between the two on both ways round the week (clinical.md 7, H1)."""
    first, second = weekdays
    if (second - first) % 7 not in range(2, 6):
        raise RefusedError(
            _("Strength days need a day between them. Sunday and Monday are back to back, too."),
            field="second_weekday",
        )


def in_order(starts_on: date, weekdays: tuple[int, int]) -> tuple[int, int]:
    """The two days in the order in which they come from the start on."""
    first, second = sorted(weekdays, key=lambda day: (day - starts_on.weekday()) % 7)
    return first, second


@transaction.atomic
def finish(*, enrollment: Enrollment, on: date) -> Enrollment:
    """End a program: sessions not yet begun go, everything that was done stays."""
    enrollment.sessions.not_begun().filter(planned_on__gte=on).delete()
    enrollment.status = EnrollmentStatus.FINISHED
    enrollment.ends_on = max(enrollment.starts_on, min(enrollment.ends_on, on))
    enrollment.paused_until = None
    enrollment.save(update_fields=["status", "ends_on", "paused_until"])
    return enrollment


def letter_of(enrollment: Enrollment) -> Mail | None:
    """The ledger row of what told the athlete of this program."""
    letters = Mail.objects.filter(recipient=enrollment.athlete_id, kind__in=[MailKind.INVITE, MailKind.NEXT_WEEKS])
    return letters.filter(occasion=f"enrollment-{enrollment.pk}").first()
