"""A webhook of Thea's that listens to everything, made before anything happened."""

from __future__ import annotations

import pytest

from clinic.models import Webhook, WebhookEvent
from tests.people import MONDAY


@pytest.fixture
def webhook(thea) -> Webhook:
    return Webhook.objects.create(
        owner=thea, name="Schedule", url="http://127.0.0.1:9/hooks", events=WebhookEvent.values, secret="s" * 40,
        made_at=MONDAY,
    )  # fmt: skip
