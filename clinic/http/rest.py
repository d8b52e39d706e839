"""Default classes of the API: strict JSON in, cursor pages out."""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import IO, Any

from django.core import signing
from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from drf_spectacular.authentication import SessionScheme
from rest_framework import authentication, exceptions, pagination, parsers, permissions
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param

from clinic.sign_in.second_factor import needs_second_factor

MAX_DEPTH = 5
TOO_DEEP = f"The document is nested deeper than {MAX_DEPTH} levels."


class SessionAuthentication(authentication.SessionAuthentication):
    """The browser's session with its CSRF check; answers 401 when nobody is signed in."""

    def authenticate_header(self, request: HttpRequest) -> str:
        return "Session"


class DocumentedSession(SessionScheme):
    """What the API's document says of it; found by its base."""

    target_class = "clinic.http.rest.SessionAuthentication"


class IsSignedIn(permissions.IsAuthenticated):
    """Signed in, and staff with their second factor."""

    def has_permission(self, request: Any, view: Any) -> bool:
        return super().has_permission(request, view) and not needs_second_factor(request.user)


class StrictJSONParser(parsers.JSONParser):
    """JSON without duplicate keys, NaN, lone surrogates, NUL, or depth over 5; Django caps the body at 256 kB."""

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        try:
            text = codecs.decode(stream.read(), "utf-8")
            value = json.loads(text, object_pairs_hook=_no_duplicates, parse_constant=_no_constant)
            if _is_too_deep(value):
                raise exceptions.ParseError(TOO_DEEP)
            if "\\u0000" in text or "\x00" in text:
                raise ValueError("a text contains a NUL character")
            json.dumps(value, ensure_ascii=False).encode()
        except RecursionError as error:  # too deep even to be read
            raise exceptions.ParseError(TOO_DEEP) from error
        except ValueError as error:
            raise exceptions.ParseError(f"This is not valid JSON: {error}.") from error
        return value


def _no_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) != len(pairs):
        raise ValueError("a key stands twice")
    return result


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not a number")


def _is_too_deep(value: Any) -> bool:
    """Level by level, and never further than the limit: a recursion would end where Python's own limit is."""
    level = [value]
    for _depth in range(MAX_DEPTH):
        deeper: list[Any] = []
        for outer in level:
            deeper.extend(_inside(outer))
        level = deeper
    return any(isinstance(value, dict | list) for value in level)


def _inside(value: Any) -> Iterable[Any]:
    if isinstance(value, dict):
        return value.values()
    if isinstance(value, list):
        return value
    return ()


class CursorPages(pagination.BasePagination):
    """A hundred rows and the address of the next.

    ordering -- of the view: columns that are never empty, of which the last is unique
    The next page begins after the last row of this one, by its own values: rows that come, go or change meanwhile
    shift nothing, and any number of rows may share a day.
    """

    page_size = 100
    cursor_query_param = "cursor"
    cursor_query_description = "Where the page begins, as next of the page before says it."
    page: list[Any]
    following: str | None = None

    def paginate_queryset(self, queryset: Any, request: Any, view: Any = None) -> list[Any]:
        ordering = getattr(view, "ordering", ("pk",))
        columns = [queryset.model._meta.pk.name if name == "pk" else name for name in ordering]
        salt = f"cursor {queryset.model._meta.label} {' '.join(columns)}"
        rows = queryset.order_by(*columns)
        cursor = request.query_params.get(self.cursor_query_param)
        if cursor is not None:
            rows = rows.filter(_after(columns, self._position(cursor, salt)))
        found = list(rows[: self.page_size + 1])
        self.page = found[: self.page_size]
        if len(found) > self.page_size:
            position = [_as_text(self.page[-1], name) for name in columns]
            address = request.build_absolute_uri()
            self.following = replace_query_param(address, self.cursor_query_param, signing.dumps(position, salt=salt))
        return self.page

    def _position(self, cursor: str, salt: str) -> list[str]:
        try:
            position: list[str] = signing.loads(cursor, salt=salt)
        except signing.BadSignature as error:
            words = _("This cursor is not one of ours. Use “next” from the page before, unchanged.")
            raise exceptions.ValidationError({self.cursor_query_param: [words]}) from error
        return position

    def get_next_link(self) -> str | None:
        return self.following

    def get_paginated_response(self, data: Any) -> Response:
        return Response({"next": self.following, "results": data})

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        link = {"type": ["string", "null"], "format": "uri"}
        return {
            "type": "object", "required": ["next", "results"], "properties": {"next": link, "results": schema},
        }  # fmt: skip

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        return [
            {
                "name": self.cursor_query_param, "in": "query", "required": False,
                "description": self.cursor_query_description, "schema": {"type": "string"},
            }
        ]  # fmt: skip


def _as_text(row: Any, name: str) -> str:
    return str(row._meta.get_field(name).value_to_string(row))


def _after(columns: Sequence[str], position: Sequence[str]) -> Q:
    """Rows behind this one. The first condition says nothing new, and lets the database begin there in its index."""
    later, same = Q(), Q()
    for name, value in zip(columns, position, strict=True):
        later |= same & Q(**{f"{name}__gt": value})
        same &= Q(**{name: value})
    return Q(**{f"{columns[0]}__gte": position[0]}) & later
