"""Default classes of the API: strict JSON in, cursor pages out."""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterable, Mapping
from typing import IO, Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from drf_spectacular.authentication import SessionScheme
from rest_framework import authentication, exceptions, pagination, parsers, permissions

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


class CursorPages(pagination.CursorPagination):
    """A hundred rows and the address of the next. ordering -- of the view, which ends in something unique"""

    page_size = 100
    ordering = "pk"
    cursor_query_description = "Where the page begins, as next and previous of another page say it."

    def get_ordering(self, request: Any, queryset: Any, view: Any) -> Any:
        return getattr(view, "ordering", ("pk",))

    def paginate_queryset(self, queryset: Any, request: Any, view: Any = None) -> Any:
        try:
            return super().paginate_queryset(queryset, request, view)
        except (ValueError, OverflowError, exceptions.NotFound) as error:
            words = _("This is no cursor of ours. Take next of the page before it, as it is.")
            raise exceptions.ValidationError({self.cursor_query_param: [words]}) from error
