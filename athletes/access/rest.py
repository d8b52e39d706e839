"""What every door of the API shares: parameters that are known, the access that is logged, refusals as statuses."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
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
SINCE_DAY = OpenApiParameter("since", date, description="From this day on: 2026-11-02.")


class ApiView(APIView):
    """Refuses a parameter that it does not know: a misspelt one would else answer with everything.

    scope -- what a token needs to open it; without one no token does
    """

    scope: ClassVar[Scope | None] = None
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
    raise exceptions.ValidationError({name: [_("Write a day of the calendar from 2000 on: 2026-11-02.")]})


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day >= FIRST_DAY else None


def paged(document: type[serializers.Serializer[Any]]) -> serializers.Serializer[Any]:
    """What ``paged_answer`` answers, for the API's document."""
    link = serializers.URLField(allow_null=True)
    fields = {"next": link, "previous": link, "results": document(many=True)}
    return inline_serializer(f"{document.__name__.removesuffix('Answer')}Page", fields)


def paged_answer(view: Any, rows: models.QuerySet[Row], document: Callable[[Row], dict[str, Any]]) -> Response:
    """One page of the rows, with the addresses of the others. view -- says its pagination_class and ordering"""
    pages = view.pagination_class()
    shown = pages.paginate_queryset(rows, view.request, view=view)
    answer: Response = pages.get_paginated_response([document(row) for row in shown])
    return answer
