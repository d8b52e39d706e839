"""Whom a therapist should look at. The digest says how many, and nothing else."""

from __future__ import annotations

from datetime import datetime

from athletes.models import Flag, User


def count_flagged(therapist: User, at: datetime) -> int:
    """How many athletes of the caseload have a flag that waits; one query."""
    flags = Flag.objects.visible_to(therapist).waiting(at).filter(athlete__user__is_active=True)
    return int(flags.values("athlete").distinct().count())
