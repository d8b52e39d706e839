"""What is written down has no token, address or quoted row in it, for people and for machines."""

from __future__ import annotations

import json
import logging
import sys

import pytest

from clinic.operations.logs.lines import JsonLines, TextLines
from clinic.operations.logs.masking import mask
from clinic.operations.logs.request_id import WithRequestId, traced


def record_of(message: str, *arguments: object, error: BaseException | None = None) -> logging.LogRecord:
    raised = (type(error), error, None) if error else None
    return logging.LogRecord("clinic.x", logging.WARNING, "x.py", 1, message, arguments, raised)


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("Not Allowed (HEAD): /in/invite-AAA/", "Not Allowed (HEAD): /in/***/"),
        ("Not Found: /join/AAA-b_c/", "Not Found: /join/***/"),
        ("/unsubscribe/a:b/ and /calendar/c:d.ics", "/unsubscribe/***/ and /calendar/***"),
        ("/staff/password/reset/key/1-abc/", "/staff/key/***/"),
        ("no mail to Ana.Silva+x@stridewell.example today", "no mail to *** today"),
        ("DETAIL:  Key (email)=(x) already exists.", "DETAIL: ***"),
        ("Failing row contains (1, Ana Silva, hurts).", "Failing row contains ***"),
        ("a plain line about /session/1/", "a plain line about /session/1/"),
    ],
)
def test_what_signs_in_and_whose_it_is_is_masked(said, written):
    assert mask(said) == written


def test_a_line_for_people_is_masked_down_to_what_an_exception_says():
    line = TextLines().format(record_of("cannot store %s", "ana@x.example", error=ValueError("DETAIL: (Ana Silva)")))
    assert "WARNING clinic.x [-] cannot store ***" in line
    assert "Ana" not in line


def test_a_line_for_machines_is_one_json_object_with_time_level_and_id():
    record = record_of("Not Found: %s", "/in/secret", error=ValueError("to ana@x.example"))
    with traced("0a1b2c3d-0000-4000-8000-0123456789ab"):
        WithRequestId().filter(record)
    line = JsonLines().format(record)
    assert "\n" not in line
    found = json.loads(line)
    assert found["timestamp"].endswith("+00:00")
    assert (found["level"], found["logger"]) == ("WARNING", "clinic.x")
    assert (found["message"], found["request_id"]) == ("Not Found: /in/***", "0a1b2c3d-0000-4000-8000-0123456789ab")
    assert "ValueError: to ***" in found["exc_info"]


def test_what_libraries_hang_on_a_record_is_left_out():
    record = record_of("Not Found: %s", "/x/")
    record.request, record.data, record.status = "<WSGIRequest: GET '/x/?q=Ana'>", {"args": "('Ana',)"}, 404
    WithRequestId().filter(record)
    found = json.loads(JsonLines().format(record))
    assert set(found) == {"timestamp", "level", "logger", "message", "request_id", "status"}


def test_the_settings_choose_the_kind_of_line(settings):
    console = settings.LOGGING["handlers"]["console"]
    assert console["formatter"] == "text"
    assert console["formatter"] in settings.LOGGING["formatters"]
    assert "clinic.operations.logs.lines" in sys.modules
