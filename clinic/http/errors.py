"""Error pages in plain words. They never need the database or a signed-in person."""

from __future__ import annotations

import sys

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, UnreadablePostError
from django.shortcuts import render
from django.views.defaults import bad_request as plain_bad_request

from athletes.secret_text import UnreadableSecretError

from .away import AWAY_SECONDS, is_away
from .problems import NOT_FOUND, answer_problem, is_for_a_program


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if is_for_a_program(request):
        return answer_problem(request, 400, "This request cannot be read.")
    return plain_bad_request(request, exception)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    if is_for_a_program(request):
        return answer_problem(request, 404, NOT_FOUND)
    return render(request, "404.html", status=404)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    if is_for_a_program(request):
        return answer_problem(request, 403, "You may not do this.")
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
    if is_for_a_program(request):
        return answer_problem(request, 500, "Something went wrong on our side. Nothing was stored.")
    return render(request, "500.html", status=500)


def _unavailable(request: HttpRequest) -> HttpResponse:
    """For a program as JSON; a phone keeps what it could not send, and sends it later by itself."""
    if is_for_a_program(request):
        response: HttpResponse = answer_problem(request, 503, "Something that we need is away. Try again.")
    else:
        response = render(request, "503.html", status=503)
    response.headers["Retry-After"] = str(AWAY_SECONDS)
    return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "403_csrf.html", status=403)
