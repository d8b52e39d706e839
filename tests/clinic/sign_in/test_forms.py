"""The second factor: a code opens once, each that opens nothing leaves a row, and one that nobody can read says so."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from athletes.models import User
from clinic.audit.words import deed_of
from clinic.models import AccessLog
from clinic.operations.field_keys import new_field_key

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"
SECRET = "JBSWY3DPEHPK3PXP"
CODE_PAGE = "/staff/second-factor/authenticate/"


@pytest.fixture
def with_app(thea, settings) -> User:
    """Thea, with an app and recovery codes; no test has used one of them."""
    cache.clear()
    settings.STAFF_SECOND_FACTOR = True
    TOTP.activate(thea, SECRET)
    RecoveryCodes.activate(thea)
    return thea


def after_password(user: User) -> Client:
    client = Client(raise_request_exception=False)
    client.post("/staff/sign-in/", {"login": user.email, "password": PASSWORD})
    return client


def code_of_now() -> str:
    _before, now, _after = yield_hotp_counters_from_time()
    return format_hotp_value(hotp_value(SECRET, now))


def is_in(client: Client) -> bool:
    return client.get("/admin/").status_code == 200


def test_a_code_opens_once_for_as_long_as_it_is_taken(with_app, time_machine):
    start = timezone.now().replace(second=0)
    time_machine.move_to(start, tick=False)
    code = code_of_now()
    first = after_password(with_app)
    first.post(CODE_PAGE, {"code": code})
    assert is_in(first)
    for seconds in (1, 31, 59):
        time_machine.move_to(start + timedelta(seconds=seconds), tick=False)
        again = after_password(with_app)
        again.post(CODE_PAGE, {"code": code})
        assert not is_in(again), seconds


def test_a_recovery_code_opens_once(with_app):
    code = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()[0]
    for opens in (True, False):
        client = after_password(with_app)
        client.post(CODE_PAGE, {"code": code})
        assert is_in(client) is opens


def test_a_wrong_code_before_something_that_matters_leaves_a_row_too(with_app, as_thea):
    page = as_thea.post("/staff/second-factor/reauthenticate/", {"code": "000000"})
    assert page.context["form"].errors["code"]
    assert deed_of(AccessLog.objects.latest("id")) == "failed to sign in at the second factor"


def test_a_wrong_password_before_something_that_matters_leaves_a_row_too(as_thea):
    as_thea.post("/staff/reauthenticate/", {"password": "wrong"})
    assert deed_of(AccessLog.objects.latest("id")) == "failed to sign in with a password"


@pytest.mark.parametrize("code", ["123456", "12345678"])
def test_a_second_factor_that_no_key_opens_says_so_in_words(with_app, settings, caplog, code):
    client = after_password(with_app)
    settings.FIELD_KEYS = [new_field_key()]
    with caplog.at_level(logging.ERROR):
        page = client.post(CODE_PAGE, {"code": code})
    assert page.status_code == 503
    assert "The server does not have the key that second factors were locked with" in page.content.decode()
    assert "a second factor cannot be read with FIELD_KEYS" in caplog.text
    assert deed_of(AccessLog.objects.latest("id")) == "failed to sign in at a second factor that we could not read"
    assert not is_in(client)


@pytest.mark.parametrize("path", ["", "recovery-codes/", "recovery-codes/generate/", "recovery-codes/download/"])
def test_pages_of_recovery_codes_that_no_key_opens_say_so_too(with_app, settings, path):
    client = after_password(with_app)
    client.post(CODE_PAGE, {"code": code_of_now()})
    client.post("/staff/reauthenticate/", {"password": PASSWORD})
    settings.FIELD_KEYS = [new_field_key()]
    page = client.get(f"/staff/second-factor/{path}")
    assert page.status_code == 503
    assert "manage.py doctor" in page.content.decode()
