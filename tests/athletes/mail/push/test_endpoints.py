"""Only push services are written to, whatever address a browser names."""

from __future__ import annotations

import pytest

from athletes.mail.push.endpoints import is_push_service

SERVICES = [
    "https://fcm.googleapis.com/fcm/send/abc:def",
    "https://fcm.googleapis.com:443/fcm/send/abc",
    "https://updates.push.services.mozilla.com/wpush/v2/abc",
    "https://web.push.apple.com/abc",
    "https://db5p.notify.windows.com/w/?token=abc",
]
OTHERS = [
    "",
    "http://fcm.googleapis.com/fcm/send/abc",
    "https://fcm.googleapis.com:8443/fcm/send/abc",
    "https://fcm.googleapis.com:port/",
    "https://fcm.googleapis.com.evil.example/",
    "https://evilpush.apple.com.example/",
    "https://evil-fcm.googleapis.com/",
    "https://notpush.apple.com/",
    "https://fcm.googleapis.com@127.0.0.1/",
    "https://user:word@fcm.googleapis.com/",
    "https://127.0.0.1/",
    "https://169.254.169.254/latest/meta-data/",
    "https://[::1]/",
    "https://localhost/",
    "http://127.0.0.1:9000/send/one",
    "file:///etc/passwd",
]


@pytest.mark.parametrize("endpoint", SERVICES)
def test_the_services_of_browsers_are_written_to(endpoint):
    assert is_push_service(endpoint)


@pytest.mark.parametrize("endpoint", OTHERS)
def test_nothing_else_is(endpoint):
    assert not is_push_service(endpoint)


def test_a_test_s_own_service_counts_where_it_is_named_and_no_neighbor_of_it(settings):
    settings.PUSH_TEST_SERVICE = "http://127.0.0.1:9000"
    assert is_push_service("http://127.0.0.1:9000/send/one")
    assert not is_push_service("http://127.0.0.1:9001/send/one")
    assert not is_push_service("http://127.0.0.1:9000@elsewhere.example/")
