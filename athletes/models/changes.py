"""What a therapist changed on one planned session against its dates, and why."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from .owned import OwnedQuerySet
from .people import Athlete, User
from .training import Session


class SessionChange(models.Model):
    """A session put on another day, or left out, by the therapist's word. now_on is empty where it was left out."""

    athlete = models.ForeignKey(Athlete, models.CASCADE, related_name="+", verbose_name=_("athlete"))
    session = models.ForeignKey(Session, models.CASCADE, related_name="changes", verbose_name=_("session"))
    was_on = models.DateField(_("was on"))
    now_on = models.DateField(_("now on"), null=True, blank=True)
    against = models.CharField(_("against the rule"), max_length=8, blank=True)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"))

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-id"]
        verbose_name = _("change of a session")
        verbose_name_plural = _("changes of sessions")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(against="") | ~models.Q(reason=""),
                name="sessionchange_says_why",
                violation_error_message=_("Say why, where a rule speaks against it."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.was_on} → {self.now_on or _('left out')}"
