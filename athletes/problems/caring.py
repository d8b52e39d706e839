"""Who is told of an athlete at once: everybody who cares for them now, and can sign in."""

from __future__ import annotations

from datetime import datetime

from athletes.models import Athlete, Role, User


def who_cares(athlete: Athlete, at: datetime) -> list[User]:
    """The therapist and whoever covers that day; the clinic admins where none of them can sign in."""
    caring = [person for person in (athlete.therapist, *athlete.covering(at)) if person.is_active]
    return caring or clinic_admins()


def clinic_admins() -> list[User]:
    return list(User.objects.filter(role=Role.CLINIC_ADMIN, is_active=True))
