"""What every address of the API answers to a hostile document and to OPTIONS, walked from its schema."""

from __future__ import annotations

import uuid

import pytest
from django.test import Client
from drf_spectacular.generators import SchemaGenerator

from clinic.http.rest import MAX_DEPTH, TOO_DEEP

WRITING = ("put", "post", "patch")
SCHEMA = SchemaGenerator().get_schema(request=None, public=True)
WRITERS = [(method, path) for path, operations in SCHEMA["paths"].items() for method in WRITING if method in operations]
BROWSED = ["/api/v1/schema/", "/api/v1/docs/"]


def with_a_key(path: str) -> str:
    head, brace, rest = path.partition("{")
    key = 1 if rest.startswith(("athlete_id", "program_id")) else uuid.uuid4()
    return f"{head}{key}{rest.partition('}')[2]}" if brace else path


def deep(levels: int) -> dict[str, str]:
    return {
        "lists": "[" * levels + "]" * levels,
        "objects": '{"a":' * levels + "1" + "}" * levels,
        "a field": '{"sets": ' + "[" * levels + "]" * levels + "}",
        "cut off": "[" * levels,
    }


@pytest.mark.django_db
@pytest.mark.parametrize(("method", "path"), WRITERS)
@pytest.mark.parametrize("levels", [MAX_DEPTH + 1, 200, 500, 900, 990, 2_000, 40_000])
def test_a_document_nested_too_deep_is_refused_in_words(as_ana, method, path, levels):
    for name, body in deep(levels).items():
        answer = as_ana.generic(method.upper(), with_a_key(path), body, content_type="application/json")
        assert (name, answer.status_code) == (name, 400)
        if name != "cut off":
            assert answer.json()["detail"] == TOO_DEEP


@pytest.mark.django_db
@pytest.mark.parametrize(("method", "path"), WRITERS)
def test_a_document_at_the_limit_is_read(as_ana, method, path):
    answer = as_ana.generic(method.upper(), with_a_key(path), deep(MAX_DEPTH)["lists"], content_type="application/json")
    assert answer.status_code == 400
    assert answer.json().get("detail") != TOO_DEEP


@pytest.mark.django_db
@pytest.mark.parametrize("path", [*SCHEMA["paths"], *BROWSED])
def test_options_are_not_answered_and_the_refusal_says_what_is(as_ana, as_thea, path):
    whose = as_thea if "/staff/" in path else as_ana
    answer = whose.options(with_a_key(path))
    assert answer.status_code == 405
    assert {"GET", "PUT"} & set(answer["Allow"].split(", "))
    assert as_thea.options(with_a_key(path)).status_code in (403, 405)
    assert Client().options(with_a_key(path)).status_code == 401


def test_the_schema_names_the_addresses_that_write():
    assert len(WRITERS) >= 4
