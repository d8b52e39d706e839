"""Distances of runs: kept in kilometers, shown in the unit that was typed."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from .dose import plain

KM_PER_MILE = Decimal("1.609344")
#: What one run may be long: the longest that anybody logs as one.
MAX_KM, MAX_MINUTES = 500, 1440

DistanceUnit = Literal["km", "mi"]


@dataclass(frozen=True, slots=True)
class Distance:
    """A distance as it was typed: 8 km, 5.25 mi."""

    amount: Decimal
    unit: DistanceUnit = "km"

    @property
    def km(self) -> Decimal:
        """Kilometers, rounded to 10 cm: enough that 26.2 mi comes back as 26.2 mi."""
        km = self.amount if self.unit == "km" else self.amount * KM_PER_MILE
        return km.quantize(Decimal("0.0001"))

    @classmethod
    def from_km(cls, km: Decimal, unit: DistanceUnit, places: int = 2) -> Distance:
        """The stored kilometers in a unit, to so many decimal places."""
        amount = km if unit == "km" else km / KM_PER_MILE
        return cls(plain(amount.quantize(Decimal(1).scaleb(-places))), unit)

    def __str__(self) -> str:
        return f"{plain(self.amount)} {self.unit}"
