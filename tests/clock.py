"""``at("2026-03-29 09:00 Europe/Berlin")``: instants written as people say them."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo


def at(text: str) -> datetime:
    """The aware instant that a wall clock shows; without a zone it is UTC."""
    day, clock, *zone = text.split(" ")
    return datetime.fromisoformat(f"{day} {clock}").replace(tzinfo=ZoneInfo(zone[0] if zone else "UTC"))
