"""What a person types into a form is read as typed, and what only Python would read is refused."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from programs.plain_fields import PlainDate, PlainDecimal, PlainInteger


def test_what_is_typed_is_read():
    assert PlainInteger().clean(" 40 ") == 40
    assert PlainInteger().clean("40.0") == 40
    assert PlainDecimal().clean("52,5") == PlainDecimal().clean("52.5") == Decimal("52.5")
    assert PlainDate().clean("2026-11-02") == date(2026, 11, 2)
    assert PlainInteger(required=False).clean("") is None


@pytest.mark.parametrize("text", ["٥", "1_0", "1e3", "nan", "²"])
def test_what_only_python_reads_is_refused(text):
    for field in (PlainInteger(), PlainDecimal(), PlainDate()):
        with pytest.raises(ValidationError):
            field.clean(text)


def test_every_number_of_the_admin_is_one_of_these(as_thea, ana):
    from django.contrib import admin
    from django.forms import DecimalField, IntegerField

    from programs.models import Exercise

    form = admin.site._registry[Exercise].get_form(None, fields=["default_rest_seconds", "load_step_kg"])
    numbers = [field for field in form.base_fields.values() if isinstance(field, (IntegerField, DecimalField))]
    assert numbers
    assert all(isinstance(field, (PlainInteger, PlainDecimal)) for field in numbers)
