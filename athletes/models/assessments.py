"""What is measured of an athlete: tests by the therapist, and totals of questionnaires, never their items."""

from __future__ import annotations

from decimal import Decimal
from functools import reduce
from operator import or_

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from programs.models.fields import from_2000, no_control_characters, one_of
from programs.rules.outcomes import BY_CODE, MEASURES, Questionnaire

from .athletes import Athlete, OwnedQuerySet, validate_day
from .set_logs import Side
from .users import User


class OutcomeMeasure(models.TextChoices):
    VISA_A = "visa_a", _("VISA-A")
    TENDINS_A = "tendins_a", _("TENDINS-A")
    AKPS = "akps", _("AKPS (Kujala)")
    LEFS = "lefs", _("LEFS")
    UWRI = "uwri", _("UWRI")
    PSFS = "psfs", _("PSFS")


def _in_range(measure: Questionnaire) -> Q:
    return Q(measure=measure.code, total__range=(measure.low, measure.high))


class OutcomeTotal(models.Model):
    """One total of one measure on one day. version -- of the form; activity -- what a PSFS was asked about."""

    athlete = models.ForeignKey(Athlete, models.CASCADE, related_name="outcomes", verbose_name=_("athlete"))
    measure = models.CharField(_("measure"), max_length=9, choices=OutcomeMeasure.choices)
    version = models.CharField(_("version"), max_length=40, blank=True, validators=[no_control_characters])
    activity = models.CharField(_("activity"), max_length=80, blank=True, validators=[no_control_characters])
    side = models.CharField(_("side"), max_length=5, choices=Side.choices, blank=True)
    total = models.DecimalField(_("total"), max_digits=4, decimal_places=1)
    taken_on = models.DateField(_("taken on"), validators=[validate_day])
    entered_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", verbose_name=_("by"))
    entered_at = models.DateTimeField(_("entered at"))

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ["taken_on", "id"]
        verbose_name = _("outcome total")
        verbose_name_plural = _("outcome totals")
        constraints = [
            one_of("measure", OutcomeMeasure.values, model="outcome"),
            one_of("side", Side.values, model="outcome"),
            from_2000("taken_on", model="outcome"),
            models.UniqueConstraint(
                fields=["athlete", "measure", "side", "activity", "taken_on"],
                name="outcome_once_a_day",
                violation_error_message=_("This measure is already recorded for that day."),
            ),
            models.CheckConstraint(
                condition=reduce(or_, map(_in_range, MEASURES)),
                name="outcome_total_in_range",
                violation_error_message=_("The total is outside the range of this measure."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_measure_display()} {Decimal(self.total).normalize():f}"

    @property
    def rule(self) -> Questionnaire:
        return BY_CODE[self.measure]


# -- tests -------------------------------------------------------------------------------------


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
            one_of("kind", AssessmentKind.values, model="assessment"),
            from_2000("tested_on", model="assessment"),
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
