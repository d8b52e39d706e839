"""What a view of the API raises, as its answer: a problem that names its fields."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.core.exceptions import RequestDataTooBig
from rest_framework import exceptions
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response
from rest_framework.settings import api_settings
from rest_framework.views import exception_handler

from .problems import MEDIA_TYPE, NOT_FOUND, problem

INVALID = "Some of what was sent is not valid: errors says what, field by field. Nothing was stored."


def problem_of(error: Exception, context: dict[str, Any]) -> Response | None:
    """What a view of the API raises, as its answer; None for a fault of ours."""
    context["request"].accepted_renderer = JSONRenderer()  # whatever the view itself writes: YAML, a page
    if isinstance(error, RequestDataTooBig):
        status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
        return Response(problem(status, "The document is larger than 256 kB."), status, content_type=MEDIA_TYPE)
    response = exception_handler(error, context)
    if response is not None:
        response.data = _document_of(error, response)
        response.content_type = MEDIA_TYPE
    return response


def _document_of(error: Exception, response: Response) -> dict[str, Any]:
    status = response.status_code
    if status == HTTPStatus.NOT_FOUND:
        return problem(status, NOT_FOUND)
    if isinstance(error, exceptions.ValidationError):
        return problem(status, INVALID, errors=_by_field(response.data))
    detail = response.data["detail"]
    return problem(status, str(detail), code=detail.code)


def _by_field(errors: Any) -> dict[str, Any]:
    """What is wrong with the document as a whole stands under a name of its own."""
    return errors if isinstance(errors, dict) else {api_settings.NON_FIELD_ERRORS_KEY: errors}
