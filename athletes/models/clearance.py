"""A therapist's word that something may be done: jumps (clinical.md 3.2), and training after a stop (safety.md 4)."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from programs.models.fields import TEXT, at_most, from_2000, no_control_characters, one_of

from .athletes import Athlete, OwnedQuerySet
from .users import User

# -- jumps -------------------------------------------------------------------------------------


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
                violation_error_message=_("A clearance can be withdrawn only after it was given."),
            ),
        ]

    def __str__(self) -> str:
        return self.get_step_display()


# -- training, after a stop --------------------------------------------------------------------


class Criterion(models.TextChoices):
    """What is asked before a bone is loaded again (clinical.md 2.5)."""

    TENDERNESS = "tenderness", _("No tenderness on the bone")
    WALKING = "walking", _("Walks without pain")
    IMAGING = "imaging", _("Imaging, where the site is high-risk")
    TESTS = "tests", _("Strength and load tests")
    FACTORS = "factors", _("Load, energy and shoes are addressed")


class CriterionAnswer(models.TextChoices):
    MET = "met", _("Met")
    NOT_MET = "not_met", _("Not met")
    NOT_APPLICABLE = "na", _("N/A")


class RaceAnswer(models.TextChoices):
    YES = "yes", _("Yes")
    NO = "no", _("No")
    LATER = "later", _("To be decided")


class ReturnToTraining(models.Model):
    """One stop that ended. criteria -- by code: the answer, and why where it does not apply; empty of no bone."""

    athlete = models.ForeignKey(Athlete, models.CASCADE, related_name="returns", verbose_name=_("athlete"))
    stopped_at = models.DateTimeField(_("stopped"))
    found = models.TextField(_("what was found"), max_length=2000)
    criteria: Any = models.JSONField(_("criteria"), default=dict, blank=True)
    cleared_by = models.CharField(_("cleared by"), max_length=120, blank=True, validators=[no_control_characters])
    cleared_on = models.DateField(_("cleared on"), null=True, blank=True)
    week = models.PositiveSmallIntegerField(_("begins with week"), null=True, blank=True)
    from_on = models.DateField(_("from"))
    race = models.CharField(_("race"), max_length=5, choices=RaceAnswer.choices, blank=True)
    signed_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", verbose_name=_("signed by"))
    signed_at = models.DateTimeField(_("signed at"))

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ["-signed_at"]
        verbose_name = _("return to training")
        verbose_name_plural = _("returns to training")
        constraints = [
            one_of("race", ["", *RaceAnswer.values], model="return"),
            from_2000("cleared_on", model="return"),
            from_2000("from_on", model="return"),
            at_most("found", TEXT, model="return"),
            models.CheckConstraint(
                condition=~Q(found=""),
                name="return_says_what_was_found",
                violation_error_message=_("Write down what was found."),
            ),
            models.CheckConstraint(
                condition=Q(cleared_by="") | Q(cleared_on__isnull=False),
                name="return_cleared_on_a_day",
                violation_error_message=_("Say when it was cleared."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.athlete} · {self.from_on}"
