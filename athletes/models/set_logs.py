"""Performed sets, and every value of a set that was replaced."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from programs.models import Exercise
from programs.models.fields import from_2000, in_halves, one_of
from programs.rules.prescription.dose import MAX_RPE, MIN_RPE, Load, Unit

from .athletes import Athlete, OwnedQuerySet
from .sessions import Session


class Side(models.TextChoices):
    BOTH = "", _("Both")
    LEFT = "left", _("Left")
    RIGHT = "right", _("Right")


class SetLogQuerySet(OwnedQuerySet):
    def kept(self) -> Self:
        return self.filter(is_deleted=False)


class SetLog(models.Model):
    """One performed set on one side. Its id comes from the phone; the highest (rev, edit_id) wins."""

    id = models.UUIDField(primary_key=True, editable=False)
    session = models.ForeignKey(Session, models.CASCADE, related_name="sets")
    athlete = models.ForeignKey(Athlete, models.CASCADE, related_name="+")
    exercise = models.ForeignKey(Exercise, models.PROTECT, related_name="+")
    #: A plain number: the row may be gone from the plan, and what was done of it stays.
    prescription_id = models.PositiveBigIntegerField(
        null=True,
        blank=True,
        help_text=_("The prescription whose frozen target this set answers; none for an extra set."),
    )
    number = models.PositiveSmallIntegerField(_("set"))
    side = models.CharField(_("side"), max_length=5, choices=Side.choices, blank=True)
    reps = models.PositiveSmallIntegerField(_("repetitions"), null=True, blank=True)
    seconds = models.PositiveSmallIntegerField(_("seconds"), null=True, blank=True)
    load_kg = models.DecimalField(_("load (kg)"), max_digits=8, decimal_places=4, null=True, blank=True)
    load_unit = models.CharField(max_length=2, choices=[("kg", "kg"), ("lb", "lb")], default="kg")
    rpe = models.DecimalField(_("RPE"), max_digits=3, decimal_places=1, null=True, blank=True)
    performed_on = models.DateField(_("on"))
    done_at = models.DateTimeField(_("phone's clock"), null=True, blank=True)
    received_at = models.DateTimeField(_("received at"))
    rev = models.PositiveIntegerField(default=1)
    edit_id = models.UUIDField()
    is_deleted = models.BooleanField(default=False)

    objects = SetLogQuerySet.as_manager()

    class Meta:
        ordering = ["session_id", "prescription_id", "number", "side"]
        verbose_name = _("set")
        verbose_name_plural = _("sets")
        indexes = [
            models.Index(fields=["athlete", "exercise", "-performed_on"], name="setlog_last_time"),
        ]
        constraints = [
            in_halves("rpe", MIN_RPE, MAX_RPE, model="setlog"),
            one_of("side", Side.values, model="setlog"),
            one_of("load_unit", ["kg", "lb"], model="setlog"),
            from_2000("performed_on", model="setlog"),
            models.CheckConstraint(
                condition=Q(reps__isnull=False, seconds__isnull=True, reps__lte=1000)
                | Q(reps__isnull=True, seconds__isnull=False, seconds__lte=7200),
                name="setlog_repetitions_or_seconds",
                violation_error_message=_("A set has 0 to 1,000 repetitions or 0 to 7,200 seconds, and not both."),
            ),
            models.CheckConstraint(
                condition=Q(load_kg__isnull=True) | Q(load_kg__range=(0, 1000)),
                name="setlog_load_range",
                violation_error_message=_("Load is 0 to 1,000 kg."),
            ),
            models.CheckConstraint(
                condition=Q(number__range=(1, 99)),
                name="setlog_number_range",
                violation_error_message=_("Sets are numbered 1 to 99."),
            ),
        ]

    def __str__(self) -> str:
        return self.amount

    @property
    def load(self) -> Load | None:
        if self.load_kg is None:
            return None
        unit: Unit = "lb" if self.load_unit == "lb" else "kg"
        return Load.from_kg(self.load_kg, unit)

    @property
    def amount(self) -> str:
        """What was done, short: “24 kg × 8”, “12”, “30 s”."""
        work = f"{self.seconds} s" if self.reps is None else f"{self.reps}"
        load = self.load
        if load is None or not load.amount:
            return work
        return f"{load.amount} {load.unit} × {work}"


class SetEditOutcome(models.TextChoices):
    FORMER = "former", _("replaced by a later edit")
    LOSING = "losing", _("arrived later but was older")


class SetEdit(models.Model):
    """A value of a set that lost or was replaced. Nothing that was ever logged is unreadable."""

    Outcome = SetEditOutcome  # written above, where Meta sees it

    athlete = models.ForeignKey(Athlete, models.CASCADE, related_name="+")
    set_log = models.ForeignKey(SetLog, models.CASCADE, related_name="edits")
    outcome = models.CharField(max_length=6, choices=Outcome.choices)
    rev = models.PositiveIntegerField()
    edit_id = models.UUIDField()
    values: Any = models.JSONField()
    at = models.DateTimeField()

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ["set_log_id", "rev", "id"]
        constraints = [
            one_of("outcome", SetEditOutcome.values, model="setedit"),
            models.UniqueConstraint(
                fields=["set_log", "rev", "edit_id"],
                name="setedit_once_per_edit",
                violation_error_message=_("This edit is already stored."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()}: {self.values}"


class ExerciseNote(models.Model):
    """What an athlete notes about an exercise for the next time: the seat, the band. An empty one was taken back.

    written_at -- when it was typed, by the phone's clock where that is believable; received_at -- when it arrived
    """

    athlete = models.ForeignKey(Athlete, models.CASCADE, related_name="exercise_notes", verbose_name=_("athlete"))
    exercise = models.ForeignKey(Exercise, models.PROTECT, related_name="+", verbose_name=_("exercise"))
    text = models.CharField(_("note"), max_length=200, blank=True)
    written_at = models.DateTimeField(_("written at"))
    received_at = models.DateTimeField(_("received at"))

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ["-written_at"]
        verbose_name = _("note on an exercise")
        verbose_name_plural = _("notes on exercises")
        constraints = [
            models.UniqueConstraint(
                fields=["athlete", "exercise"],
                name="one_note_per_exercise",
                violation_error_message=_("There is a note on this exercise."),
            )
        ]

    def __str__(self) -> str:
        return self.text
