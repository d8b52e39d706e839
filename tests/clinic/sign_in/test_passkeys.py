"""To whom a passkey is offered, and that it changes nothing of the other ways in."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.test import Client

from athletes.mail import links
from athletes.models import Athlete, User

pytestmark = pytest.mark.django_db

OFFER = "Faster next time?"


def today_after_a_link(ana: Athlete) -> str:
    """Ana's Today in a browser that a new link signs in."""
    browser = Client()
    link = links.sign_in_link(User.objects.get(pk=ana.pk), "mail")
    assert browser.post(link.partition("//")[2].partition("/")[2].join(("/", ""))).status_code == 302
    return browser.get("/").text


def test_it_is_offered_after_the_second_sign_in(ana, enrollment):
    assert OFFER not in today_after_a_link(ana)
    assert OFFER in today_after_a_link(ana)


def test_the_code_of_a_mail_counts_as_much_as_its_link(ana, enrollment, mailoutbox):
    today_after_a_link(ana)
    browser = Client()
    browser.post("/sign-in/", {"email": ana.user.email})
    code = mailoutbox[-1].subject.split()[0]
    browser.post("/sign-in/code/", {"code": code})
    assert OFFER in browser.get("/").text


def test_who_has_one_is_not_asked(ana, enrollment):
    Authenticator.objects.create(user=ana.user, type=Authenticator.Type.WEBAUTHN, data={"name": "x", "credential": {}})
    today_after_a_link(ana)
    assert OFFER not in today_after_a_link(ana)


def test_a_mailed_code_is_enough_for_who_has_one(ana, enrollment, mailoutbox):
    Authenticator.objects.create(user=ana.user, type=Authenticator.Type.WEBAUTHN, data={"name": "x", "credential": {}})
    browser = Client()
    browser.post("/sign-in/", {"email": ana.user.email})
    answer = browser.post("/sign-in/code/", {"code": mailoutbox[-1].subject.split()[0]})
    assert (answer.status_code, answer.url) == (302, "/")


def test_a_passkey_is_no_second_factor_of_staff(thea):
    Authenticator.objects.create(user=thea, type=Authenticator.Type.WEBAUTHN, data={"name": "x", "credential": {}})
    assert not is_mfa_enabled(thea)
    Authenticator.objects.create(user=thea, type=Authenticator.Type.TOTP, data={"secret": "x"})
    assert is_mfa_enabled(thea)
