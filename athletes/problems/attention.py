"""Whom a therapist should look at. The digest says how many, and nothing else."""

from __future__ import annotations

from datetime import datetime

from athletes.models import Flag, User

from .kinds import GROUPS, KINDS, Section

PROBLEMS = [kind for kind, entry in KINDS.items() if GROUPS[entry.group].section == Section.PROBLEMS]


def count_with_problems(user: User, at: datetime) -> int:
    """How many athletes stand under *Problems*: who has only earned a step needs nobody. One query."""
    flags = Flag.objects.visible_to(user).waiting(at).filter(athlete__user__is_active=True, kind__in=PROBLEMS)
    return int(flags.values("athlete").distinct().count())


def count_flagged(therapist: User, at: datetime) -> int:
    """How many athletes of the caseload have a flag that waits; one query."""
    flags = Flag.objects.visible_to(therapist).waiting(at).filter(athlete__user__is_active=True)
    return int(flags.values("athlete").distinct().count())
