"""The API's document, made true where its generator cannot know better: texts, closed documents, refusals."""

from __future__ import annotations

from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

from rest_framework.serializers import BaseSerializer

from athletes.phone.serializers import StrictSerializer

from .problems import MEDIA_TYPE

Schema = dict[str, Any]
WRITES = {"put", "post", "patch", "delete"}
#: What the generator makes of a validator that forbids a pattern: the pattern.
FORBIDDEN = r"[\u0000-\u001f\u007f]"
#: One line: no line breaks, no control characters. And any text: a database keeps no NUL.
ONE_LINE = r"^[^\u0000-\u001f\u007f]*$"
ANY_TEXT = r"^[^\u0000]*$"
#: How the generator says that a text may be empty.
EMPTY = {"type": "string", "maxLength": 0}
#: When each is answered. Those of a write alone are the last.
REFUSALS = {
    400: "The request cannot be read, or a field or a parameter is not valid: errors names each.",
    401: "Nobody is signed in, or the token is unknown, revoked or over.",
    403: "Not for this person, or not for this token’s scopes.",
    404: "Nothing is at this address, or it is not yours to see.",
    405: "Not by this method; Allow says by which.",
    406: "Asked for something that is not JSON.",
    429: "More than one person does. Retry-After says when to come back.",
    503: "Something that we need is away. Retry-After says when to come back.",
}
REFUSALS_OF_WRITES = {
    413: "The document is larger than 256 kB.",
    415: "Send application/json.",
    422: "A sound document that a rule of the clinic refuses: errors says why.",
}
PROBLEM: Schema = {
    "type": "object",
    "description": "Why it was refused (RFC 9457).",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "const": "about:blank"},
        "title": {"type": "string"},
        "status": {"type": "integer", "minimum": 400, "maximum": 599},
        "detail": {"type": "string", "description": "One sentence for a person."},
        "code": {"type": "string", "description": "Which of several reasons, for a program."},
        "errors": {
            "type": "object",
            "description": "By field or parameter; of a list or a document inside, by its own fields.",
            "additionalProperties": {
                "oneOf": [
                    {"type": "array", "items": {"anyOf": [{"type": "string"}, {"type": "object"}]}},
                    {"type": "object"},
                ]
            },
        },
    },
}


def texts_as_they_are_read(result: Schema, **generated: Any) -> Schema:
    """Names take no control characters, and what is sent takes no NUL; the generator says the first upside down."""
    for schema in _all_schemas(result):
        if schema.get("pattern") == FORBIDDEN:
            schema["pattern"] = ONE_LINE
        if EMPTY in schema.get("oneOf", []):
            schema["anyOf"] = schema.pop("oneOf")  # what takes an empty text already need not say so twice
    for component in _strict_components(generated["generator"], result):
        for schema in _all_schemas(component):
            if schema.get("type") == "string" and not schema.keys() & {"pattern", "format", "enum"}:
                schema["pattern"] = ANY_TEXT
    return result


def closed_documents(result: Schema, **generated: Any) -> Schema:
    """A ``StrictSerializer`` refuses keys that it does not know."""
    for component in _strict_components(generated["generator"], result):
        component["additionalProperties"] = False
    return result


def with_refusals(result: Schema, **_generated: Any) -> Schema:
    """Every address refuses in the same words, as a ``Problem``."""
    result["components"]["schemas"]["Problem"] = PROBLEM
    refusals = REFUSALS | REFUSALS_OF_WRITES
    result["components"]["responses"] = {_name(status): _answer(status, why) for status, why in refusals.items()}
    for operations in result["paths"].values():
        for method, operation in operations.items():
            for status in refusals if method in WRITES else REFUSALS:
                ref = {"$ref": f"#/components/responses/{_name(status)}"}
                operation["responses"].setdefault(str(status), ref)
    return result


def _name(status: int) -> str:
    return HTTPStatus(status).name.title().replace("_", "")


def _answer(status: int, why: str) -> Schema:
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    answer: Schema = {"description": why, "content": content}
    if status in (429, 503):
        answer["headers"] = {"Retry-After": {"schema": {"type": "integer"}, "description": "Seconds."}}
    return answer


def _all_schemas(node: Any) -> Iterator[Schema]:
    """Every object of the document that has a type or a pattern, at any depth."""
    if isinstance(node, dict):
        yield node
        node = list(node.values())
    if isinstance(node, list):
        for inner in node:
            yield from _all_schemas(inner)


def _strict_components(generator: Any, result: Schema) -> Iterator[Schema]:
    for (name, _kind), component in generator.registry._components.items():
        serializer = component.object
        kind = type(serializer) if isinstance(serializer, BaseSerializer) else serializer
        if isinstance(kind, type) and issubclass(kind, StrictSerializer):
            yield result["components"]["schemas"][name]
