"""An athlete goes from one therapist to another for good: who, when, and by whom it was done."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..athletes import Athlete, OwnedQuerySet
from ..users import User


class CareTransfer(models.Model):
    """One athlete, from one therapist to the next. What was done and decided before keeps its own names."""

    athlete = models.ForeignKey(Athlete, models.CASCADE, related_name="transfers", verbose_name=_("athlete"))
    was = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", verbose_name=_("from"))
    now = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", verbose_name=_("to"))
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"))

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-id"]
        verbose_name = _("hand-over")
        verbose_name_plural = _("hand-overs")
        indexes = [models.Index(fields=["was", "-at"], name="caretransfer_was_at")]

    def __str__(self) -> str:
        return f"{self.athlete}: {self.was} → {self.now}"
