"""Discovery calls: somebody who is nobody's athlete yet asks the clinic to call."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.utils.translation import gettext_lazy as _

from athletes.localtime import clinic_day, clinic_time_zone, instant
from athletes.workdays import is_overdue, last_overdue_day, working_days_between
from programs.models.fields import NAME, TEXT, from_2000, no_control_characters, one_of

from .athletes import Athlete, validate_day
from .users import User

#: How long calls that became nothing are kept after the last word on them.
KEPT = timedelta(days=365)

no_links = RegexValidator(r"://|www\.", message=_("Write your name without a link."), inverse_match=True)
validate_phone = RegexValidator(
    r"^\+?(?:[ ()./-]*[0-9]){7,15}[ ()./-]*$", message=_("Write the number in digits, like (617) 555-0142.")
)


class CallState(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    CALLED = "called", _("Called")
    BECAME_ATHLETE = "became_athlete", _("Became an athlete")
    DECLINED = "declined", _("Not a fit")


#: The order of the list: who waits, longest first; then the others, the latest first.
WAITING_FIRST = (
    Case(When(state=CallState.WAITING, then=Value(0)), default=Value(1)).asc(),
    Case(When(state=CallState.WAITING, then="asked_at"), output_field=models.DateTimeField()).asc(),
    F("asked_at").desc(),
)


class DiscoveryCallQuerySet(models.QuerySet["DiscoveryCall"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Staff share the calls that are open; what came of the others is seen by who answered or cares."""
        if not user.is_authenticated or not user.is_active or user.is_athlete:
            return self.none()
        if user.sees_everyone:
            return self
        mine = Athlete.objects.visible_to(user).values("pk")
        is_open = Q(state__in=[CallState.WAITING, CallState.CALLED])
        return self.filter(is_open | Q(state=CallState.DECLINED, handled_by=user) | Q(athlete__in=mine))

    def waiting(self) -> Self:
        """Nobody has called yet; who waits longest first."""
        return self.filter(state=CallState.WAITING).order_by("asked_at", "pk")

    def overdue(self, at: datetime) -> Self:
        """Waiting for longer than the clinic promises."""
        first_day_in_time = last_overdue_day(clinic_day(at)) + timedelta(days=1)
        return self.waiting().filter(asked_at__lt=instant(clinic_time_zone(), first_day_in_time, time()))

    def forgettable(self, at: datetime) -> Self:
        """Became nothing, and nothing was said about them for a year."""
        quiet = Q(handled_at__lt=at - KEPT) | Q(handled_at__isnull=True, asked_at__lt=at - KEPT)
        return self.exclude(state=CallState.BECAME_ATHLETE).filter(quiet)


class DiscoveryCall(models.Model):
    """One request for a call, and what came of it."""

    name = models.CharField(_("name"), max_length=NAME, validators=[no_control_characters, no_links])
    email = models.EmailField(_("e-mail"))
    phone = models.CharField(_("phone"), max_length=40, blank=True, validators=[validate_phone])
    goal_race = models.CharField(_("goal race"), max_length=NAME, blank=True, validators=[no_control_characters])
    goal_race_on = models.DateField(_("race day"), null=True, blank=True, validators=[validate_day])
    story = models.CharField(_("what is going on"), max_length=TEXT)
    times = models.CharField(_("times that suit"), max_length=200)
    asked_at = models.DateTimeField(_("asked"))
    state = models.CharField(_("state"), max_length=14, choices=CallState.choices, default=CallState.WAITING)
    handled_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="handled_calls", verbose_name=_("handled by")
    )
    handled_at = models.DateTimeField(_("handled"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=TEXT, blank=True)
    athlete = models.ForeignKey(
        Athlete, models.CASCADE, null=True, blank=True, related_name="calls", verbose_name=_("athlete")
    )

    objects = DiscoveryCallQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-id"]
        verbose_name = _("discovery call")
        verbose_name_plural = _("discovery calls")
        indexes = [models.Index(fields=["asked_at"], name="call_waiting", condition=Q(state="waiting"))]
        constraints = [
            one_of("state", CallState.values, model="call"),
            from_2000("goal_race_on", model="call"),
            models.UniqueConstraint(
                fields=["email"],
                name="call_one_waiting_per_address",
                condition=Q(state="waiting"),
                violation_error_message=_("This address is already waiting for a call."),
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", handled_at__isnull=True)
                | (~Q(state="waiting") & Q(handled_at__isnull=False)),
                name="call_handled_has_a_time",
                violation_error_message=_("A call that was handled has a time, and a waiting one has none."),
            ),
            models.CheckConstraint(
                condition=Q(state="became_athlete", athlete__isnull=False)
                | (~Q(state="became_athlete") & Q(athlete__isnull=True)),
                name="call_became_an_athlete",
                violation_error_message=_("Only a call that became an athlete names one."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def asked_on(self) -> date:
        """The day at the clinic."""
        return clinic_day(self.asked_at)

    def waited(self, today: date) -> int:
        """Working days since it was asked for."""
        return working_days_between(self.asked_on, today)

    def is_overdue(self, today: date) -> bool:
        return self.state == CallState.WAITING and is_overdue(self.asked_on, today)
