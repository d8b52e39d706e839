"""A relay of the tests' own, over real SMTP."""

from __future__ import annotations

import pytest

from tests.athletes.mail.relay.servers import relay_running


@pytest.fixture
def relay(settings):
    with relay_running() as (relay, port):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", port, 5
        yield relay
