"""Distances of runs: kept in kilometers, shown in the unit that was typed."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from .prescription.dose import plain

KM_PER_MILE = Decimal("1.609344")
#: What one run may be long: the longest that anybody logs as one.
MAX_KM, MAX_MINUTES = 500, 1440

DistanceUnit = Literal["km", "mi"]
KM_PER: dict[DistanceUnit, Decimal] = {"km": Decimal(1), "mi": KM_PER_MILE}


@dataclass(frozen=True, slots=True)
class Distance:
    """A distance as it was typed: 8 km, 5.25 mi."""

    amount: Decimal
    unit: DistanceUnit = "km"

    @property
    def km(self) -> Decimal:
        """Kilometers, rounded to 10 cm: enough that 26.2 mi comes back as 26.2 mi."""
        return (self.amount * KM_PER[self.unit]).quantize(Decimal("0.0001"))

    @classmethod
    def from_km(cls, km: Decimal, unit: DistanceUnit, places: int = 2) -> Distance:
        """The stored kilometers in a unit, to so many decimal places."""
        amount = (km / KM_PER[unit]).quantize(Decimal(1).scaleb(-places))
        return cls(plain(amount), unit)

    def __str__(self) -> str:
        return f"{plain(self.amount)} {self.unit}"
