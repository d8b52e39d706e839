"""The page of webhooks: a clinic admin makes one, its secret is shown once, and what arrived stands there."""

from __future__ import annotations

import pytest
from django.db import connection

from clinic.models import AccessLog, Webhook
from clinic.webhooks.making import end_webhook

pytestmark = pytest.mark.django_db
PAGE = "/admin/webhooks/"


def values(whose, **changes):
    given = {"name": "Schedule", "url": "http://127.0.0.1:9/", "owner": whose.pk, "events": ["session.finished"]}
    return given | changes


def test_a_secret_is_shown_once_and_stands_locked(as_carla, carla, thea):
    made = as_carla.post(PAGE, values(thea)).content.decode()
    webhook = Webhook.objects.get()
    assert webhook.secret in made
    assert webhook.secret not in as_carla.get(PAGE).content.decode()
    with connection.cursor() as cursor:
        cursor.execute("SELECT secret FROM clinic_webhook")
        assert webhook.secret not in cursor.fetchone()[0]
    row = AccessLog.objects.latest("id")
    assert AccessLog.objects.filter(kind="webhook_made", actor=carla, account=thea).exists(), row


@pytest.mark.parametrize("wrong", [{"url": "x"}, {"url": "ftp://x.example/"}, {"events": []}, {"owner": ""}])
def test_what_is_wrong_is_said_and_nothing_is_made(as_carla, thea, wrong):
    answer = as_carla.post(PAGE, values(thea, **wrong))
    assert answer.status_code == 422
    assert "errorlist" in answer.content.decode()
    assert not Webhook.objects.exists()


def test_only_clinic_admins_open_it(as_thea, thea):
    assert as_thea.get(PAGE).status_code == 403
    assert as_thea.post(PAGE, values(thea)).status_code == 403
    assert not Webhook.objects.exists()


def test_a_tap_ends_it_once(as_carla, carla, thea):
    as_carla.post(PAGE, values(thea))
    webhook = Webhook.objects.get()
    said = as_carla.post(f"{PAGE}{webhook.pk}/end/", follow=True).content.decode()
    assert "Nothing is sent" in said
    assert not Webhook.objects.working().exists()
    assert not end_webhook(webhook=webhook, by=carla, at=webhook.made_at)
