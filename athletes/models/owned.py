"""visible_to: the only door to personal data. Every page, API and admin query passes through it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models

if TYPE_CHECKING:
    from .people import User


class OwnedQuerySet(models.QuerySet[Any]):
    """Rows that belong to one athlete each, by a foreign key named ``athlete``."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """The rows that this person may see: athletes their own, therapists their caseload, clinic admins all."""
        athletes = self.model._meta.get_field("athlete").related_model._default_manager
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.sees_everyone:
            return self
        if user.is_athlete:
            return self.filter(athlete_id=user.pk)
        return self.filter(athlete__in=athletes.visible_to(user).values("pk"))
