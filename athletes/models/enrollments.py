"""An athlete follows a program from a date, on two strength days; at most one at a time, and one that comes after."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Mod
from django.utils.translation import gettext_lazy as _

from programs.models import Program
from programs.models.fields import from_2000, one_of

from .athletes import Athlete, OwnedQuerySet, Weekday, validate_day
from .users import User


class EnrollmentStatus(models.TextChoices):
    UPCOMING = "upcoming", _("Begins later")
    ACTIVE = "active", _("Active")
    FINISHED = "finished", _("Finished")


class EnrollmentQuerySet(OwnedQuerySet):
    def active(self) -> Self:
        return self.filter(status=EnrollmentStatus.ACTIVE)

    def upcoming(self) -> Self:
        """Those that wait for the one before them to end."""
        return self.filter(status=EnrollmentStatus.UPCOMING)

    def followed_first(self) -> Self:
        """The one that is followed, then those that have ended, the latest start first: one may have ended before it
        began.
        """
        is_active = models.Case(models.When(status=EnrollmentStatus.ACTIVE, then=0), default=1)
        begun = self.exclude(status=EnrollmentStatus.UPCOMING)
        return begun.order_by(is_active, "-starts_on", "-id")

    def not_paused(self, on: date) -> Self:
        """Those that go on that day; what a pause has moved lies after it."""
        return self.exclude(paused_until__gt=on)


class Enrollment(models.Model):
    """An athlete follows a program from a date, on two strength days.

    One that begins later has no sessions yet: they are dated when the program before it has ended.
    """

    athlete = models.ForeignKey(Athlete, models.CASCADE, related_name="enrollments", verbose_name=_("athlete"))
    program = models.ForeignKey(Program, models.PROTECT, related_name="enrollments", verbose_name=_("program"))
    starts_on = models.DateField(_("starts on"), validators=[validate_day])
    ends_on = models.DateField(_("ends on"))
    paused_until = models.DateField(_("paused until"), null=True, blank=True)
    first_weekday = models.PositiveSmallIntegerField(_("first strength day"), choices=Weekday.choices)
    second_weekday = models.PositiveSmallIntegerField(_("second strength day"), choices=Weekday.choices)
    awaited_phase = models.CharField(
        _("phase not earned yet"), max_length=120, blank=True, editable=False,
        help_text=_("Its code or name. Until it is met, the week before it repeats."),
    )  # fmt: skip
    repeats = models.PositiveSmallIntegerField(_("times repeated for it"), default=0, editable=False)
    opened_phase = models.CharField(_("phase opened by the therapist"), max_length=120, blank=True, editable=False)
    status = models.CharField(
        _("status"), max_length=8, choices=EnrollmentStatus.choices, default=EnrollmentStatus.ACTIVE
    )
    prescribed_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", verbose_name=_("by"))
    prescribed_at = models.DateTimeField(_("prescribed at"))

    objects = EnrollmentQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "-id"]
        verbose_name = _("prescribed program")
        verbose_name_plural = _("prescribed programs")
        constraints = [
            from_2000("paused_until", model="enrollment"),
            one_of("status", EnrollmentStatus.values, model="enrollment"),
            models.UniqueConstraint(
                fields=["athlete"],
                condition=Q(status="active"),
                name="enrollment_one_active_per_athlete",
                violation_error_message=_("This athlete already follows a program. Finish that one first."),
            ),
            models.UniqueConstraint(
                fields=["athlete"],
                condition=Q(status="upcoming"),
                name="enrollment_one_upcoming_per_athlete",
                violation_error_message=_("Another program is already waiting for this athlete."),
            ),
            models.CheckConstraint(
                condition=Q(starts_on__gte=date(2000, 1, 1)),
                name="enrollment_starts_after_2000",
                violation_error_message=_("Give a day from 2000 on."),
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="enrollment_ends_after_it_starts",
                violation_error_message=_("The program cannot end before it starts."),
            ),
            models.CheckConstraint(
                condition=Q(first_weekday__range=(0, 6), second_weekday__range=(0, 6)),
                name="enrollment_weekdays",
                violation_error_message=_("Choose days from Monday to Sunday."),
            ),
            models.CheckConstraint(
                condition=models.lookups.GreaterThanOrEqual(Mod(F("second_weekday") - F("first_weekday") + 7, 7), 2)
                & models.lookups.LessThanOrEqual(Mod(F("second_weekday") - F("first_weekday") + 7, 7), 5),
                name="enrollment_days_not_consecutive",
                violation_error_message=_(
                    "Strength days need a day between them. Sunday and Monday are back to back, too."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.athlete} · {self.program}"

    def is_running_on(self, day: date) -> bool:
        """Whether it is followed, or still to begin, on that day."""
        return self.status == EnrollmentStatus.ACTIVE and self.ends_on >= day
