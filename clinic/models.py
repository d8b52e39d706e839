"""The access log: who opened which athlete's data, when, and from where; and how the nightly backup goes."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import connections, models
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from athletes.localtime import clinic_time


class AccessLogQuerySet(models.QuerySet["AccessLog"]):
    def about(self, athlete_id: int) -> Self:
        """The rows that name this athlete: by the list's own index on PostgreSQL, by its text elsewhere."""
        if connections[self.db].vendor == "postgresql":
            return self.filter(athletes__contains=[athlete_id])
        named = self.annotate(named=Cast("athletes", models.TextField()))
        return named.filter(named__regex=rf"[\[ ,]{int(athlete_id)}[\],]")


class AccessLog(models.Model):
    """One answer that contained data of the athletes named. Written once, never changed."""

    at = models.DateTimeField(_("at"), auto_now_add=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("who")
    )
    athletes = models.JSONField(_("athletes"), help_text=_("Their ids."))
    action = models.CharField(_("action"), max_length=80)
    address = models.GenericIPAddressField(_("address"), null=True)
    request_id = models.UUIDField(_("request"))

    objects = AccessLogQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        verbose_name = _("access")
        verbose_name_plural = _("access log")

    def __str__(self) -> str:
        return f"{clinic_time(self.at):%Y-%m-%d %H:%M} {self.action}"


class BackupState(models.Model):
    """How the nightly backup goes: one row. trouble -- why the last try failed; empty where it did not"""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    tried_at = models.DateTimeField(_("last tried"), null=True, blank=True)
    made_at = models.DateTimeField(_("last made"), null=True, blank=True)
    trouble = models.CharField(_("what went wrong"), max_length=240, blank=True)

    class Meta:
        verbose_name = _("backup")
        verbose_name_plural = _("backup")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(id=1),
                name="backup_state_is_one",
                violation_error_message=_("There is one row about the backup."),
            )
        ]

    def __str__(self) -> str:
        return f"{clinic_time(self.made_at):%Y-%m-%d %H:%M}" if self.made_at else "–"
