"""What athletes read of an exercise, in another language than the library's own."""

from __future__ import annotations

from hashlib import sha256
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .fields import NAME, no_control_characters
from .library import Exercise

#: The fields of an exercise that are translated, under the same names.
TEXTS = ("name", "short_cue", "setup_cue", "execution_cue", "common_fault")


def digest_of(exercise: Exercise) -> str:
    """Which English texts they are: a translation was reviewed against these."""
    return sha256("\n".join(getattr(exercise, text) for text in TEXTS).encode()).hexdigest()[:16]


class ExerciseTranslationQuerySet(models.QuerySet["ExerciseTranslation"]):
    def reviewed(self) -> Self:
        return self.filter(reviewed_at__isnull=False)


class ExerciseTranslation(models.Model):
    """A draft until somebody has reviewed it. source -- the digest of the English texts that it was reviewed against"""

    exercise = models.ForeignKey(Exercise, models.CASCADE, related_name="translations", verbose_name=_("exercise"))
    language = models.CharField(_("language"), max_length=12, validators=[no_control_characters])
    name = models.CharField(_("name"), max_length=NAME, validators=[no_control_characters])
    short_cue = models.CharField(_("short cue"), max_length=80, validators=[no_control_characters])
    setup_cue = models.CharField(_("set-up"), max_length=255, validators=[no_control_characters])
    execution_cue = models.CharField(_("execution"), max_length=255, validators=[no_control_characters])
    common_fault = models.CharField(_("common fault"), max_length=255, validators=[no_control_characters])
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("reviewed by"),
    )
    reviewed_at = models.DateTimeField(_("reviewed at"), null=True, blank=True)
    source = models.CharField(max_length=16, blank=True, editable=False)

    objects = ExerciseTranslationQuerySet.as_manager()

    class Meta:
        ordering = ["exercise_id", "language"]
        verbose_name = _("translation")
        verbose_name_plural = _("translations")
        constraints = [
            models.UniqueConstraint(
                fields=["exercise", "language"],
                name="exercise_translation_once_per_language",
                violation_error_message=_("There is a translation into this language already."),
            ),
            models.CheckConstraint(
                condition=Q(reviewed_at__isnull=True) | ~Q(source=""),
                name="exercise_translation_reviewed_against_a_text",
                violation_error_message=_("A review covers the English text as it is now."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.language}: {self.name}"

    def is_shown_for(self, exercise: Exercise) -> bool:
        """Whether it was reviewed, and the English text is still the one that it was reviewed against."""
        return self.reviewed_at is not None and self.source == digest_of(exercise)
