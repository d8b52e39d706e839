"""A figure that the clinic drew: its numbers, where it stands, and the two files that are shown of it."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .fields import one_of
from .library import Exercise


class FigureStanding(models.TextChoices):
    """Only a published one is shown to athletes; a former one can be taken up again."""

    DRAFT = "draft", _("Draft")
    REVIEWED = "reviewed", _("Reviewed")
    PUBLISHED = "published", _("Published")
    FORMER = "former", _("Former")


class FigureCorrectionQuerySet(models.QuerySet["FigureCorrection"]):
    def shown(self) -> Self:
        """Those that stand in place of the figure that we ship."""
        return self.filter(standing=FigureStanding.PUBLISHED)

    def in_work(self) -> Self:
        """The one of an exercise that is written or waits to be published."""
        return self.filter(standing__in=[FigureStanding.DRAFT, FigureStanding.REVIEWED])


class FigureCorrection(models.Model):
    """document -- the motion (``programs/own_figures/documents.py``); version -- counts the saves, against two at once;
    drawing -- the digest of what was reviewed, whose files these are; empty before a review
    """

    exercise = models.ForeignKey(
        Exercise, models.CASCADE, related_name="figure_corrections", verbose_name=_("exercise")
    )
    document = models.JSONField(_("motion"))
    standing = models.CharField(
        _("standing"), max_length=9, choices=FigureStanding.choices, default=FigureStanding.DRAFT
    )
    version = models.PositiveIntegerField(_("version"), default=1)
    drawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("drawn by")
    )
    drawn_at = models.DateTimeField(_("drawn at"))
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("reviewed by"),
    )  # fmt: skip
    reviewed_at = models.DateTimeField(_("reviewed at"), null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("published by"),
    )  # fmt: skip
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)
    drawing = models.CharField(_("drawing"), max_length=16, blank=True)
    moving = models.FileField(_("moving figure"), upload_to="figures/", blank=True)
    still = models.FileField(_("still figure"), upload_to="figures/", blank=True)

    objects = FigureCorrectionQuerySet.as_manager()

    class Meta:
        ordering = ["exercise_id", "-pk"]
        verbose_name = _("figure of the clinic")
        verbose_name_plural = _("figures of the clinic")
        constraints = [
            one_of("standing", FigureStanding.values, model="figure_correction"),
            models.UniqueConstraint(
                fields=["exercise"],
                condition=Q(standing="published"),
                name="figure_correction_one_published",
                violation_error_message=_("Another figure is already published for this exercise."),
            ),
            models.UniqueConstraint(
                fields=["exercise"],
                condition=Q(standing__in=["draft", "reviewed"]),
                name="figure_correction_one_in_work",
                violation_error_message=_("Someone is already working on a figure for this exercise."),
            ),
            models.CheckConstraint(
                condition=~Q(standing__in=["reviewed", "published"])
                | (Q(reviewed_at__isnull=False) & ~Q(drawing="") & ~Q(moving="") & ~Q(still="")),
                name="figure_correction_reviewed_before_shown",
                violation_error_message=_("A figure is reviewed before it is published."),
            ),
            models.CheckConstraint(
                condition=~Q(standing="published") | Q(published_at__isnull=False),
                name="figure_correction_published_says_when",
                violation_error_message=_("Say when it was published."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.exercise}: {self.get_standing_display()}"

    @property
    def alt(self) -> str:
        """What moves, in words."""
        return str(self.document.get("title", ""))
