"""One person cannot do what is dear as often as a program could; what was typed or logged is not lost over it."""

from __future__ import annotations

import json
import re
import uuid
from datetime import timedelta

import pytest
from django.conf import settings as of_clinic
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import get_resolver

from athletes.models import Message, Run
from clinic.http.throttles import READS, WRITES, Rate, scopes_of
from tests.athletes import watch
from tests.people import MONDAY

pytestmark = pytest.mark.django_db
SAID = 'My calf is "tight"\n& sore'


@pytest.fixture(autouse=True)
def _monday(time_machine):
    time_machine.move_to(MONDAY, tick=False)


@pytest.fixture(autouse=True)
def few(settings):
    once = {scope: ["1/5m"] for scope in settings.THROTTLES}
    settings.THROTTLES = once | {"write": ["9/5m"]}


def upload(client):
    return client.post("/runs/upload/", {"file": SimpleUploadedFile("run.gpx", watch.gpx())})


def test_the_second_file_waits_and_another_person_does_not(as_ana, client, ben):
    assert upload(as_ana).status_code == 302
    refused = upload(as_ana)
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "300")
    assert "Try again in 5 minutes." in refused.content.decode()
    client.force_login(ben.user, backend="clinic.sign_in.auth.LinkBackend")
    assert upload(client).status_code == 302
    assert Run.objects.count() == 2


def test_what_was_typed_goes_again_by_one_tap(as_ana, ana, time_machine):
    as_ana.post("/messages/", {"text": "One"})
    page = as_ana.post("/messages/", {"text": SAID})
    kept = dict(re.findall(r'<textarea hidden name="(\w+)">\n(.*?)</textarea>', page.content.decode(), re.DOTALL))
    assert kept == {"text": "My calf is &quot;tight&quot;\n&amp; sore"}
    time_machine.move_to(MONDAY + timedelta(minutes=5), tick=False)
    assert as_ana.post("/messages/", {"text": SAID}).status_code == 302
    assert Message.objects.filter(text=SAID).count() == 1


def test_a_program_is_told_the_seconds_and_sends_the_same_later(as_ana, time_machine):
    def send(run_id):
        run = {"kind": "easy", "ran_on": "2026-11-01", "minutes": 30, "rev": 1, "edit_id": str(run_id)}
        return as_ana.put(f"/api/v1/runs/{run_id}/", json.dumps(run), content_type="application/json")

    first, second = uuid.uuid4(), uuid.uuid4()
    assert send(first).status_code == 200
    refused = send(second)
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "300")
    assert refused.json()["detail"] == "That was too many tries. Try again in 5 minutes."
    time_machine.move_to(MONDAY + timedelta(minutes=5), tick=False)
    assert send(second).status_code == 200
    assert Run.objects.count() == 2


def test_every_write_counts_as_one(as_ana, ana):
    statuses = [as_ana.post("/settings/", {}).status_code for _time in range(10)]
    assert (statuses[:9].count(429), statuses[9]) == (0, 429)
    assert as_ana.get("/settings/").status_code == 200


def test_what_is_dear_to_read_is_counted_too(as_ana, ana):
    assert [as_ana.get("/settings/download/").status_code for _time in range(2)] == [200, 429]


def test_without_a_cache_nothing_is_counted(as_ana, settings):
    away = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://127.0.0.1:1/0"}
    settings.CACHES = {"default": away}
    assert [as_ana.post("/messages/", {"text": "One"}).status_code for _time in range(2)] == [302, 302]


def test_each_route_that_is_counted_exists_and_each_scope_has_its_rates():
    def names(resolver, space=""):
        for pattern in resolver.url_patterns:
            if hasattr(pattern, "url_patterns"):
                yield from names(pattern, f"{pattern.namespace}:" if pattern.namespace else space)
            else:
                yield f"{space}{pattern.name}"

    counted = WRITES | READS
    assert counted.keys() <= set(names(get_resolver()))
    assert {*counted.values(), "write", "token"} == of_clinic.THROTTLES.keys()
    assert list(scopes_of("messages", "GET")) == []


def test_a_rate_says_how_many_in_how_long():
    assert [Rate.of("10/5m"), Rate.of("60/d")] == [Rate(10, 300), Rate(60, 86_400)]
    with pytest.raises(ValueError, match="no rate"):
        Rate.of("ten a day")
