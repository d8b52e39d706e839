"""Numbers, times and identities of documents: as a phone sends them, and in no other way."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from rest_framework.serializers import ValidationError

from athletes.phone.fields import Amount, CalendarDay, HalfPoint, Identity, PhoneClock, WholeNumber


@pytest.mark.parametrize(
    ("field", "value", "read"),
    [
        (Amount(max_digits=6, decimal_places=2), "12.5", Decimal("12.5")),
        (Amount(max_digits=6, decimal_places=2), 12.5, Decimal("12.5")),
        (HalfPoint(), 7.5, Decimal("7.5")),
        (PhoneClock(), "2026-11-02T07:00:00.123Z", datetime(2026, 11, 2, 7, 0, 0, 123000, tzinfo=UTC)),
        (PhoneClock(), "2026-11-02T09:00:00+02:00", datetime(2026, 11, 2, 7, tzinfo=UTC)),
        (PhoneClock(), "1900-01-01T00:00:00Z", None),
        (Identity(), "6f1d3c52-8f3e-4a55-9b8e-0a4f6f0c7b11", uuid.UUID("6f1d3c52-8f3e-4a55-9b8e-0a4f6f0c7b11")),
    ],
)
def test_what_a_phone_sends_is_read(field, value, read):
    assert field.run_validation(value) == read


@pytest.mark.parametrize(
    ("field", "value"),
    [
        (Amount(max_digits=6, decimal_places=2), "٥"),
        (Amount(max_digits=6, decimal_places=2), "1_0"),
        (Amount(max_digits=6, decimal_places=2), "1e2"),
        (Amount(max_digits=6, decimal_places=2), True),
        (HalfPoint(), "1_0"),
        (HalfPoint(), 7.25),
        (WholeNumber(), True),
        (WholeNumber(), "7"),
        (CalendarDay(), "٢٠٢٦-١١-٠٢"),
        (CalendarDay(), "1999-12-31"),
        (PhoneClock(), "2026-11-02T07:00:00"),
        (PhoneClock(), "seven"),
        (Identity(), "00000000-0000-0000-0000-000000000000"),
    ],
)
def test_what_only_python_reads_is_refused(field, value):
    with pytest.raises(ValidationError):
        field.run_validation(value)
