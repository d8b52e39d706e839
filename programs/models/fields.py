"""Helpers that several models share: text sizes and constraints that speak."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual
from django.utils.translation import gettext_lazy as _

from programs.rules.prescription.errors import ShorthandError
from programs.rules.prescription.tempo import Tempo
from programs.typed import FIRST_DAY

NAME = 120
TEXT = 2000
#: Digits of a key that every database can look for.
LONGEST_KEY = 18

FIRST_BIRTHDAY = date(1900, 1, 1)

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


class FieldCheck(models.CheckConstraint):
    """What a field's own validators say already, held by the database too: whoever writes, and however.

    Django would ask the database for each of these whenever a form is checked; the field has answered by then.
    """

    def validate(self, *args: Any, **kwargs: Any) -> None:
        """The field's validators and choices have."""


def one_of(field: str, values: Iterable[str], *, model: str) -> FieldCheck:
    """One of these values. values -- with the empty one, where a field may be empty"""
    return FieldCheck(
        condition=models.Q(**{f"{field}__in": list(dict.fromkeys(values))}),
        name=f"{model}_{field}_known",
        violation_error_message=_("Choose one of the answers."),
    )


def from_2000(field: str, *, model: str) -> FieldCheck:
    """No day, or one from 2000 on."""
    return FieldCheck(
        condition=models.Q(**{f"{field}__isnull": True}) | models.Q(**{f"{field}__gte": FIRST_DAY}),
        name=f"{model}_{field}_after_2000",
        violation_error_message=_("Give a day from 2000 on."),
    )


def from_1900(field: str, *, model: str) -> FieldCheck:
    """No day, or one from 1900 on: somebody's birthday."""
    return FieldCheck(
        condition=models.Q(**{f"{field}__isnull": True}) | models.Q(**{f"{field}__gte": FIRST_BIRTHDAY}),
        name=f"{model}_{field}_after_1900",
        violation_error_message=_("Give a day from 1900 on."),
    )


class IsWrittenLikeTimeZone(models.Func):
    """Parts of letters, digits and a few marks, with slashes between them.

    Said with what each engine brings along: Python's own REGEXP is not there when a backup or another tool opens the
    file of SQLite, which then could not even copy the table.
    """

    output_field = models.BooleanField()
    template = "%(expressions)s ~ '^[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9][A-Za-z0-9_+-]*)*$'"
    sqlite = (
        "(%(expressions)s GLOB '[A-Za-z]*' AND %(expressions)s NOT GLOB '*[^A-Za-z0-9_+/-]*' "
        "AND %(expressions)s NOT GLOB '*/' AND %(expressions)s NOT GLOB '*/[^A-Za-z0-9]*')"
    )

    def as_sqlite(self, compiler: Any, connection: Any, **more: Any) -> Any:
        return self.as_sql(compiler, connection, template=self.sqlite, **more)


def like_a_time_zone(field: str, *, model: str) -> FieldCheck:
    """A text that is written as names of time zones are; which of them are known, the field's validator says."""
    return FieldCheck(
        condition=IsWrittenLikeTimeZone(models.F(field)),
        name=f"{model}_{field}_written",
        violation_error_message=_("Write a time zone like America/New_York."),
    )


def in_halves(field: str, low: int, high: int, *, model: str) -> FieldCheck:
    """NULL, or a number from low to high in halves."""
    halves = [Decimal(number) / 2 for number in range(2 * low, 2 * high + 1)]
    return FieldCheck(
        condition=models.Q(**{f"{field}__isnull": True}) | models.Q(**{f"{field}__in": halves}),
        name=f"{model}_{field}_halves",
        violation_error_message=_("Give it in halves: 7 or 7.5."),
    )


def at_most(field: str, characters: int, *, model: str) -> FieldCheck:
    """A text of so many characters; SQLite holds a longer one than the column says."""
    return FieldCheck(
        condition=LessThanOrEqual(Length(field), characters),
        name=f"{model}_{field}_length",
        violation_error_message=_("The text is too long."),
    )
