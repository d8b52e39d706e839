"""Passkeys, through the pages that use them: what is stored, what is refused, and whose it is."""

from __future__ import annotations

import json
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from athletes.enrollment import passkeys
from athletes.enrollment.accounts import change_address, sign_out_everywhere
from athletes.models import Athlete, Mail, MailKind, User
from tests.passkeys import IS_PRESENT, SoftPhone
from tests.people import MONDAY

pytestmark = pytest.mark.django_db

ADD, SIGN_IN = "/settings/passkeys/", "/sign-in/passkey/"


@pytest.fixture
def browser(settings, ana: Athlete) -> Client:
    """Ana's, signed in; a passkey belongs to a name, so the site is at localhost."""
    settings.ALLOWED_HOSTS = ["localhost"]
    browser = Client(SERVER_NAME="localhost")
    browser.force_login(ana.user, backend="clinic.sign_in.auth.LinkBackend")
    return browser


@pytest.fixture
def phone(browser: Client) -> SoftPhone:
    """Ana's, with a passkey that is set up."""
    phone = SoftPhone()
    assert set_up(browser, phone).status_code == 302
    return phone


def set_up(browser: Client, phone: SoftPhone) -> Any:
    asked = browser.get(ADD).json()
    return browser.post(ADD, {"credential": phone.create(asked)}, HTTP_USER_AGENT="Android Chrome/140")


def signed_in_with(phone: SoftPhone, **also: str) -> tuple[Any, Client]:
    """What another browser is answered, to which the phone's passkey was shown."""
    other = Client(SERVER_NAME="localhost")
    asked = other.get(SIGN_IN).json()
    return other.post(SIGN_IN, {"credential": phone.get(asked)} | also), other


def test_a_passkey_signs_its_owner_in(ana, phone):
    answer, other = signed_in_with(phone, next="/program/")
    assert (answer.status_code, answer.url) == (302, "/program/")
    assert other.session["_auth_user_id"] == str(ana.pk)
    passkey = passkeys.passkeys_of(ana.user).get()
    assert (passkey.wrap().name, passkey.last_used_at is not None) == ("Chrome on Android", True)


def test_its_owner_is_told_by_mail(ana, phone):
    passkey = passkeys.passkeys_of(ana.user).get()
    assert Mail.objects.filter(recipient=ana.user, kind=MailKind.PASSKEY, occasion=f"passkey-{passkey.pk}").count() == 1


def test_settings_name_it_and_take_it_away(browser, ana, phone):
    shown = browser.get("/settings/").text
    assert "Chrome on Android, since" in shown
    passkey = passkeys.passkeys_of(ana.user).get()
    assert browser.post(f"{ADD}{passkey.pk}/", {"end": "1"}).status_code == 302
    answer, other = signed_in_with(phone)
    assert answer.status_code == 422
    assert "We do not know this passkey" in answer.text
    assert "_auth_user_id" not in other.session


def test_one_challenge_is_answered_once(phone):
    other = Client(SERVER_NAME="localhost")
    answer = phone.get(other.get(SIGN_IN).json())
    assert other.post(SIGN_IN, {"credential": answer}).status_code == 302
    again = Client(SERVER_NAME="localhost")
    again.get(SIGN_IN)
    assert again.post(SIGN_IN, {"credential": answer}).status_code == 422


def test_a_page_elsewhere_cannot_use_it(phone):
    phone.origin = "https://localhost.example"
    assert signed_in_with(phone)[0].status_code == 422


def test_who_only_holds_the_phone_is_not_let_in(phone):
    phone.flags = IS_PRESENT
    assert signed_in_with(phone)[0].status_code == 422


def test_a_phone_without_a_lock_gets_no_passkey(browser, ana):
    assert set_up(browser, SoftPhone(flags=IS_PRESENT)).status_code == 422
    assert not passkeys.passkeys_of(ana.user).exists()


def test_staff_have_no_way_in_by_passkey(ana, phone):
    User.objects.filter(pk=ana.pk).update(role="therapist")
    assert signed_in_with(phone)[0].status_code == 422


@pytest.mark.parametrize(
    "end", [sign_out_everywhere, lambda user: change_address(user=user, email="new@runner.example", at=MONDAY)]
)
def test_it_ends_with_every_sign_in_and_with_the_address(ana, phone, end):
    """A lost phone, or an address that was somebody else's: whoever made a passkey there has no way in."""
    end(ana.user)
    assert signed_in_with(phone)[0].status_code == 422
    assert not passkeys.passkeys_of(ana.user).exists()


def test_who_may_not_sign_in_any_more_does_not(ana, phone):
    User.objects.filter(pk=ana.pk).update(is_active=False)
    assert signed_in_with(phone)[0].status_code == 422


@pytest.mark.parametrize(
    "sent",
    [
        "", "null", "[]", '"x"', "{", "[" * 5000, "[" * 100_000, json.dumps({"id": "x" * 9000}), '{"response": 5}',
        '{"id":"AA","rawId":"AA","type":"public-key","response":{"clientDataJSON":"AA","attestationObject":"AA"}}',
        '{"id":"AA","rawId":"AA","type":"public-key","response":{"clientDataJSON":"e30","attestationObject":"oA"}}',
        '{"response":{"userHandle":"AA"}}', '{"response":{"userHandle":"bm9ib2R5"}}',
        '{"id":"AA","rawId":"AA","type":"public-key","response":{"userHandle":"MQ","clientDataJSON":"AA",'
        '"authenticatorData":"AA","signature":"AA"}}',
    ],
)  # fmt: skip
def test_what_no_phone_sends_is_refused_and_stores_nothing(browser, ana, sent):
    browser.get(ADD)
    assert browser.post(ADD, {"credential": sent}).status_code == 422
    stranger = Client(SERVER_NAME="localhost")
    stranger.get(SIGN_IN)
    assert stranger.post(SIGN_IN, {"credential": sent}).status_code == 422
    assert not Authenticator.objects.exists()


def test_so_many_and_no_more(browser, ana, phone, monkeypatch):
    monkeypatch.setattr(passkeys, "MOST_PASSKEYS", 1)
    answer = set_up(browser, SoftPhone())
    assert answer.status_code == 422
    assert "Remove one first" in answer.text
