"""Which edit wins, decided once for all that a phone sends.

Whatever is stated carries ``rev``, counted up by the phone with each edit, and ``edit_id``, drawn for each edit.
The highest (rev, edit_id) wins, in whatever order the edits arrive, and never the clock: phones are wrong about
the time. edit_id only decides between two phones that made the same revision without knowing of each other.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from athletes.errors import NotTheirsError
from athletes.models import Athlete


class Verdict(StrEnum):
    """What became of an edit; the phone reads these words."""

    APPLIED = "applied"
    DUPLICATE = "duplicate"
    STALE = "stale"
    INVALID = "invalid"


class Edit(Protocol):
    """One edit, as it is stated or as it is stored."""

    @property
    def rev(self) -> int: ...

    @property
    def edit_id(self) -> UUID: ...


@dataclass(frozen=True, slots=True)
class Version:
    """The edit that stands, where a row's columns may be empty before the first one."""

    rev: int
    edit_id: UUID


class Owned(Protocol):
    """A row with its athlete's key."""

    @property
    def athlete_id(self) -> int: ...


def verdict_on(stated: Edit, stored: Edit | None) -> Verdict:
    """Applied, duplicate (the very edit that is stored) or stale.

    stored -- the edit that stands so far; None where there is none
    """
    if stored is None:
        return Verdict.APPLIED
    stated_version = (stated.rev, stated.edit_id)
    stored_version = (stored.rev, stored.edit_id)
    if stated_version > stored_version:
        return Verdict.APPLIED
    if stated_version == stored_version:
        return Verdict.DUPLICATE
    return Verdict.STALE


def check_owner(row: Owned | None, athlete: Athlete) -> None:
    """An id comes from the phone, so it may be that of somebody else's row.

    Raises NotTheirsError when it is.
    """
    if row is not None and row.athlete_id != athlete.pk:
        raise NotTheirsError
