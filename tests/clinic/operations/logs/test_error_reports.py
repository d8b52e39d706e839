"""Reports of errors: off by default, and without a word about a person. The whole way in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from clinic.operations.logs.error_reports import scrubbed

ROOT = Path(__file__).resolve().parents[4]
#: A clinic with reports on, whose page fails with a name at hand: in a variable, the address, the body, a log line.
SCRIPT = """
import io, json, logging
from wsgiref.util import setup_testing_defaults
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.urls import path
from sentry_sdk.transport import Transport
from clinic.operations.logs import error_reports

class Kept(Transport):
    events = []
    def capture_envelope(self, envelope):
        Kept.events += [item.payload.json for item in envelope.items if item.payload.json]

def fails(request, slug):
    patient = "Ana Silva"
    logging.getLogger("clinic.x").error("a line about %s", patient)
    raise ValueError("no mail to ana@stridewell.example")

def handler500(request):
    return HttpResponse("sorry", status=500)

urlpatterns = [path("page/<slug:slug>/", fails)]
error_reports.start("https://key@127.0.0.1:9/1", release="1.0", transport=Kept)
application = get_wsgi_application()
settings.ROOT_URLCONF = "__main__"
settings.MIDDLEWARE = ["clinic.http.tracing.RequestIdMiddleware"]
application.load_middleware()
environ = {
    "REQUEST_METHOD": "POST", "PATH_INFO": "/page/x/", "QUERY_STRING": "name=Ana+Silva", "HTTP_X_ATHLETE": "Ana Silva",
    "HTTP_COOKIE": "session=secret", "CONTENT_TYPE": "application/x-www-form-urlencoded", "CONTENT_LENGTH": "18",
    "wsgi.input": io.BytesIO(b"note=my+knee+hurts"),
}
setup_testing_defaults(environ)
application(environ, lambda status, headers: None)
print("EVENTS" + json.dumps(Kept.events))
"""


def test_what_is_reported_helps_to_mend_the_error_and_names_nobody(tmp_path):
    demo = {"DEMO_CLINIC": "yes", "DATA_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "clinic.settings"}
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], cwd=ROOT, env=os.environ | demo, capture_output=True, text=True, check=False
    )
    assert "EVENTS" in done.stdout, done.stderr
    told = done.stdout.partition("EVENTS")[2]
    events = json.loads(told)
    raised = [event for event in events if "exception" in event]
    assert raised
    assert raised[0]["exception"]["values"][0]["type"] == "ValueError"
    assert raised[0]["request"] == {"method": "POST", "url": "http://127.0.0.1/page/x/"}
    assert len(raised[0]["tags"]["request_id"]) == 36
    assert raised[0]["transaction"] == "/page/{slug}/"
    for secret in ("Ana", "Silva", "stridewell.example", "knee", "secret", "name="):
        assert secret not in told.replace('raise ValueError(\\"no mail to ana@stridewell.example\\")', "")


def test_nothing_but_the_known_parts_of_an_event_is_kept():
    frame = {"function": "view", "vars": {"athlete": "Ana Silva"}}
    event = {
        "level": "error",
        "user": {"id": 7},
        "breadcrumbs": {"values": ["Ana"]},
        "extra": {"celery-job": {"args": ["Ana"]}},
        "exception": {"values": [{"type": "E", "value": "to ana@x.example", "stacktrace": {"frames": [frame]}}]},
        "logentry": {"message": "about %s", "params": ["Ana"]},
        "request": {"method": "GET", "url": "https://x.example/in/tok/?q=Ana", "cookies": "c", "data": "d"},
    }
    assert scrubbed(event, {}) == {
        "level": "error",
        "exception": {"values": [{"type": "E", "value": "to ***", "stacktrace": {"frames": [{"function": "view"}]}}]},
        "logentry": {"message": "about %s"},
        "request": {"method": "GET", "url": "https://x.example/in/***/"},
        "tags": {"request_id": "-"},
    }


def test_reports_are_off_until_an_address_is_named(settings):
    assert settings.ERROR_REPORTS_DSN == ""
