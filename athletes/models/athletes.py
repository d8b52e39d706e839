"""The athletes in care, and ``visible_to``: the only door to personal data.

Every page, API and admin query passes through it. Rows that belong to an athlete follow the athlete's own.
"""

from __future__ import annotations

import uuid
from datetime import date, datetime, time, timedelta
from typing import Any, Self
from zoneinfo import ZoneInfo, available_timezones

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from athletes.localtime import clinic_day, clinic_time_zone
from programs.models import Condition, Equipment
from programs.models.fields import TEXT, at_most, from_1900, from_2000, like_a_time_zone, no_control_characters, one_of
from programs.models.imports import UploadedImport

from .care.covers import Cover
from .care.leaving import ArchiveReason
from .users import Role, User

#: Reminders are offered on the hour from 08:00 to 19:00, so that with an hour of jitter they arrive by 20:30.
REMINDER_HOURS = range(8, 20)


def _hour(hour: int) -> str:
    """A full hour as it is said: “8 a.m.”, “noon”."""
    return time_format(time(hour), "P")


_hour_lazy = lazy(_hour, str)


def validate_time_zone(value: str) -> None:
    if value not in available_timezones():
        raise ValidationError(_("“%(value)s” is not a time zone; write one like America/New_York.") % {"value": value})


def validate_day(value: date) -> None:
    """A day that a clinic plans for: 2000 to a year from now."""
    if not date(2000, 1, 1) <= value <= clinic_day(timezone.now()) + timedelta(days=366):
        raise ValidationError(_("Give a day from 2000 to a year from now."))


def validate_birthday(value: date) -> None:
    if not date(1900, 1, 1) <= value <= clinic_day(timezone.now()):
        raise ValidationError(_("Give a day from 1900 to today."))


def validate_conditions(value: object) -> None:
    """A list of codes of ``Condition``, each once."""
    is_chosen_once = isinstance(value, list) and len(value) == len(set(value)) and set(value) <= set(Condition.values)
    if not is_chosen_once:
        raise ValidationError(_("Choose conditions from the list."))


class Unit(models.TextChoices):
    KG = "kg", _("Kilograms")
    LB = "lb", _("Pounds")


class Weekday(models.IntegerChoices):
    """Monday is 0, as in date.weekday()."""

    MONDAY = 0, _("Monday")
    TUESDAY = 1, _("Tuesday")
    WEDNESDAY = 2, _("Wednesday")
    THURSDAY = 3, _("Thursday")
    FRIDAY = 4, _("Friday")
    SATURDAY = 5, _("Saturday")
    SUNDAY = 6, _("Sunday")


#: The day of the weekly mail; without one it follows the program.
REMINDER_DAYS = [(None, _("The day before my first session")), *Weekday.choices]


def clinic_reminder_day() -> int | None:
    """The fixed day that this clinic begins with, if it has chosen one."""
    day: int | None = settings.REMINDER_DAY
    return day


class AthleteQuerySet(models.QuerySet["Athlete"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """The athletes that this person may see; OwnedQuerySet.visible_to follows this one."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.sees_everyone:
            return self
        if user.is_athlete:
            return self.filter(pk=user.pk)
        return self.cared_for_by(user, clinic_day(timezone.now()))

    def cared_for_by(self, therapist: User, on: date) -> Self:
        """Their own athletes, and those whom they cover on that day of the clinic.

        One set of keys and no OR: PostgreSQL takes an OR with a subquery for half of all athletes, and then reads whole
        tables for the rows of a few.
        """
        own = Athlete.objects.filter(therapist=therapist).order_by().values("pk")
        covered = Cover.objects.standing(on).filter(therapist=therapist).order_by().values("athlete_id")
        return self.filter(pk__in=own.union(covered))

    def in_care(self) -> Self:
        """Those whose record is not put away."""
        return self.filter(archived_at__isnull=True)


class OwnedQuerySet(models.QuerySet[Any]):
    """Rows that belong to one athlete each, by a foreign key named ``athlete``."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """The rows that this person may see: athletes their own, therapists their caseload, clinic admins all."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.sees_everyone:
            return self
        if user.is_athlete:
            return self.filter(athlete_id=user.pk)
        return self.filter(athlete__in=Athlete.objects.visible_to(user).values("pk"))


class ChangingQuerySet(OwnedQuerySet):
    """Rows with a ``changed_at``, by which other programs ask for what is new to them (decision 63).

    ``auto_now`` writes it where a row is saved with that column; rows that are updated together get it here.
    """

    def update(self, **values: Any) -> int:
        values.setdefault("changed_at", timezone.now())
        return super().update(**values)

    update.alters_data = True  # type: ignore[attr-defined]


#: Letters of the reason for a legal hold.
MAX_HOLD = 200
#: The marks that tell the people of one phone apart are made in here.
OWNERS = uuid.UUID("5a1f0a3e-7d0c-4c0e-9a55-0c9f3c2f6b11")


class Athlete(models.Model):
    """A runner in care. Shares the primary key of its user, so that owner checks need no join."""

    user = models.OneToOneField(User, models.CASCADE, primary_key=True, related_name="athlete")
    therapist = models.ForeignKey(
        User,
        models.PROTECT,
        related_name="caseload",
        limit_choices_to={"role": Role.THERAPIST},
        verbose_name=_("therapist"),
    )
    born_on = models.DateField(_("born on"), null=True, blank=True, validators=[validate_birthday])
    sex_for_norms = models.CharField(
        _("sex, for test norms"), max_length=6, choices=[("female", _("Female")), ("male", _("Male"))], blank=True
    )
    phone = models.CharField(
        _("phone number"), max_length=40, blank=True, validators=[no_control_characters],
        help_text=_("Called when warning signs stop training."),
    )  # fmt: skip
    unit = models.CharField(_("trains in"), max_length=2, choices=Unit.choices, default=Unit.LB)
    time_zone = models.CharField(
        _("time zone"), max_length=64, default=clinic_time_zone, validators=[validate_time_zone]
    )
    goal_race = models.CharField(_("goal race"), max_length=120, blank=True, validators=[no_control_characters])
    goal_race_on = models.DateField(_("race day"), null=True, blank=True, validators=[validate_day])
    is_race_off = models.BooleanField(
        _("race not planned"), default=False, editable=False,
        help_text=_("Since training was stopped: whether the race is run is said on the way back."),
    )  # fmt: skip
    next_visit_at = models.DateTimeField(_("next visit"), null=True, blank=True, editable=False)
    pain_limit = models.PositiveSmallIntegerField(
        _("pain limit"),
        default=3,
        help_text=_("0 to 10. Above this, the athlete is told to stop or to lighten the load."),
    )
    conditions = models.JSONField(_("conditions"), default=list, blank=True, validators=[validate_conditions])
    equipment = models.ManyToManyField(
        Equipment,
        blank=True,
        related_name="+",
        verbose_name=_("equipment at hand"),
        help_text=_("The grid offers exercises that match it. Leave empty if nobody has asked."),
    )
    stopped_at = models.DateTimeField(_("training stopped"), null=True, blank=True, editable=False)
    returned_on = models.DateField(_("back in training from"), null=True, blank=True, editable=False)
    evaluated_at = models.DateTimeField(_("rules last looked"), null=True, blank=True, editable=False)
    plyometrics_off_until = models.DateField(_("no plyometrics until"), null=True, blank=True, editable=False)
    notes = models.TextField(_("notes"), max_length=2000, blank=True, help_text=_("Never shown to the athlete."))
    wants_reminders = models.BooleanField(_("weekly reminder"), default=True)
    wants_nudges = models.BooleanField(_("second mail in a week with nothing logged"), default=True)
    wants_morning_mail = models.BooleanField(_("mail on the morning after a session"), default=False)
    reminder_weekday = models.PositiveSmallIntegerField(
        _("reminder day"), choices=REMINDER_DAYS, default=clinic_reminder_day, null=True, blank=True,
        help_text=_("Without one it comes on the day before the first session of the week."),
    )  # fmt: skip
    reminder_hour = models.PositiveSmallIntegerField(
        _("reminder hour"), choices=[(hour, _hour_lazy(hour)) for hour in REMINDER_HOURS], default=18
    )
    reminders_paused_until = models.DateField(
        _("mail paused until"), null=True, blank=True, editable=False, validators=[validate_day]
    )
    reminders_since = models.DateTimeField(null=True, blank=True, editable=False)
    has_ignored_reminders = models.BooleanField(
        _("reminder stopped, unanswered"),
        default=False,
        editable=False,
        help_text=_("Three weeks of reminders went unanswered, so the weekly mail stopped."),
    )
    welcomed_at = models.DateTimeField(_("first steps done"), null=True, blank=True, editable=False)
    calendar_key = models.UUIDField(default=uuid.uuid4, editable=False)
    erasure_asked_at = models.DateTimeField(_("asked for erasure"), null=True, blank=True, editable=False)
    erasure_asked_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, editable=False, related_name="+",
        verbose_name=_("who asked for erasure"),
    )  # fmt: skip
    legal_hold = models.CharField(
        _("legal hold"), max_length=MAX_HOLD, blank=True, editable=False, validators=[no_control_characters],
        help_text=_("Why nothing of this record may be erased."),
    )  # fmt: skip
    archived_at = models.DateTimeField(_("archived"), null=True, blank=True, editable=False)
    archive_reason = models.CharField(
        _("reason for archiving"), max_length=10, choices=ArchiveReason.choices, blank=True, editable=False
    )
    reminder_due_at = models.DateTimeField(_("next reminder"), null=True, blank=True, editable=False)
    nudge_due_at = models.DateTimeField(null=True, blank=True, editable=False)
    morning_due_at = models.DateTimeField(null=True, blank=True, editable=False)
    strength_push_due_at = models.DateTimeField(null=True, blank=True, editable=False)
    morning_push_due_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = AthleteQuerySet.as_manager()

    class Meta:
        ordering = ["user__name"]
        verbose_name = _("athlete")
        verbose_name_plural = _("athletes")
        indexes = [
            models.Index(
                fields=["reminder_due_at"], name="athlete_reminder_due", condition=Q(reminder_due_at__isnull=False)
            ),
            models.Index(fields=["nudge_due_at"], name="athlete_nudge_due", condition=Q(nudge_due_at__isnull=False)),
            models.Index(
                fields=["morning_due_at"], name="athlete_morning_due", condition=Q(morning_due_at__isnull=False)
            ),
            models.Index(
                fields=["strength_push_due_at"],
                name="athlete_strength_push_due",
                condition=Q(strength_push_due_at__isnull=False),
            ),
            models.Index(
                fields=["morning_push_due_at"],
                name="athlete_morning_push_due",
                condition=Q(morning_push_due_at__isnull=False),
            ),
        ]
        constraints = [
            like_a_time_zone("time_zone", model="athlete"),
            from_1900("born_on", model="athlete"),
            from_2000("returned_on", model="athlete"),
            from_2000("plyometrics_off_until", model="athlete"),
            from_2000("reminders_paused_until", model="athlete"),
            one_of("unit", Unit.values, model="athlete"),
            one_of("sex_for_norms", ["", "female", "male"], model="athlete"),
            from_2000("goal_race_on", model="athlete"),
            at_most("notes", TEXT, model="athlete"),
            models.CheckConstraint(
                condition=Q(reminder_weekday__range=(0, 6)),
                name="athlete_reminder_weekday",
                violation_error_message=_("Choose a day from Monday to Sunday."),
            ),
            models.CheckConstraint(
                condition=Q(reminder_hour__range=(REMINDER_HOURS[0], REMINDER_HOURS[-1])),
                name="athlete_reminder_hour",
                violation_error_message=_("Reminders are sent between 8 a.m. and 7 p.m."),
            ),
            models.CheckConstraint(
                condition=Q(pain_limit__range=(0, 10)),
                name="athlete_pain_limit",
                violation_error_message=_("The pain limit is 0 to 10."),
            ),
            models.CheckConstraint(
                condition=Q(archived_at__isnull=True, archive_reason="")
                | Q(archived_at__isnull=False, archive_reason__in=ArchiveReason.values),
                name="athlete_archived_has_a_reason",
                violation_error_message=_("An archived record has a reason, and any other has none."),
            ),
        ]

    def __str__(self) -> str:
        return self.user.name

    @property
    def owner_mark(self) -> str:
        """Tells one person from another on a shared phone, without saying who. Never changes: things wait under it."""
        return uuid.uuid5(OWNERS, str(self.pk)).hex

    @property
    def tzinfo(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @property
    def race_on(self) -> date | None:
        """The day of the goal race, as long as it is to be run."""
        return None if self.is_race_off else self.goal_race_on

    @property
    def has_stopped_mail(self) -> bool:
        """Whether the athlete wants no mail at all; one that stopped by itself, unanswered, is not their word."""
        return not self.wants_reminders and not self.has_ignored_reminders

    def today(self, at: datetime) -> date:
        """The date it is for this athlete at that instant."""
        return at.astimezone(self.tzinfo).date()

    def covering(self, at: datetime) -> models.QuerySet[User]:
        """Who stands in for the therapist on that day of the clinic, and can sign in; by name."""
        standing = self.covers.standing(clinic_day(at)).values("therapist_id")
        return User.objects.filter(pk__in=standing, is_active=True)


class AthleteImport(UploadedImport):
    """A table of athletes that somebody has uploaded: personal data, gone when it is imported or a day old.

    Its report keeps the keys of those it added: they may be invited.
    """

    class Meta(UploadedImport.Meta):
        verbose_name = _("import of athletes")
        verbose_name_plural = _("imports of athletes")
