"""How somebody is recognized: by a password, by a signed link, or by the session that one of them opened.

allauth owns the flows; in this package stands only what this clinic decides differently.
"""

from __future__ import annotations

from typing import Any

import sesame.backends
from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import QuerySet
from django.http import HttpRequest

from athletes.models import User
from programs.models.prepared import prepared

from .second_factor import with_second_factor


class WithAthlete:
    """Who comes back with a session: the user, and in the same query the athlete, the therapist, and whether a second
    factor is set up.
    """

    def get_user(self, user_id: int) -> User | None:
        for person in _who_comes_back(key=user_id):
            return person
        return None


@prepared
def _who_comes_back(*, key: int) -> QuerySet[User]:
    return with_second_factor().select_related("athlete__therapist").filter(pk=key, is_active=True)


class StaffPasswordBackend(WithAthlete, AuthenticationBackend):
    """E-mail and password, for staff only: athletes have no password. Permissions come from RoleBackend."""

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        user: User | None = super().authenticate(request, **credentials)
        if user is None or not user.is_staff:
            return None
        return user

    def get_all_permissions(self, user_obj: Any, obj: object = None) -> set[str]:
        return set()

    def has_perm(self, user_obj: Any, perm: str, obj: object = None) -> bool:
        return False

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        return False


class LinkBackend(WithAthlete, sesame.backends.ModelBackend):
    """A signed link, for athletes only: a link must not stand in for a second factor."""

    def authenticate(
        self, request: HttpRequest | None, sesame: str, scope: str = "", max_age: Any = None
    ) -> User | None:
        user: User | None = super().authenticate(request, sesame, scope=scope, max_age=max_age)
        if user is None or not user.is_athlete:
            return None
        return user

    get_all_permissions = StaffPasswordBackend.get_all_permissions
    has_perm = StaffPasswordBackend.has_perm
    has_module_perms = StaffPasswordBackend.has_module_perms
