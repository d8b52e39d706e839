"""Verbs that put an athlete on a program: invite a new athlete, prescribe a template, finish."""

from __future__ import annotations

import hashlib
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from athletes.errors import RefusedError
from athletes.mail.loop import plan_mail
from athletes.mail.schedule import schedule_reminder
from athletes.models import Athlete, Enrollment, EnrollmentStatus, Mail, MailKind, Role, Session, User
from programs.authoring import copy_program
from programs.models import Program
from programs.outline import outline
from programs.rules.schedule import MIN_GAP, gap_between

#: The same prescription again within this time is a double click, not a decision.
DOUBLE_SUBMIT_WINDOW = timedelta(minutes=2)


@transaction.atomic
def add_athlete(*, email: str, name: str, therapist: User, at: datetime, **fields: object) -> Athlete:
    """A new athlete on the therapist's caseload, without a password: they sign in by mail.

    Raises RefusedError when somebody has this address already.
    """
    if User.objects.filter(email__iexact=email.strip()).exists():
        raise RefusedError(_("Somebody with this address is here already."), field="email")
    user = User.objects.create_user(email.strip(), None, name=name, role=Role.ATHLETE, joined_at=at)
    athlete = Athlete.objects.create(user=user, therapist=therapist, **fields)
    schedule_reminder(athlete, after=at)
    return athlete


def sign_out_everywhere(user: User) -> None:
    """Every session and every unused link of a person without a password ends."""
    user.set_unusable_password()
    user.save(update_fields=["password"])


@transaction.atomic
def change_address(*, user: User, email: str, at: datetime) -> User:
    """Another e-mail address: every link and every session of the former one ends, and a new invitation goes out."""
    user.email = email
    user.bad_address_since = None
    user.set_unusable_password()
    user.save(update_fields=["email", "password", "bad_address_since"])
    digest = hashlib.sha256(email.encode()).hexdigest()[:12]
    plan_mail(user, MailKind.INVITE, occasion=f"address-{digest}", at=at, window=timedelta(days=7))
    return user


@transaction.atomic
def prescribe(
    *, athlete: Athlete, template: Program, starts_on: date, weekdays: tuple[int, int], by: User, at: datetime
) -> Enrollment:
    """Give the athlete an independent copy of a template from a date, on two strength days.

    weekdays -- first and second strength day, Monday = 0; the first session falls on the first of
    the two on or after starts_on. A program that is running is finished first. The invitation is
    put in the ledger and goes out with the next tick.
    Raises RefusedError when the two days are next to each other (Sunday and Monday count), or when
    the same was prescribed a moment ago.
    """
    check_strength_days(weekdays)
    Athlete.objects.select_for_update().get(pk=athlete.pk)
    for running in athlete.enrollments.active().select_related("program"):
        is_same = running.program.copied_from_id == template.pk and running.starts_on == starts_on
        if is_same and at - running.prescribed_at < DOUBLE_SUBMIT_WINDOW:
            raise RefusedError(_("This was prescribed a moment ago."))
        finish(enrollment=running, on=starts_on)
    program = copy_program(program=template, name=template.name)
    plan = outline(Program.objects.with_plan().get(pk=program.pk))
    first, second = in_order(starts_on, weekdays)
    enrollment = Enrollment(
        athlete=athlete,
        program=program,
        starts_on=starts_on,
        first_weekday=first,
        second_weekday=second,
        prescribed_by=by,
        prescribed_at=at,
    )
    dates = [(each, day_of(enrollment, each.week.number, each.workout.letter)) for each in plan.all_planned()]
    enrollment.ends_on = max([starts_on, *(on for _each, on in dates)])
    enrollment.save()
    Session.objects.bulk_create(
        Session(
            athlete=athlete,
            enrollment=enrollment,
            workout=planned.workout,
            week=planned.week,
            planned_on=on,
            is_optional=planned.workout.is_optional,
            program_revision=program.revision,
        )
        for planned, on in dates
    )
    plan_mail(athlete.user, MailKind.INVITE, occasion=f"enrollment-{enrollment.pk}", at=at, window=timedelta(days=7))
    return enrollment


def check_strength_days(weekdays: tuple[int, int]) -> None:
    """Raise RefusedError unless a day lies between the two on both ways round the week (clinical.md 7, H1)."""
    first, second = weekdays
    if gap_between(first, second) < MIN_GAP:
        raise RefusedError(
            _("Strength days need a day between them; Sunday and Monday are next to each other too."),
            field="second_weekday",
        )


def in_order(starts_on: date, weekdays: tuple[int, int]) -> tuple[int, int]:
    """The two days in the order in which they come from the start on."""
    first, second = sorted(weekdays, key=lambda day: (day - starts_on.weekday()) % 7)
    return first, second


def day_of(enrollment: Enrollment, week_number: int, letter: str) -> date:
    """The date of a workout in a program week, counted from the start: a program week is seven days
    from its first strength day, and the optional top-up lies in the middle of the longer gap, at least
    two days from both.
    """
    first, second = enrollment.first_weekday, enrollment.second_weekday
    first_day = enrollment.starts_on + timedelta(days=(first - enrollment.starts_on.weekday()) % 7)
    gap = (second - first) % 7
    top_up = gap // 2 if gap > 3 else gap + (7 - gap) // 2
    return first_day + timedelta(weeks=week_number - 1, days={"A": 0, "B": gap, "C": top_up}[letter])


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
    return Mail.objects.filter(
        recipient_id=enrollment.athlete_id, kind=MailKind.INVITE, occasion=f"enrollment-{enrollment.pk}"
    ).first()
