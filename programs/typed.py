"""What counts as a number, a day, a time and an identity, wherever one is typed or sent: forms, documents, tables.

Python itself reads more than a person writes: ``int("٥")`` is five, ``Decimal("1_0")`` ten, ``1e3`` a thousand. What is
read so was not meant so: it is refused. How large a figure may be stands beside what it measures
(``prescription/dose.py``, ``distance.py``).
"""

from __future__ import annotations

import re
import uuid
from datetime import date, datetime
from typing import Final

#: ``7``, ``-7``, ``7.5`` and ``7,5``, in the digits of a keyboard.
NUMBER: Final = re.compile(r"-?[0-9]{1,40}(?:[.,][0-9]{1,9})?")
WHOLE: Final = re.compile(r"-?[0-9]{1,40}")
DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
#: Nothing is dated before (`reliability.md` 4).
FIRST_DAY: Final = date(2000, 1, 1)
#: What a program sends that has no identity to give.
NO_IDENTITIES: Final = (uuid.UUID(int=0), uuid.UUID(int=2**128 - 1))


def is_number(text: str) -> bool:
    """Whether a person would call that a number."""
    return NUMBER.fullmatch(text.strip()) is not None


def is_whole_number(text: str) -> bool:
    """Whether a person would call that a whole number."""
    return WHOLE.fullmatch(text.strip()) is not None


def is_day(text: str) -> bool:
    """Whether it is written as a day is, ``2026-11-02``; the calendar may still not have it."""
    return DAY.fullmatch(text.strip()) is not None


def is_identity(value: uuid.UUID) -> bool:
    """Whether it can be one item's own."""
    return value not in NO_IDENTITIES


def says_its_zone(text: str) -> bool:
    """Whether a time says where it is meant. Raises ValueError for what is no time."""
    return datetime.fromisoformat(text).tzinfo is not None
