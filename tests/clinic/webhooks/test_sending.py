"""A row goes out signed, to a real server; what is not taken is tried later and later, and by one sender at a time."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from athletes.mail.reaper import hold_after_restore
from athletes.models import Flag
from clinic.models import WebhookDelivery
from clinic.tasks import send_webhooks
from clinic.webhooks.planning import plan_deliveries
from clinic.webhooks.sending import LEASE, WAITS, send, send_due
from tests.people import MONDAY

pytestmark = pytest.mark.django_db
PAGE = (Path(__file__).resolve().parents[3] / "docs" / "webhooks.md").read_text()


class Listener(HTTPServer):
    """What another program would be. answer -- the status that it gives; heard -- what it was told"""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Hears)
        self.answer, self.heard = 200, []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/hooks"


class Hears(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.heard.append((dict(self.headers), body))
        self.send_response(self.server.answer)
        if self.server.answer == 302:
            self.send_header("Location", self.server.url)
        self.end_headers()

    def log_message(self, *_said) -> None:
        pass


@pytest.fixture
def listener(webhook) -> Iterator[Listener]:
    server = Listener()
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    webhook.url = server.url
    webhook.save()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def delivery(webhook, listener, ana) -> WebhookDelivery:
    Flag.objects.create(id=Flag.key(ana.pk, "pain", "x"), athlete=ana, kind="pain", cause="x", raised_at=MONDAY)
    plan_deliveries(MONDAY)
    return WebhookDelivery.objects.select_related("webhook").get()


def test_it_says_what_happened_and_where_to_read_it_and_nothing_else(delivery, listener, ana):
    assert send_due(MONDAY) == 1
    ((headers, body),) = listener.heard
    said = json.loads(body)
    assert set(said) == {"id", "event", "at", "athlete", "subject", "read"}
    assert (said["event"], said["athlete"], said["id"]) == ("problem.opened", ana.pk, str(delivery.pk))
    assert said["read"].endswith(f"/api/v1/staff/problems/?athlete={ana.pk}&open=yes")
    second, digest = re.fullmatch(r"t=(\d+),v1=(\w{64})", headers["Stridewell-Signature"]).groups()
    assert int(second) == int(MONDAY.timestamp())
    assert digest == hmac.new(b"s" * 40, second.encode() + b"." + body, hashlib.sha256).hexdigest()


def test_the_page_checks_the_signature_as_it_is_made(delivery, listener):
    send_due(MONDAY)
    ((headers, body),) = listener.heard
    (code,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    names: dict = {}
    exec(code, names)
    genuine, now = names["is_genuine"], MONDAY.timestamp()
    assert genuine("s" * 40, headers["Stridewell-Signature"], body, now)
    assert not genuine("s" * 40, headers["Stridewell-Signature"], body + b" ", now)
    assert not genuine("other", headers["Stridewell-Signature"], body, now)
    assert not genuine("s" * 40, headers["Stridewell-Signature"], body, now + 301)


def test_what_is_taken_is_not_sent_again(delivery, listener):
    send_due(MONDAY)
    assert send_due(MONDAY + timedelta(days=1)) == 0
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts, delivery.sent_at) == ("sent", 1, MONDAY)


@pytest.mark.parametrize("answer", [500, 404, 302])
def test_what_is_not_taken_is_tried_later_and_later_and_then_given_up(delivery, listener, answer):
    listener.answer = answer
    at = MONDAY
    for wait in WAITS:
        assert send_due(at) == 0
        delivery.refresh_from_db()
        assert (delivery.next_at - at, delivery.said) == (wait, f"answered {answer}")
        assert send_due(delivery.next_at - timedelta(seconds=1)) == 0
        at = delivery.next_at
    send_due(at)
    delivery.refresh_from_db()
    assert delivery.state == "given_up"
    assert len(listener.heard) == len(WAITS) + 1


def test_a_server_that_is_away_is_said(delivery, webhook):
    webhook.url = "http://127.0.0.1:1/"
    webhook.save()
    send_due(MONDAY)
    delivery.refresh_from_db()
    assert delivery.said.startswith("ConnectionRefusedError")


def test_an_address_that_leads_inside_by_now_is_not_asked(delivery, listener, settings):
    settings.DEMO_CLINIC = False
    send_due(MONDAY)
    delivery.refresh_from_db()
    assert (listener.heard, delivery.said) == ([], "Only https:// is sent to.")


def test_two_senders_make_one_try(delivery, listener):
    again = WebhookDelivery.objects.select_related("webhook").get()
    assert send(delivery, MONDAY)
    assert not send(again, MONDAY)
    assert len(listener.heard) == 1


def test_a_sender_that_died_leaves_it_to_the_next_one(delivery, listener):
    WebhookDelivery.objects.update(attempts=1, next_at=MONDAY + LEASE)
    assert send_due(MONDAY + LEASE - timedelta(seconds=1)) == 0
    assert send_due(MONDAY + LEASE) == 1


def test_after_a_restore_nothing_goes_out_before_somebody_says_so(delivery, listener):
    hold_after_restore(at=MONDAY)
    assert send_due(MONDAY) == 0
    assert listener.heard == []


def test_the_task_plans_and_sends(webhook, listener, ana, time_machine):
    time_machine.move_to(MONDAY, tick=False)
    Flag.objects.create(id=Flag.key(ana.pk, "pain", "x"), athlete=ana, kind="pain", cause="x", raised_at=MONDAY)
    assert send_webhooks() == 1
    assert send_webhooks() == 0
