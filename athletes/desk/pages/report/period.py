"""A period of whole days by the clinic's clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from athletes.localtime import clinic_time_zone, instant


@dataclass(frozen=True)
class ReportPeriod:
    """From the first day to the last, both included."""

    first: date
    last: date

    @property
    def begin(self) -> datetime:
        return instant(clinic_time_zone(), self.first, time.min)

    @property
    def end(self) -> datetime:
        """The instant after it."""
        return instant(clinic_time_zone(), self.last + timedelta(days=1), time.min)

    @property
    def count(self) -> int:
        return (self.last - self.first).days + 1

    def holds(self, day: date) -> bool:
        return self.first <= day <= self.last


def days_until(last: date, count: int) -> ReportPeriod:
    """So many days, that one the last."""
    return ReportPeriod(last - timedelta(days=count - 1), last)
