"""What happens around every request: personal pages are not kept by caches, accesses are logged."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from auditlog.middleware import AuditlogMiddleware
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.cache import add_never_cache_headers, patch_cache_control
from whitenoise.middleware import WhiteNoiseMiddleware

from athletes.access.events import answering
from clinic.audit.answers import is_quiet, record_answer
from clinic.sign_in.recording import record_sign_out
from programs.own_figures.shown import read_once
from programs.translating import translations_read_once

from .problems import answer_problem, is_for_a_program

DAY_SECONDS = 24 * 3600
#: How exactly the last use is noted; noting every request would write the session each time.
SEEN_EVERY_SECONDS = 30
#: What this site has ever put into a session cookie.
SESSION_KEY = re.compile(r"[a-z0-9]{0,64}")
METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE")
Handler = Callable[[HttpRequest], HttpResponse]


class PlainRequestMiddleware:
    """Refuses what only breaks things further in: odd methods, odd charsets, session cookies that were never ours."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in METHODS:
            return HttpResponseNotAllowed(METHODS)
        if not _is_utf8(request):
            return _not_utf8(request)
        session_key = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
        if not SESSION_KEY.fullmatch(session_key):
            del request.COOKIES[settings.SESSION_COOKIE_NAME]
        return self.get_response(request)


def _not_utf8(request: HttpRequest) -> HttpResponse:
    if is_for_a_program(request):
        return answer_problem(request, 400, "Write UTF-8.")
    return HttpResponseBadRequest("Write UTF-8.", content_type="text/plain")


class StaticFilesMiddleware(WhiteNoiseMiddleware):
    """Files carry no more headers than they need: a session's first view is fifteen scripts and styles.

    It stands before SecurityMiddleware, most of whose headers are about pages. The policy of their page holds for
    scripts and styles; a picture that is opened by itself keeps its own. Their names change with what is in them, so
    nobody ever asks whether they have changed.
    """

    @staticmethod
    def serve(static_file: Any, request: HttpRequest) -> HttpResponseBase:
        response: HttpResponseBase = WhiteNoiseMiddleware.serve(static_file, request)
        response["X-Content-Type-Options"] = "nosniff"
        if request.path.endswith((".js", ".css")):
            response._csp_exempt = True  # type: ignore[attr-defined]
        if "immutable" in response.get("Cache-Control", ""):
            for header in ("Last-Modified", "ETag"):
                del response[header]
        return response


def _is_utf8(request: HttpRequest) -> bool:
    parameters = request.content_params or {}
    return parameters.get("charset", "utf-8").lower() in {"utf-8", "utf8"}


class AuditMiddleware(AuditlogMiddleware):
    """Who changed something, and from where: never from headers that anybody can write."""

    def get_extra_data(self, request: HttpRequest) -> dict[str, Any]:
        return {
            "actor": self._get_actor(request),
            "remote_addr": request.META.get("REMOTE_ADDR") or None,
            "remote_port": None,
        }


class PersonalPagesMiddleware:
    """``Cache-Control: no-store`` on every answer to somebody who is signed in."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.user.is_authenticated and not response.has_header("Cache-Control"):
            add_never_cache_headers(response)
            patch_cache_control(response, no_store=True, private=True)
        return response


class SessionLifeMiddleware:
    """How long a signed-in person stays so (reliability.md 1).

    Staff: fifteen minutes without a request, and twelve hours at most. Athletes: 180 days, renewed
    at most once a day while they come. What a page asks by itself, with ``X-Quiet``, is no use.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            now = int(timezone.now().timestamp())
            if getattr(request.user, "is_staff", False):
                self._keep_or_end_for_staff(request, now)
            else:
                self._renew_for_athlete(request, now)
        return self.get_response(request)

    def _keep_or_end_for_staff(self, request: HttpRequest, now: int) -> None:
        signed_in_at = request.session.setdefault("staff_since", now)
        last_seen_at = request.session.get("staff_seen", signed_in_at)
        is_idle = now - last_seen_at > settings.STAFF_IDLE_SECONDS
        is_over = now - signed_in_at > settings.STAFF_SESSION_SECONDS
        if is_idle or is_over:
            record_sign_out(request.user, how="idle")
            logout(request)
        elif is_quiet(request):
            return
        elif now - last_seen_at > SEEN_EVERY_SECONDS or "staff_seen" not in request.session:
            request.session["staff_seen"] = now

    def _renew_for_athlete(self, request: HttpRequest, now: int) -> None:
        if not is_quiet(request) and now - request.session.get("renewed_at", 0) > DAY_SECONDS:
            request.session["renewed_at"] = now
            request.session.set_expiry(settings.SESSION_COOKIE_AGE)


class StaffAreaMiddleware:
    """Passwords and second factors under /staff/ are for staff: a signed-in athlete is sent to Today."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith("/staff/") and getattr(request.user, "is_athlete", False):
            return redirect("today")
        return self.get_response(request)


class FiguresMiddleware:
    """Which figures the clinic drew itself, and what its exercises are called, is read once for all of a page."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with read_once(), translations_read_once():
            return self.get_response(request)


class AccessLogMiddleware:
    """Each answer that shows or refuses athletes is written down, and what happens meanwhile came by this request."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with answering(request):
            response = self.get_response(request)
            record_answer(request, response)
            return response
