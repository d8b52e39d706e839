"""Another therapist stands in for a while: from one day of the clinic to another, both included, and why."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from athletes.models.users import Role, User
from programs.models.fields import from_2000, no_control_characters

MAX_REASON = 200


class CoverQuerySet(models.QuerySet["Cover"]):
    def standing(self, on: date) -> Self:
        """Those that hold on that day of the clinic: the first and the last day count, an ended one does not."""
        not_over = Q(until_on__isnull=True) | Q(until_on__gte=on)
        return self.filter(not_over, from_on__lte=on, ended_at__isnull=True)

    def not_over(self, on: date) -> Self:
        """Those that hold on that day or later."""
        return self.filter(Q(until_on__isnull=True) | Q(until_on__gte=on), ended_at__isnull=True)


class Cover(models.Model):
    """One therapist stands in for the athlete's own. until_on -- the last day; None: until somebody ends it"""

    athlete = models.ForeignKey("athletes.Athlete", models.CASCADE, related_name="covers", verbose_name=_("athlete"))
    therapist = models.ForeignKey(
        User,
        models.CASCADE,
        related_name="covers",
        limit_choices_to={"role": Role.THERAPIST},
        verbose_name=_("covering therapist"),
    )
    from_on = models.DateField(_("first day"))
    until_on = models.DateField(_("last day"), null=True, blank=True)
    reason = models.CharField(_("why"), max_length=MAX_REASON, validators=[no_control_characters])
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"))
    ended_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", verbose_name=_("ended by"))
    ended_at = models.DateTimeField(_("ended early"), null=True, blank=True)

    objects = CoverQuerySet.as_manager()

    class Meta:
        ordering = ["-from_on", "-id"]
        verbose_name = _("cover")
        verbose_name_plural = _("covers")
        indexes = [models.Index(fields=["therapist", "from_on"], name="cover_therapist_from")]
        constraints = [
            from_2000("from_on", model="cover"),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")),
                name="cover_ends_after_it_begins",
                violation_error_message=_("The last day is the first day, or later."),
            ),
            models.CheckConstraint(
                condition=~Q(reason=""), name="cover_has_a_reason", violation_error_message=_("Say why.")
            ),
        ]

    def __str__(self) -> str:
        return str(self.therapist)
