"""Why the API did not do what was asked, as RFC 9457 says it: ``application/problem+json``, whoever refuses."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, JsonResponse

from athletes.api.fhir import outcomes

MEDIA_TYPE = "application/problem+json"
FHIR_PREFIX = "/fhir/"
PREFIXES = ("/api/", FHIR_PREFIX)
#: A stranger's row and a missing one read the same.
NOT_FOUND = "Nothing is at this address, or it is not yours to see."


def is_for_a_program(request: HttpRequest) -> bool:
    """Whether who asks reads JSON: everything below /api/ and /fhir/."""
    return request.path.startswith(PREFIXES)


def problem(status: int, detail: str, **more: Any) -> dict[str, Any]:
    """The document. The type is ``about:blank``: the status says what kind it is, ``code`` which of several."""
    return {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": detail, **more}


def answer_problem(request: HttpRequest, status: int, detail: str) -> JsonResponse:
    """For what is refused before, after or beside a view of the API; in FHIR's words below /fhir/."""
    if request.path.startswith(FHIR_PREFIX):
        return JsonResponse(outcomes.outcome(status, detail), status=status, content_type=outcomes.MEDIA_TYPE)
    return JsonResponse(problem(status, detail), status=status, content_type=MEDIA_TYPE)
