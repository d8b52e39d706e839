"""The way back after a stop: what was found, what is met, and where training begins again (safety.md 4)."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from programs.models.fields import no_control_characters

from .athletes import Athlete, OwnedQuerySet
from .users import User


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
