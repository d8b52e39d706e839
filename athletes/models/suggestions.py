"""What the rules advise for the coming sessions, and what the therapist decided."""

from __future__ import annotations

import uuid
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from programs.models import Exercise
from programs.models.fields import one_of
from programs.rules.advice import RAISES
from programs.rules.prescription.dose import Load, Unit

from .athletes import Athlete, OwnedQuerySet
from .pain import place_name
from .sessions import Session, SessionStatus
from .users import User


class SuggestionState(models.TextChoices):
    WAITING = "waiting", _("Waiting for the therapist")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn by pain")


class SuggestionQuerySet(OwnedQuerySet):
    def waiting(self) -> Self:
        """Those that a therapist may still decide about: their session has not begun."""
        return self.filter(state=SuggestionState.WAITING, session__status=SessionStatus.PLANNED)

    def by_rule(self) -> Self:
        """Those that hold by themselves, of sessions that have not begun."""
        applied = self.filter(state=SuggestionState.ACCEPTED, decided_by__isnull=True)
        return applied.filter(session__status=SessionStatus.PLANNED).exclude(change__in=RAISES)


class Suggestion(models.Model):
    """What the rules advise for one exercise of one planned session. Accepted, it is part of its targets."""

    id = models.UUIDField(primary_key=True, editable=False)
    athlete = models.ForeignKey(Athlete, models.CASCADE, related_name="suggestions", verbose_name=_("athlete"))
    session = models.ForeignKey(Session, models.CASCADE, related_name="suggestions", verbose_name=_("session"))
    exercise = models.ForeignKey(Exercise, models.PROTECT, related_name="+", verbose_name=_("exercise"))
    target = models.PositiveBigIntegerField(_("prescription"))
    change = models.CharField(_("change"), max_length=10)
    reason = models.CharField(_("reason"), max_length=16)
    figures: Any = models.JSONField(_("figures"), default=dict)
    load_kg = models.DecimalField(_("load (kg)"), max_digits=8, decimal_places=4, null=True, blank=True)
    load_unit = models.CharField(max_length=2, choices=[("kg", "kg"), ("lb", "lb")], default="kg")
    reps = models.PositiveSmallIntegerField(_("repetitions"), null=True, blank=True)
    dose = models.CharField(
        _("dose"), max_length=80, blank=True, help_text=_("The whole dose that is due, as it is typed in the grid.")
    )
    instead = models.ForeignKey(
        Exercise, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("instead")
    )
    sets_off = models.PositiveSmallIntegerField(_("sets off"), default=0)
    state = models.CharField(_("state"), max_length=9, choices=SuggestionState.choices, default=SuggestionState.WAITING)
    made_at = models.DateTimeField(_("made at"))
    decided_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", verbose_name=_("decided by"))
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)

    objects = SuggestionQuerySet.as_manager()

    class Meta:
        ordering = ["session_id", "target"]
        verbose_name = _("suggestion")
        verbose_name_plural = _("suggestions")
        constraints = [
            one_of("load_unit", ["kg", "lb"], model="suggestion"),
            one_of("state", SuggestionState.values, model="suggestion"),
            models.UniqueConstraint(
                fields=["session", "target"],
                name="suggestion_once_per_target",
                violation_error_message=_("There is already a suggestion for this exercise."),
            ),
            models.CheckConstraint(
                condition=Q(load_kg__isnull=True) | Q(load_kg__range=(0, 1000)),
                name="suggestion_load_range",
                violation_error_message=_("Load is 0 to 1,000 kg."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.exercise}: {self.change}"

    @property
    def place(self) -> str:
        """Where it hurts, in the reader's words; empty where no place is why."""
        region = self.figures.get("region", "")
        return place_name(region, self.figures.get("side", "")) if region else self.figures.get("place", "")

    @property
    def load(self) -> Load | None:
        if self.load_kg is None:
            return None
        unit: Unit = "lb" if self.load_unit == "lb" else "kg"
        return Load.from_kg(self.load_kg, unit)

    @property
    def is_raise(self) -> bool:
        return self.change in RAISES

    @property
    def is_undecided(self) -> bool:
        """Whether it waits, or was applied by rule without anybody's word."""
        is_applied = self.state == SuggestionState.ACCEPTED and self.decided_by_id is None
        return is_applied or self.state == SuggestionState.WAITING

    @staticmethod
    def key(session_id: uuid.UUID, target: int) -> uuid.UUID:
        return uuid.uuid5(session_id, f"suggestion/{target}")
