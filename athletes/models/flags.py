"""Flags: facts for the therapist, raised by rule once per cause, that leave only by an act."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from programs.models import Exercise
from programs.rules.dose import Load, Unit
from programs.rules.progression import RAISES

from .owned import OwnedQuerySet
from .people import Athlete, User
from .training import Session, SessionStatus

_NAMESPACE = uuid.UUID("6f1d5f0e-7a0b-4f0c-9a53-0f4f6a2f9b11")


class FlagKind(models.TextChoices):
    """What a flag says, the most urgent first. What each kind means and carries: ``athletes/problems/kinds.py``."""

    STOP = "stop", _("Stop")
    PAIN = "pain", _("Pain over limit")
    MORNING = "morning", _("Mornings getting worse")
    PERSISTENT = "persistent", _("Discomfort that stays")
    CHECK_IN = "check_in", _("Weekly check: a lot")
    MESSAGE = "message", _("Wrote to you")
    MISSED = "missed", _("Missed")
    SILENT = "silent", _("Silent")
    UNANSWERED = "unanswered", _("Reminders unanswered")
    RUN_SPIKE = "run_spike", _("A much longer run")
    RACE = "race", _("Too near the race")
    PHASE = "phase", _("Next phase not earned")
    BARRIER = "barrier", _("The same barrier again")
    HEAVY = "heavy", _("Too heavy")
    STEP = "step", _("Above the plyometric step")
    LIGHTER = "lighter", _("Lighter for now")
    STALLED = "stalled", _("Load stands still")
    LIGHT = "light", _("Stays light")
    READY = "ready", _("Ready to progress")
    GATE = "gate", _("Ready for plyometrics")


class FlagQuerySet(OwnedQuerySet):
    def open(self) -> Self:
        """Those that nobody has resolved."""
        return self.filter(resolved_at__isnull=True)

    def stops(self) -> Self:
        """Those that stop training; only lifting ends them."""
        return self.filter(kind=FlagKind.STOP)

    def waiting(self, at: datetime) -> Self:
        """Open ones that nobody has put off until later."""
        return self.open().exclude(snoozed_until__gt=at)


class Flag(models.Model):
    """One fact. Its key is made of athlete, kind and cause, so that raising it again is the same row."""

    id = models.UUIDField(primary_key=True, editable=False)
    athlete = models.ForeignKey(Athlete, models.CASCADE, related_name="flags", verbose_name=_("athlete"))
    kind = models.CharField(_("kind"), max_length=10, choices=FlagKind.choices)
    cause = models.CharField(_("cause"), max_length=120)
    figures: Any = models.JSONField(_("figures"), default=dict)
    raised_at = models.DateTimeField(_("raised"))
    due_at = models.DateTimeField(_("due"), null=True, blank=True)
    snoozed_until = models.DateTimeField(_("put off until"), null=True, blank=True)
    acknowledged_at = models.DateTimeField(_("seen"), null=True, blank=True)
    resolved_at = models.DateTimeField(_("resolved"), null=True, blank=True)

    objects = FlagQuerySet.as_manager()

    class Meta:
        ordering = ["-raised_at"]
        verbose_name = _("flag")
        verbose_name_plural = _("flags")
        indexes = [models.Index(fields=["athlete"], name="flag_open", condition=Q(resolved_at__isnull=True))]
        constraints = [
            models.UniqueConstraint(
                fields=["athlete", "kind", "cause"],
                name="flag_once_per_cause",
                violation_error_message=_("This flag stands there already."),
            )
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())

    @property
    def state(self) -> str:
        if self.resolved_at:
            return str(_("resolved"))
        return str(_("seen")) if self.acknowledged_at else str(_("open"))

    @staticmethod
    def key(athlete_id: int, kind: str, cause: str) -> uuid.UUID:
        return uuid.uuid5(_NAMESPACE, f"{athlete_id}/{kind}/{cause}")


class FlagAct(models.Model):
    """What somebody did about a flag: who, when, and the note."""

    class Kind(models.TextChoices):
        ACKNOWLEDGED = "acknowledged", _("seen")
        NOTED = "noted", _("note")
        SNOOZED = "snoozed", _("put off")
        RESOLVED = "resolved", _("resolved")
        LIFTED = "lifted", _("stop lifted")

    athlete = models.ForeignKey(Athlete, models.CASCADE, related_name="+", verbose_name=_("athlete"))
    flag = models.ForeignKey(Flag, models.CASCADE, related_name="acts", verbose_name=_("flag"))
    kind = models.CharField(_("what"), max_length=12, choices=Kind.choices)
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"))
    note = models.CharField(_("note"), max_length=2000, blank=True)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-id"]
        verbose_name = _("act")
        verbose_name_plural = _("acts")

    def __str__(self) -> str:
        return f"{self.get_kind_display()}"


class SuggestionState(models.TextChoices):
    WAITING = "waiting", _("Waits for the therapist")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn by pain")


class SuggestionQuerySet(OwnedQuerySet):
    def waiting(self) -> Self:
        """Those that a therapist may still decide about: their session has not begun."""
        return self.filter(state=SuggestionState.WAITING, session__status=SessionStatus.PLANNED)


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
            models.UniqueConstraint(
                fields=["session", "target"],
                name="suggestion_once_per_target",
                violation_error_message=_("There is a suggestion for this exercise already."),
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
    def load(self) -> Load | None:
        unit: Unit = "lb" if self.load_unit == "lb" else "kg"
        return None if self.load_kg is None else Load.from_kg(self.load_kg, unit)

    @property
    def is_raise(self) -> bool:
        return self.change in RAISES

    @staticmethod
    def key(session_id: uuid.UUID, target: int) -> uuid.UUID:
        return uuid.uuid5(session_id, f"suggestion/{target}")
