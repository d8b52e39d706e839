"""The clinic's staff, and the accounts of athletes."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from athletes.access.requests import current_user
from athletes.enrollment.accounts import save_account
from athletes.models import Role, User
from athletes.phone.forms.training import AddressField

from .scoped import ScopedAdmin


@admin.register(User)
class UserAdmin(ScopedAdmin[User]):
    """The clinic's staff. A new therapist chooses a password at “Forgot your password?”."""

    athlete_key = "pk"
    list_display = ["name", "email", "role", "is_active"]
    list_filter = ["role", "is_active"]
    search_fields = ["name", "email"]
    fields = ["name", "email", "role", "is_active", "wants_digest", "bad_address_since"]
    formfield_overrides = {models.EmailField: {"form_class": AddressField}}

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        """Operators are seen by operators. Who may not look gets the same answer for any row."""
        users = User._default_manager.order_by("name")
        if not self.has_view_permission(request):
            return users.none()
        if current_user(request).is_superuser:
            return users
        return users.filter(is_superuser=False)

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> list[str]:
        """Nobody takes their own role or access away; who is an athlete stays one."""
        fixed = ["bad_address_since"]
        if obj is None:
            return fixed
        if obj.pk == current_user(request).pk:
            return ["role", "is_active", *fixed]
        if obj.is_athlete:
            return ["role", *fixed]
        return fixed

    def formfield_for_choice_field(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "role":
            kwargs["choices"] = [choice for choice in Role.choices if choice[0] != Role.ATHLETE]
        return super().formfield_for_choice_field(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        save_account(user=obj, changed=form.changed_data, at=timezone.now())

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return False
