"""Verbs that put an athlete on a program: invite a new athlete, prescribe a template, finish."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from athletes.errors import RefusedError
from athletes.mail.planner import plan_mail, schedule_reminder
from athletes.models import Athlete, Enrollment, EnrollmentStatus, Mail, MailKind, PainProfile, Role, Session, User
from athletes.training.session_days import day_of
from programs.authoring import copy_program, second_phase
from programs.models import Program
from programs.outline import outline

#: The same prescription again within this time is a double click, not a decision.
DOUBLE_SUBMIT_WINDOW = timedelta(minutes=2)
#: How far ahead a session may be dated.
PLANNED_AHEAD = timedelta(days=366)
#: How long an invitation may wait to go out.
INVITE_WINDOW = timedelta(days=7)


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
) -> Enrollment:
    """Give the athlete an independent copy of a template from a date, on two strength days.

    weekdays -- first and second strength day, Monday = 0; the first session falls on the first of
    the two on or after starts_on. A program that is running is finished first. The invitation is
    put in the ledger and goes out with the next tick.
    pain_rule -- of a template that follows pain at one place: the profile of that place is set by it
    Raises RefusedError when the two days are next to each other (Sunday and Monday count), and
    PrescribedTwiceError when the same was prescribed a moment ago.
    """
    check_strength_days(weekdays)
    Athlete.objects.select_for_update().get(pk=athlete.pk)
    for running in athlete.enrollments.active().select_related("program"):
        is_same = running.program.copied_from_id == template.pk and running.starts_on == starts_on
        if is_same and at - running.prescribed_at < DOUBLE_SUBMIT_WINDOW:
            raise PrescribedTwiceError(running)
        finish(enrollment=running, on=starts_on)
    first_weekday, second_weekday = in_order(starts_on, weekdays)
    enrollment = Enrollment(
        athlete=athlete,
        program=copy_program(program=template, name=template.name, from_week=_first_week(template, pain_rule)),
        starts_on=starts_on,
        first_weekday=first_weekday,
        second_weekday=second_weekday,
        prescribed_by=by,
        prescribed_at=at,
    )
    sessions = planned_sessions(enrollment)
    enrollment.ends_on = last_day(enrollment, [session.planned_on for session in sessions])
    enrollment.save()
    Session.objects.bulk_create(sessions)
    if pain_rule is not None and template.pain_region:
        _set_profiles(athlete, template.pain_region, pain_rule, by)
    occasion = f"enrollment-{enrollment.pk}"
    plan_mail(athlete.user, MailKind.INVITE, occasion=occasion, at=at, window=INVITE_WINDOW)
    return enrollment


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
    program = Program.objects.with_plan().get(pk=enrollment.program_id)
    sessions = []
    for planned in outline(program).all_planned():
        session = Session(
            athlete=enrollment.athlete,
            enrollment=enrollment,
            workout=planned.workout,
            week=planned.week,
            planned_on=day_of(enrollment, planned.week.number, planned.workout.letter),
            is_optional=planned.workout.is_optional,
            program_revision=program.revision,
        )
        sessions.append(session)
    return sessions


def last_day(enrollment: Enrollment, days: Iterable[date]) -> date:
    """The last of these days of sessions; a program without any ends as it starts."""
    return max([enrollment.starts_on, *days])


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


def invitation_of(enrollment: Enrollment) -> Mail | None:
    """The ledger row of this enrollment's invitation."""
    occasion = f"enrollment-{enrollment.pk}"
    return Mail.objects.filter(recipient=enrollment.athlete_id, kind=MailKind.INVITE, occasion=occasion).first()
