"""Error pages in plain words. They never need the database or a signed-in person."""

from __future__ import annotations

import sys
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, JsonResponse, UnreadablePostError
from django.shortcuts import render
from rest_framework import status
from rest_framework.response import Response
from rest_framework.views import exception_handler

from athletes.secret_text import UnreadableSecretError

from .away import AWAY_SECONDS, is_away


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    if request.path.startswith("/api/"):
        return JsonResponse({"detail": "Not found."}, status=404)
    return render(request, "404.html", status=404)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "403.html", status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """What no page has caught: one of our own faults, or something that we need and that is away.

    Django asks for this answer while it handles the exception, wherever in the request that was raised: in a page, in
    the session before it, or in the access log after it.
    """
    error = sys.exc_info()[1]
    if isinstance(error, UnreadablePostError):  # they went away while they sent it: nobody reads this
        return HttpResponseBadRequest("The request did not come in whole.", content_type="text/plain")
    if is_away(error):
        return _unavailable(request)
    if isinstance(error, UnreadableSecretError):  # only pages of the second factor read what must not be empty
        return render(request, "account/second_factor_unreadable.html", status=503)
    return render(request, "500.html", status=500)


def _unavailable(request: HttpRequest) -> HttpResponse:
    """For a program as JSON; a phone keeps what it could not send, and sends it later by itself."""
    if request.path.startswith("/api/"):
        response: HttpResponse = JsonResponse({"detail": "Something that we need is away. Try again."}, status=503)
    else:
        response = render(request, "503.html", status=503)
    response.headers["Retry-After"] = str(AWAY_SECONDS)
    return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "403_csrf.html", status=403)


def plain_errors(error: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's own answers; a stranger's row and a missing one read the same."""
    if isinstance(error, RequestDataTooBig):
        return Response({"detail": "The document is larger than 256 kB."}, status.HTTP_413_REQUEST_ENTITY_TOO_LARGE)
    response = exception_handler(error, context)
    if response is not None and response.status_code == status.HTTP_404_NOT_FOUND:
        response.data = {"detail": "Not found."}
    return response
