"""What every door of the API shares: parameters that are known, the access that is logged, refusals as statuses."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any, ClassVar, TypeVar

from django.db import models
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter, inline_serializer
from rest_framework import exceptions, serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.settings import api_settings
from rest_framework.views import APIView

from athletes.errors import NotTheirsError, RefusedError
from programs.typed import FIRST_DAY, is_day

from .scopes import Scope

Row = TypeVar("Row", bound=models.Model)
CURSOR = OpenApiParameter("cursor", str, description="Where the page begins, as next of the page before says it.")
PLANNED_FROM = OpenApiParameter("planned_from", date, description="Planned on this day or later: 2026-11-02.")
SINCE = OpenApiParameter(
    "since", datetime, description="Changed at this moment or later: 2026-11-02T07:30:00Z, or with +01:00 and the like."
)
#: A moment with its distance from UTC. A plus that an address has made a space is one again.
MOMENT = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?)(?:([Zz])|([+ -])(\d\d:\d\d))", re.ASCII)


class ApiView(APIView):
    """Refuses a parameter that it does not know: a misspelt one would else answer with everything.

    scopes -- what a token needs to open it, all of them; without any no token does
    """

    scopes: ClassVar[tuple[Scope, ...]] = ()
    known_parameters: ClassVar[frozenset[str]] = frozenset()

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        unknown = request.query_params.keys() - self.known_parameters
        if unknown:
            raise exceptions.ValidationError({name: [self._unknown_parameter()] for name in sorted(unknown)})

    def _unknown_parameter(self) -> str:
        if not self.known_parameters:
            return str(_("This address takes no parameters."))
        known = ", ".join(sorted(self.known_parameters))
        return str(_("This parameter is not known. Known are: {known}.")).format(known=known)

    def handle_exception(self, exc: Exception) -> Response:
        """What a verb raises, as a status: somebody else's row is not there, and a refusal names its field."""
        if isinstance(exc, NotTheirsError):
            return super().handle_exception(Http404())
        if isinstance(exc, RefusedError):
            return super().handle_exception(RuleRefusal(exc))
        return super().handle_exception(exc)


class RuleRefusal(exceptions.ValidationError):
    """A sound document that a rule of the clinic refuses: 422, where one that cannot be read is 400."""

    status_code = status.HTTP_422_UNPROCESSABLE_ENTITY

    def __init__(self, refused: RefusedError) -> None:
        super().__init__({refused.field or api_settings.NON_FIELD_ERRORS_KEY: [refused.message]})


def asked_day(request: Request, name: str) -> date | None:
    """The day that a parameter names; None where it is not given. A 400 that names it otherwise."""
    text = request.query_params.get(name)
    if text is None:
        return None
    if is_day(text) and (day := _day(text)) is not None:
        return day
    raise exceptions.ValidationError({name: [_("Write a calendar day from 2000 on, like 2026-11-02.")]})


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day >= FIRST_DAY else None


def asked_moment(request: Request, name: str) -> datetime | None:
    """The moment that a parameter names, in UTC; None where it is not given. A 400 that names it otherwise."""
    text = request.query_params.get(name)
    if text is None:
        return None
    moment = _moment(text)
    if moment is None:
        raise exceptions.ValidationError({name: [_("Write a moment with its time zone: 2026-11-02T07:30:00Z.")]})
    return moment


def _moment(text: str) -> datetime | None:
    read = MOMENT.fullmatch(text)
    if read is None:
        return None
    local, utc, sign, offset = read.groups()
    if utc:
        sign, offset = "+", "00:00"
    try:
        moment = datetime.fromisoformat(f"{local}{sign.replace(' ', '+')}{offset}").astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return moment if moment.year >= FIRST_DAY.year else None


def paged(document: type[serializers.Serializer[Any]]) -> serializers.Serializer[Any]:
    """What ``paged_answer`` answers, for the API's document."""
    link = serializers.URLField(allow_null=True)
    fields = {"next": link, "results": document(many=True)}
    return inline_serializer(f"{document.__name__.removesuffix('Answer')}Page", fields)


def paged_answer(view: Any, rows: models.QuerySet[Row], document: Callable[[Row], dict[str, Any]]) -> Response:
    """One page of the rows, with the address of the next. view -- says its pagination_class and ordering"""
    pages = view.pagination_class()
    shown = pages.paginate_queryset(rows, view.request, view=view)
    answer: Response = pages.get_paginated_response([document(row) for row in shown])
    return answer
