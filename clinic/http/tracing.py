"""A request's id: the proxy's, or a new one; the answer says it, so that the access log and a caller know it too."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from clinic.operations.logs.request_id import HEADER, META_KEY, traced

Handler = Callable[[HttpRequest], HttpResponse]


class RequestIdMiddleware:
    """The proxy puts its id in place of whatever the caller sent (deploy/Caddyfile)."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with traced(request.headers.get(HEADER)) as request_id:
            request.META[META_KEY] = request_id
            response = self.get_response(request)
        response.headers[HEADER] = request_id
        return response
