"""A table that somebody has uploaded, on its way into the clinic: whose it is, since when, and how far it is.

What every kind of import keeps is here; a kind has a table of its own, in the package whose rows it brings.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from .fields import NAME, one_of

#: A task ends within five minutes (CELERY_TASK_TIME_LIMIT): what has not moved for longer has died.
STALLED_AFTER = timedelta(minutes=6)


class ImportState(models.TextChoices):
    """What an upload waits for."""

    COLUMNS = "columns", _("Columns to be chosen")
    CHECKING = "checking", _("Being checked")
    CHECKED = "checked", _("Checked")
    RUNNING = "running", _("Being imported")
    DONE = "done", _("Imported")


class UploadedImportQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> Self:
        """Uploads are the business of who uploaded them, and of nobody else."""
        if isinstance(user, AnonymousUser) or not user.is_active or not user.is_staff:
            return self.none()
        return self.filter(owner=user)


class UploadedImport(models.Model):
    """One upload. Its rows go when they are imported or discarded; what was done, and by whom, stays.

    rows -- ``[number, [cells]]`` as read; header_place -- which of them names the columns
    mapping -- our column to the place of theirs, or to one value for every row
    headings -- our column to the name of theirs, remembered for the next file
    report -- what the check found, and what the import did
    refusals -- ``[row, column, reason, value]`` of each refused value
    notice -- why a step has not come about, in words; empty otherwise
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("by"))
    file_name = models.CharField(_("file"), max_length=NAME)
    uploaded_at = models.DateTimeField(_("uploaded"))
    changed_at = models.DateTimeField(_("last step"))
    state = models.CharField(_("state"), max_length=8, choices=ImportState.choices, default=ImportState.COLUMNS)
    rows = models.JSONField(default=list)
    header_place = models.PositiveSmallIntegerField(default=0)
    mapping = models.JSONField(default=dict)
    headings = models.JSONField(default=dict)
    rows_total = models.PositiveIntegerField(default=0)
    rows_done = models.PositiveIntegerField(default=0)
    report = models.JSONField(default=dict)
    refusals = models.JSONField(default=list)
    notice = models.CharField(max_length=255, blank=True)

    objects = UploadedImportQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["-id"]
        constraints = [
            one_of("state", ImportState.values, model="%(class)s"),
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def numbered_rows(self) -> list[tuple[int, list[str]]]:
        """The rows as they are worked with: a column of JSON keeps lists alone."""
        return [(number, cells) for number, cells in self.rows]

    @property
    def is_working(self) -> bool:
        return self.state in {ImportState.CHECKING, ImportState.RUNNING}


class ExerciseImport(UploadedImport):
    """A table of exercises."""

    class Meta(UploadedImport.Meta):
        verbose_name = _("import of exercises")
        verbose_name_plural = _("imports of exercises")
