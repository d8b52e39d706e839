"""Form fields that take numbers and days as a person types them, not all that Python reads (``programs/typed.py``)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models

from programs.typed import is_day, is_number, is_whole_number


class PlainInteger(forms.IntegerField):
    """A whole number in the digits of a keyboard."""

    def to_python(self, value: Any) -> int | None:
        if isinstance(value, str) and value.strip() and not is_whole_number(value.strip().removesuffix(".0")):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(value)


class PlainDecimal(forms.DecimalField):
    """A number in the digits of a keyboard: ``52,5`` and ``52.5`` are the same."""

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str) and value.strip():
            if not is_number(value):
                raise ValidationError(self.error_messages["invalid"], code="invalid")
            value = value.replace(",", ".")
        return super().to_python(value)


class PlainDate(forms.DateField):
    """A day as browsers send it, ``2026-11-02``."""

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str) and value.strip() and not is_day(value):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(value)


#: For the forms that the admin makes of models.
OF_MODELS: dict[type[models.Field[Any, Any]], dict[str, Any]] = {
    models.IntegerField: {"form_class": PlainInteger},
    models.PositiveIntegerField: {"form_class": PlainInteger},
    models.PositiveSmallIntegerField: {"form_class": PlainInteger},
    models.SmallIntegerField: {"form_class": PlainInteger},
    models.DecimalField: {"form_class": PlainDecimal},
}
