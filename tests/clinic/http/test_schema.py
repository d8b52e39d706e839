"""The API's document is valid, and every address does what it says: asked by a machine that reads it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.http import parse_cookie
from drf_spectacular.generators import SchemaGenerator
from hypothesis import HealthCheck, Phase, given, settings
from openapi_spec_validator import OpenAPIV31SpecValidator
from schemathesis.checks import CHECKS, load_all_checks
from schemathesis.generation import GenerationMode

from clinic.wsgi import application
from tests.doing import do
from tests.people import MONDAY

pytestmark = pytest.mark.walk

DOCUMENT = SchemaGenerator().get_schema(request=None, public=True)
load_all_checks()
CHECKED = (
    "not_a_server_error", "status_code_conformance", "content_type_conformance", "response_headers_conformance",
    "response_schema_conformance", "negative_data_rejection",
)  # fmt: skip
WRITES = {"put", "post", "patch", "delete"}
OPERATIONS = [(method, path) for path, methods in DOCUMENT["paths"].items() for method in methods]


def test_the_document_is_valid():
    assert DOCUMENT["openapi"] == "3.1.0"
    assert [error.message for error in OpenAPIV31SpecValidator(DOCUMENT).iter_errors()] == []


@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_every_address_says_how_it_refuses(method, path):
    responses = DOCUMENT["paths"][path][method]["responses"]
    expected = {"400", "401", "403", "404", "429", "503"} | ({"413", "415", "422"} if method in WRITES else set())
    assert expected <= responses.keys()


def free_objects(schema, where):
    """Where an answer may be anything: an object without properties."""
    if "$ref" in schema:
        name = schema["$ref"].rsplit("/", 1)[1]
        if name not in where:
            yield from free_objects(DOCUMENT["components"]["schemas"][name], (*where, name))
        return
    if schema.get("type") == "object" and not schema.keys() & {"properties", "additionalProperties"}:
        yield where
    for inner in schema.get("properties", {}).values():
        yield from free_objects(inner, where)
    for part in ("oneOf", "anyOf", "allOf"):
        for inner in schema.get(part, []):
            yield from free_objects(inner, where)
    if "items" in schema:
        yield from free_objects(schema["items"], where)


@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_every_answer_has_a_type(method, path):
    (content,) = DOCUMENT["paths"][path][method]["responses"]["200"]["content"].values()
    assert list(free_objects(content["schema"], (path,))) == []


# -- asked by a machine that has read the document -------------------------------------------

CSRF = "k" * 32
#: Sets are judged one by one: a bad one is answered with its verdict, and with 200.
JUDGED_ONE_BY_ONE = "/api/v1/sessions/{session_id}/"
#: How many sound and how many unsound requests each address gets; the same ones every time.
EXAMPLES = 12


@pytest.fixture
def kept_connection() -> Iterator[None]:
    """A request of a real server ends its connection; here the test's own transaction is in it."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def fuzzed(db, kept_connection, as_ana, as_thea, ana, first_session, settings, time_machine):
    """The document as it is served, and whoever the address is for: Ana, who has trained once, or Thea.

    A made-up sign-in becomes theirs; a request without one goes on without one.
    """
    time_machine.move_to(MONDAY, tick=False)
    settings.THROTTLES = {}
    do(first_session, ana, MONDAY)

    def signed_in(environ, start_response):
        client = as_thea if "/staff/" in environ["PATH_INFO"] else as_ana
        has_session = "session" in parse_cookie(environ.get("HTTP_COOKIE", ""))
        has_key = has_session or "HTTP_AUTHORIZATION" in environ or "schema" in environ["PATH_INFO"]
        environ = {name: value for name, value in environ.items() if name != "HTTP_AUTHORIZATION"}
        if has_key:
            session = client.cookies["session"].value
            environ |= {"HTTP_COOKIE": f"session={session}; csrf={CSRF}", "HTTP_X_CSRFTOKEN": CSRF}

        def without_cookies(status, headers, *more):
            return start_response(status, [pair for pair in headers if pair[0] != "Set-Cookie"], *more)

        return application(environ | {"HTTP_ACCEPT_ENCODING": "identity"}, without_cookies)

    return schemathesis.openapi.from_wsgi("/api/v1/schema/?format=json", signed_in)


@pytest.mark.fuzz
@pytest.mark.parametrize("mode", GenerationMode)
@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_every_address_does_what_the_document_says(fuzzed, ana, method, path, mode):
    known = [CHECKS.get_one(name) for name in CHECKED]
    if path == JUDGED_ONE_BY_ONE:
        known.remove(CHECKS.get_one("negative_data_rejection"))

    @settings(
        max_examples=EXAMPLES, derandomize=True, database=None, deadline=None, suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],
    )  # fmt: skip
    @given(case=fuzzed[path][method].as_strategy(generation_mode=mode))
    def ask(case):
        if "X-Athlete" in (case.headers or {}):
            case.headers["X-Athlete"] = ana.owner_mark
        case.call_and_validate(checks=known)

    ask()
