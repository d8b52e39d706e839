"""Flags: facts for the therapist, raised by rule once per cause, that leave only by an act."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from programs.models.fields import one_of

from .athletes import Athlete, ChangingQuerySet, OwnedQuerySet
from .users import User

#: How long an athlete is asked where something hurt that was said without a place.
ASKED_FOR = timedelta(days=7)
_NAMESPACE = uuid.UUID("6f1d5f0e-7a0b-4f0c-9a53-0f4f6a2f9b11")


class FlagKind(models.TextChoices):
    """What a flag says, the most urgent first. What each kind means and carries: ``athletes/problems/kinds.py``."""

    STOP = "stop", _("Stop")
    SCREEN = "screen", _("Warning signs not answered")
    PAIN = "pain", _("Pain over limit")
    MORNING = "morning", _("Mornings getting worse")
    PERSISTENT = "persistent", _("Discomfort that stays")
    UNPLACED = "unplaced", _("Something hurt, not said where")
    UNSAID = "unsaid", _("Mornings not answered")
    CHECK_IN = "check_in", _("Weekly check: a lot")
    MESSAGE = "message", _("Wrote to you")
    MISSED = "missed", _("Missed")
    SILENT = "silent", _("Silent")
    UNANSWERED = "unanswered", _("Reminders unanswered")
    RUN_SPIKE = "run_spike", _("A much longer run")
    PHASE = "phase", _("Next phase not earned")
    BARRIER = "barrier", _("The same barrier again")
    HEAVY = "heavy", _("Too heavy")
    STEP = "step", _("Above the plyometric step")
    LIGHTER = "lighter", _("Lighter for now")
    STALLED = "stalled", _("Load is not moving up")
    LIGHT = "light", _("Stays light")
    READY = "ready", _("Ready to progress")
    GATE = "gate", _("Ready for plyometrics")


class FlagQuerySet(ChangingQuerySet):
    def open(self) -> Self:
        """Those that nobody has resolved."""
        return self.filter(resolved_at__isnull=True)

    def stops(self) -> Self:
        """Those that stop training; only lifting ends them."""
        return self.filter(kind=FlagKind.STOP)

    def waiting(self, at: datetime) -> Self:
        """Open ones that nobody has put off until later."""
        return self.open().exclude(snoozed_until__gt=at)

    def put_off(self, at: datetime) -> Self:
        """Open ones that come back later by themselves."""
        return self.open().filter(snoozed_until__gt=at)

    def asked(self, at: datetime) -> Self:
        """Pain that was said without a place, and is still asked about; see ``Flag.is_asked``."""
        return self.open().filter(kind=FlagKind.UNPLACED, raised_at__gt=at - ASKED_FOR)

    def resolved(self) -> Self:
        return self.filter(resolved_at__isnull=False)


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
    is_settled = models.BooleanField(_("settled on its own"), default=False)
    changed_at = models.DateTimeField(_("changed at"), auto_now=True)

    #: Of flags that a report has asked for (``desk/pages/report/decided.py``); of no other.
    is_decided: bool

    objects = FlagQuerySet.as_manager()

    class Meta:
        ordering = ["-raised_at"]
        verbose_name = _("signal")
        verbose_name_plural = _("signals")
        indexes = [
            models.Index(fields=["athlete"], name="flag_open", condition=Q(resolved_at__isnull=True)),
            models.Index(fields=["-raised_at", "-id"], name="flag_as_listed"),
            models.Index(fields=["resolved_at"], name="flag_resolved"),
            models.Index(fields=["changed_at", "id"], name="flag_changed"),
        ]
        constraints = [
            one_of("kind", FlagKind.values, model="flag"),
            models.UniqueConstraint(
                fields=["athlete", "kind", "cause"],
                name="flag_once_per_cause",
                violation_error_message=_("This flag has already been raised."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())

    def is_asked(self, at: datetime) -> bool:
        """Whether the athlete is still asked what it needs to know: open, and not older than a week."""
        return self.resolved_at is None and at - self.raised_at < ASKED_FOR

    @property
    def state(self) -> str:
        if self.is_settled:
            return str(_("settled"))
        if self.resolved_at:
            return str(_("resolved"))
        if self.acknowledged_at:
            return str(_("seen"))
        return str(_("open"))

    @staticmethod
    def key(athlete_id: int, kind: str, cause: str) -> uuid.UUID:
        return uuid.uuid5(_NAMESPACE, f"{athlete_id}/{kind}/{cause}")


class FlagActKind(models.TextChoices):
    ACKNOWLEDGED = "acknowledged", _("seen")
    NOTED = "noted", _("note")
    SNOOZED = "snoozed", _("put off")
    RESOLVED = "resolved", _("resolved")
    SETTLED = "settled", _("settled on its own")
    LIFTED = "lifted", _("returned to training")
    TAKEN_BACK = "taken_back", _("taken back")
    TOLD_OTHERS = "told_others", _("others were told as well")


class FlagAct(models.Model):
    """What somebody did about a flag: who, when, and the note."""

    Kind = FlagActKind  # written above, where Meta sees it

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
        constraints = [
            one_of("kind", FlagActKind.values, model="flagact"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}"
