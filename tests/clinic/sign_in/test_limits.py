"""Who fails too often is kept out of that account at that address, and nobody else is."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core import mail as outbox
from django.test import Client
from django.utils import timezone

from clinic.models import AccessLog

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"
CLINIC, HOME, AWAY = "203.0.113.5", "198.51.100.7", "192.0.2.9"


@pytest.fixture(autouse=True)
def _few(settings):
    """The same limits, with fewer tries."""
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {
        "login_failed": "2/15m/key",
        "login_failed_account": "6/h/key",
        "login_failed_address": "6/h/ip",
    }


def tries(email: str, address: str, password: str = "wrong") -> bool:
    """Whether somebody gets in with this password."""
    client = Client(REMOTE_ADDR=address)
    client.post("/staff/sign-in/", {"login": email, "password": password})
    return "_auth_user_id" in client.session


def test_the_account_is_locked_where_it_was_tried_and_nowhere_else(thea, tom):
    for _ in range(2):
        tries(thea.email, CLINIC)
    assert not tries(thea.email, CLINIC, PASSWORD)
    assert AccessLog.objects.latest("id").note == "locked"
    assert tries(thea.email, HOME, PASSWORD)
    assert tries(tom.email, CLINIC, PASSWORD)


def test_a_right_password_is_not_counted(thea):
    for _ in range(4):
        assert tries(thea.email, CLINIC, PASSWORD)


def test_many_accounts_tried_from_the_clinic_lock_out_nobody_who_works_there(thea, tom):
    tries(thea.email, CLINIC, PASSWORD)
    for number in range(6):
        tries(f"nobody{number}@nowhere.example", CLINIC)
    assert not tries(tom.email, CLINIC, PASSWORD)  # he never was here
    assert tries(thea.email, CLINIC, PASSWORD)


def test_one_account_tried_from_many_addresses_is_locked_but_where_it_is_known(thea):
    tries(thea.email, CLINIC, PASSWORD)
    for number in range(6):
        tries(thea.email, f"192.0.2.{number}")
    assert not tries(thea.email, AWAY, PASSWORD)
    assert tries(thea.email, CLINIC, PASSWORD)


def test_an_address_is_known_for_a_month(thea):
    long_ago = timezone.now() - timedelta(days=31)
    AccessLog.objects.create(kind="signed_in", actor=thea, account=thea, address=CLINIC, at=long_ago)
    for number in range(6):
        tries(f"nobody{number}@nowhere.example", CLINIC)
    assert not tries(thea.email, CLINIC, PASSWORD)


def test_a_wrong_code_counts_like_a_wrong_password_and_the_right_one_does_not(ana):
    client = Client(REMOTE_ADDR=HOME)
    client.post("/sign-in/", {"email": ana.user.email})
    code = re.search(r"\b\d{6}\b", outbox.outbox[0].body)[0]
    for _ in range(2):
        client.post("/sign-in/code/", {"code": "000000" if code != "000000" else "111111"})
    assert client.post("/sign-in/code/", {"code": code}).status_code == 429
