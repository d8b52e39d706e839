"""Helpers that several models share: text sizes and constraints that speak."""

from __future__ import annotations

import uuid
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from programs.rules.prescription.errors import ShorthandError
from programs.rules.prescription.tempo import Tempo

NAME = 120
TEXT = 2000
#: Digits of a key that every database can look for.
LONGEST_KEY = 18

no_control_characters = RegexValidator(
    r"[\x00-\x1f\x7f]", message=_("Names have no line breaks or control characters."), inverse_match=True
)


def is_key(text: str) -> bool:
    """Whether a row of ours may be meant; what prefills a form is counted, never a UUID."""
    return text.isascii() and text.isdecimal() and len(text) <= LONGEST_KEY


def picture_path(instance: object, filename: str) -> str:
    """Where an uploaded picture lies: a generated name, never the one it came with."""
    return f"exercises/{uuid.uuid4().hex}.jpg"


def video_path(instance: object, filename: str) -> str:
    return f"exercises/{uuid.uuid4().hex}.mp4"


def validate_tempo(value: str) -> None:
    """Model and form validator of one tempo token; raises ValidationError with the hint."""
    try:
        Tempo.parse(value)
    except ShorthandError as error:
        raise ValidationError(str(error)) from error


def between(field: str, low: float, high: float, *, model: str, message: Any = None) -> models.CheckConstraint:
    """A check that a number is NULL or within [low, high], with words for the person who typed it."""
    return models.CheckConstraint(
        condition=models.Q(**{f"{field}__isnull": True}) | models.Q(**{f"{field}__range": (low, high)}),
        name=f"{model}_{field}_range",
        violation_error_message=message
        or _("%(field)s must be between %(low)s and %(high)s.")
        % {"field": field.replace("_", " "), "low": low, "high": high},
    )
