"""Who looked at the drawing of an exercise, and what they said of it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .fields import TEXT, no_control_characters
from .library import Exercise


class FigureReview(models.Model):
    """A review is of one drawing: where the drawing changes, nobody has looked at it yet.

    drawing -- the digest of what was looked at
    """

    exercise = models.ForeignKey(Exercise, models.CASCADE, related_name="figure_reviews", verbose_name=_("exercise"))
    drawing = models.CharField(_("drawing"), max_length=16)
    is_accepted = models.BooleanField(_("accepted"))
    note = models.CharField(_("note"), max_length=TEXT, blank=True, validators=[no_control_characters])
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("reviewed by"),
    )
    reviewed_at = models.DateTimeField(_("reviewed at"))

    class Meta:
        ordering = ["exercise_id", "pk"]
        verbose_name = _("review of a figure")
        verbose_name_plural = _("reviews of figures")
        constraints = [
            models.UniqueConstraint(
                fields=["exercise", "drawing"],
                name="figure_review_once_per_drawing",
                violation_error_message=_("This drawing has a review already."),
            ),
            models.CheckConstraint(
                condition=Q(is_accepted=True) | ~Q(note=""),
                name="figure_review_says_what_is_wrong",
                violation_error_message=_("Say what is wrong with the figure."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.exercise}: {self.drawing}"
