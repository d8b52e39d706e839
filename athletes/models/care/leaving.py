"""How an athlete leaves: the record is put away, or it is erased and one row says so."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..users import User


class ArchiveReason(models.TextChoices):
    DISCHARGED = "discharged", _("Discharged")
    MOVED_AWAY = "moved_away", _("Moved away")
    ASKED = "asked", _("Asked to stop")
    OTHER = "other", _("Another reason")


class ErasureReason(models.TextChoices):
    ASKED = "asked", _("The athlete asked for it")
    KEPT_LONG_ENOUGH = "kept", _("It was kept as long as it has to be")
    MISTAKE = "mistake", _("It was made by mistake")


class Erasure(models.Model):
    """That an athlete was erased: when, by whom and why, and nothing that says who it was.

    athlete_key -- the number that the access log still has, and that a restored backup would bring back
    """

    athlete_key = models.PositiveBigIntegerField(_("number of the record"), unique=True)
    reason = models.CharField(_("reason"), max_length=10, choices=ErasureReason.choices)
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("erased"))

    class Meta:
        ordering = ["-at", "-id"]
        verbose_name = _("erased record")
        verbose_name_plural = _("erased records")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(reason__in=["asked", "kept", "mistake"]),
                name="erasure_reason",
                violation_error_message=_("Say why the record was erased."),
            )
        ]

    def __str__(self) -> str:
        return str(_("Record {key}")).format(key=self.athlete_key)
