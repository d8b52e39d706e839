"""Fields of the API's documents: numbers, times and identities as a phone sends them (``programs/typed.py``)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from programs.rules.prescription.dose import MAX_RPE, MIN_RPE
from programs.typed import FIRST_DAY, is_day, is_identity, is_number, says_its_zone

FIRST_YEAR, LAST_YEAR = 1970, 2999


class WholeNumber(serializers.IntegerField):
    """A JSON integer: not true, not "5", not 1.5."""

    def to_internal_value(self, data: Any) -> int:
        if isinstance(data, bool) or not isinstance(data, int):
            self.fail("invalid")
        return super().to_internal_value(data)


class Amount(serializers.DecimalField):
    """A decimal number in plain digits, as a JSON number or a text."""

    def to_internal_value(self, data: Any) -> Decimal:
        is_plain = not isinstance(data, str) or (is_number(data) and "," not in data)
        if isinstance(data, bool) or not is_plain:
            self.fail("invalid")
        return super().to_internal_value(data)


class HalfPoint(Amount):
    """RPE 1-10 in halves."""

    def __init__(self, **kwargs: Any) -> None:
        low, high = Decimal(MIN_RPE), Decimal(MAX_RPE)
        super().__init__(max_digits=3, decimal_places=1, min_value=low, max_value=high, **kwargs)

    def to_internal_value(self, data: Any) -> Decimal:
        value = super().to_internal_value(data)
        if value % Decimal("0.5"):
            raise serializers.ValidationError(_("RPE goes in halves: 7 or 7.5."))
        return value


class Identity(serializers.UUIDField):
    """An item's own UUID."""

    def to_internal_value(self, data: Any) -> UUID:
        value: UUID = super().to_internal_value(data)
        if not is_identity(value):
            raise serializers.ValidationError(_("Give each item a UUID of its own."))
        return value


class PhoneClock(serializers.DateTimeField):
    """A time that a phone says, with its zone. One that no calendar holds is dropped; a wrong one is kept."""

    def to_internal_value(self, value: Any) -> Any:
        try:
            found = super().to_internal_value(value)
            has_zone = says_its_zone(str(value).replace("Z", "+00:00"))
        except OverflowError:
            return None
        except ValueError:
            has_zone = False
        if not has_zone:
            raise serializers.ValidationError(_("Say the time with its zone: 2026-11-02T07:00:00Z."))
        return found if FIRST_YEAR <= found.year <= LAST_YEAR else None


class CalendarDay(serializers.DateField):
    """A date of the calendar, ``2026-11-02``, from 2000 to 2999."""

    def to_internal_value(self, value: Any) -> Any:
        if not isinstance(value, str) or not is_day(value):
            self.fail("invalid", format="YYYY-MM-DD")
        found = super().to_internal_value(value)
        if not FIRST_DAY.year <= found.year <= LAST_YEAR:
            self.fail("invalid", format="YYYY-MM-DD")
        return found
