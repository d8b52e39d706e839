"""What every address for staff and their programs shares: rows by ``visible_to``, athletes named in the access log."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar, TypeVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter
from rest_framework import exceptions, generics
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.settings import api_settings
from rest_framework.views import APIView

from athletes.access.requests import current_user, log_access
from athletes.access.rest import ApiView, asked_moment
from programs.models.fields import is_key

Row = TypeVar("Row", bound=models.Model)
#: What the clinic asks of everybody: for staff, the second factor.
SIGNED_IN: Any = api_settings.DEFAULT_PERMISSION_CLASSES
OF_ATHLETE = OpenApiParameter("athlete", int, description="Only what belongs to this athlete.")


class IsStaff(BasePermission):
    """Somebody of the clinic, or a program with their token."""

    message = _("This is for the clinic's staff and their programs.")

    def has_permission(self, request: Request, view: APIView) -> bool:
        return bool(current_user(request).is_staff)


class StaffView(ApiView):
    """A door of the clinic: signed in with a second factor, or by a token of the scopes that the door names."""

    permission_classes = [*SIGNED_IN, IsStaff]

    def log_shown(self, athlete_keys: Iterable[int]) -> None:
        log_access(self.request._request, *sorted(set(athlete_keys)))


class StaffListView(StaffView, generics.ListAPIView[Row]):
    """Rows by pages. key -- where a row has its athlete; empty where it has none"""

    key: ClassVar[str] = "athlete_id"
    ordering: ClassVar[tuple[str, ...]] = ("pk",)
    known_parameters = frozenset({"cursor"})

    def paginate_queryset(self, queryset: Any) -> Any:
        page = super().paginate_queryset(queryset)
        if self.key:
            self.log_shown(getattr(row, self.key) for row in page or [])
        return page


class StaffDetailView(StaffView, generics.RetrieveAPIView[Row]):
    """One row, or the same 404 for one that is not there and one that is not theirs."""

    key: ClassVar[str] = "athlete_id"

    def get_object(self) -> Row:
        row = super().get_object()
        if self.key:
            self.log_shown([getattr(row, self.key)])
        return row


def of_asked_athlete(rows: models.QuerySet[Row], request: Request) -> models.QuerySet[Row]:
    """Of rows that this person may see, those of the athlete that the address names, if it does."""
    asked = request.query_params.get("athlete")
    if asked is None:
        return rows
    if not is_key(asked):
        raise exceptions.ValidationError({"athlete": [_("Give the number of an athlete.")]})
    return rows.filter(athlete=asked)


def one_of_choices(request: Request, name: str, choices: Iterable[str]) -> str | None:
    """The choice that a parameter names; None where it is not given. A 400 that lists them otherwise."""
    asked = request.query_params.get(name)
    known = list(choices)
    if asked is None or asked in known:
        return asked
    words = str(_("Choose one of: {choices}.")).format(choices=", ".join(known))
    raise exceptions.ValidationError({name: [words]})


def changed_since(rows: models.QuerySet[Row], request: Request) -> models.QuerySet[Row]:
    """Of rows with a ``changed_at``, those that were changed at the moment ``since`` or later, if it is given."""
    since = asked_moment(request, "since")
    return rows if since is None else rows.filter(changed_at__gte=since)
