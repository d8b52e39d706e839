"""The plan's history: one row per save of a program with the whole grid as it was saved, and unsaved drafts."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .fields import TEXT
from .plan import Program


class ProgramRevision(models.Model):
    program = models.ForeignKey(Program, models.CASCADE, related_name="revisions", verbose_name=_("program"))
    number = models.PositiveIntegerField(_("revision"))
    document: Any = models.JSONField(_("grid"))
    reason = models.CharField(_("reason"), max_length=TEXT, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"))

    class Meta:
        ordering = ["program_id", "-number"]
        verbose_name = _("program revision")
        verbose_name_plural = _("program revisions")
        constraints = [
            models.UniqueConstraint(
                fields=["program", "number"],
                name="revision_number_once_per_program",
                violation_error_message=_("This revision is already saved."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.program} · {self.number}"


class ProgramDraft(models.Model):
    """One step of what an author typed and has not saved: private to them, and the ground of undo and redo."""

    program = models.ForeignKey(Program, models.CASCADE, related_name="drafts", verbose_name=_("program"))
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("by"))
    step = models.PositiveIntegerField(_("step"))
    fields: Any = models.JSONField(_("what was typed"))
    at = models.DateTimeField(_("at"))

    class Meta:
        ordering = ["program_id", "author_id", "step"]
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")
        constraints = [
            models.UniqueConstraint(
                fields=["program", "author", "step"],
                name="draft_step_once_per_author",
                violation_error_message=_("This step is already kept."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.program} · {self.author} · {self.step}"
