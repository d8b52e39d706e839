"""The plyometric gate's last word: a therapist cleared this athlete (clinical.md 3.2 and 3.3)."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .athletes import Athlete, OwnedQuerySet, validate_day
from .users import User


class PlyometricStep(models.IntegerChoices):
    """Where plyometrics start (clinical.md 3.3)."""

    LAND_AND_BOUNCE = 1, _("P1 land and bounce")
    TWO_LEG_ELASTIC = 2, _("P2 two-leg elastic")
    SINGLE_LEG_LOW = 3, _("P3 single-leg low")
    REACTIVE = 4, _("P4 reactive")
    HIGH = 5, _("P5 high")


class ClearanceQuerySet(OwnedQuerySet):
    def standing(self) -> Self:
        """Clearances that hold: given and not withdrawn."""
        return self.filter(withdrawn_at__isnull=True)


class Clearance(models.Model):
    """Plyometric rows are part of this athlete's sessions. Without one that stands they wait."""

    athlete = models.ForeignKey(Athlete, models.CASCADE, related_name="clearances", verbose_name=_("athlete"))
    step = models.PositiveSmallIntegerField(
        _("starting step"), choices=PlyometricStep.choices, default=PlyometricStep.LAND_AND_BOUNCE
    )
    cleared_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", verbose_name=_("cleared by"))
    cleared_at = models.DateTimeField(_("cleared at"))
    withdrawn_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", verbose_name=_("withdrawn by"))
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)

    objects = ClearanceQuerySet.as_manager()

    class Meta:
        ordering = ["-cleared_at"]
        verbose_name = _("plyometric clearance")
        verbose_name_plural = _("plyometric clearances")
        constraints = [
            models.UniqueConstraint(
                fields=["athlete"],
                condition=Q(withdrawn_at__isnull=True),
                name="clearance_one_standing_per_athlete",
                violation_error_message=_("This athlete is already cleared."),
            ),
            models.CheckConstraint(
                condition=Q(step__range=(1, 5)),
                name="clearance_step",
                violation_error_message=_("Choose a step from P1 to P5."),
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gte=F("cleared_at")),
                name="clearance_withdrawn_after_given",
                violation_error_message=_("A clearance is withdrawn after it was given."),
            ),
        ]

    def __str__(self) -> str:
        return self.get_step_display()


class AssessmentKind(models.TextChoices):
    HEEL_RAISE = "heel_raise", _("Single-leg heel raises to fatigue")
    DOUBLE_HEEL_RAISE = "double_raise", _("Two-leg heel raises")
    STEP_DOWN = "step_down", _("Clean step-downs of 5")
    HOP = "hop", _("Single-leg hop (cm)")


class Assessment(models.Model):
    """One test by the therapist: what the plyometric gate and the phases ask for (clinical.md 3.2)."""

    athlete = models.ForeignKey(Athlete, models.CASCADE, related_name="assessments", verbose_name=_("athlete"))
    kind = models.CharField(_("test"), max_length=12, choices=AssessmentKind.choices)
    left = models.PositiveSmallIntegerField(
        _("left"), help_text=_("For a test of both legs at once, enter the same figure in both.")
    )
    right = models.PositiveSmallIntegerField(_("right"))
    tested_on = models.DateField(_("on"), validators=[validate_day])
    tested_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, editable=False, related_name="+", verbose_name=_("by")
    )

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ["-tested_on", "-id"]
        verbose_name = _("test")
        verbose_name_plural = _("tests")
        constraints = [
            models.UniqueConstraint(
                fields=["athlete", "kind", "tested_on"],
                name="assessment_once_a_day",
                violation_error_message=_("This test is already recorded for that day."),
            ),
            models.CheckConstraint(
                condition=Q(left__range=(0, 500), right__range=(0, 500)),
                name="assessment_range",
                violation_error_message=_("Give figures from 0 to 500."),
            ),
            models.CheckConstraint(
                condition=~Q(kind="step_down") | Q(left__lte=5, right__lte=5),
                name="assessment_step_downs_of_five",
                violation_error_message=_("At most five of five step-downs can be clean."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.left} / {self.right}"
