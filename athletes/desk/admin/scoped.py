"""What every admin page of personal data shares: ``visible_to`` on each way in, and the logged look.

Scoping ``get_queryset`` alone is not enough: foreign-key choices and posted ids come through
``formfield_for_foreignkey``; autocomplete, history and actions come through ``get_queryset``.
"""

from __future__ import annotations

from typing import Any, Protocol, TypeVar, cast

from django.db import models
from django.http import HttpRequest, HttpResponse

from athletes.access.requests import log_access
from athletes.access.roles import programs_visible_to
from athletes.models import Role, User
from programs.admin.plain import PlainAdmin
from programs.models import Program

M = TypeVar("M", bound=models.Model)


class VisibleRows(Protocol):
    """Rows of personal data: their queryset says who may see them."""

    def visible_to(self, user: Any) -> models.QuerySet[Any]: ...


def choices_for(model: type[models.Model], user: Any) -> models.QuerySet[Any]:
    """The rows of any model that this person may choose in a form."""
    if model is Program:
        return programs_visible_to(user)
    if model is User:
        return User.objects.filter(role=Role.THERAPIST, is_active=True)
    rows = model._default_manager.all()
    if hasattr(rows, "visible_to"):
        return cast(VisibleRows, rows).visible_to(user)
    return rows


def show_made_row(shown: models.Model, made: models.Model) -> None:
    """A verb has made the row: the form's own instance, with which the admin goes on, shows that row."""
    shown.pk = made.pk
    shown.refresh_from_db()


class ScopedAdmin(PlainAdmin[M]):
    """A page of rows that belong to athletes. athlete_key -- the attribute that holds the athlete's key."""

    athlete_key = "athlete_id"

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[M]:
        rows = cast(VisibleRows, super().get_queryset(request))
        return rows.visible_to(request.user)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        kwargs["queryset"] = choices_for(db_field.remote_field.model, request.user)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        kwargs["queryset"] = choices_for(db_field.remote_field.model, request.user)
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    # -- the look is logged --

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> M | None:
        found = super().get_object(request, object_id, from_field)
        if found is not None:
            self.note(request, [found])
        return found

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        response = super().changelist_view(request, extra_context)
        shown = getattr(response, "context_data", None) or {}
        if "cl" in shown:
            self.note(request, shown["cl"].result_list)
        return response

    def note(self, request: HttpRequest, rows: Any) -> None:
        """Name the athletes that an answer shows; the access log writes it down.

        Some rows belong to nobody with an account, such as a discovery call or its mail.
        """
        for row in rows:
            owner = getattr(row, self.athlete_key)
            if owner is not None:
                log_access(request, owner)


class ReadOnlyAdmin(ScopedAdmin[M]):
    """Rows that nobody edits here: what athletes did is theirs."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: M | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: M | None = None) -> bool:
        return False
