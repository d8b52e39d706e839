"""How staff come in: an account in the admin, a password by the reset mail, a second factor. One address each."""

from __future__ import annotations

import re

import pytest
from django.core import mail as outbox
from django.core.management import call_command
from django.test import Client

from athletes.enrollment.accounts import change_address
from athletes.models import Role, User
from tests.people import MONDAY

pytestmark = pytest.mark.django_db
NEW_PASSWORD = "nine quiet lighthouses"


def add_therapist(as_carla: Client) -> User:
    save_user(as_carla, "/admin/athletes/user/add/", "nora@stridewell.example")
    return User.objects.get(email="nora@stridewell.example")


def save_user(as_carla: Client, path: str, email: str) -> None:
    form = {"name": "Nora Quist", "email": email, "role": Role.THERAPIST, "is_active": "on"}
    answer = as_carla.post(path, form)
    assert answer.status_code == 302, answer.content.decode()


def ask_for_a_reset(email: str) -> str:
    """The path of the link in the mail that this address gets; empty when it gets none."""
    outbox.outbox.clear()
    Client().post("/staff/password/reset/", {"email": email})
    if not outbox.outbox:
        return ""
    (message,) = outbox.outbox
    assert message.to == [email.lower()]
    return re.search(r"https?://[^/]+(/staff/password/reset/key/\S+)", message.body)[1]


def choose_password(link: str, password: str = NEW_PASSWORD) -> None:
    client = Client()
    form = client.get(link, follow=True)
    client.post(form.redirect_chain[-1][0], {"password1": password, "password2": password})


def page_after_sign_in(email: str, password: str = NEW_PASSWORD) -> str:
    """The address at which somebody without a second factor ends who signs in and opens the admin."""
    client = Client()
    client.post("/staff/sign-in/", {"login": email, "password": password})
    page = client.get("/admin/", follow=True)
    if "/reauthenticate/" in page.redirect_chain[-1][0]:
        page = client.post(page.redirect_chain[-1][0], {"password": password}, follow=True)
    return page.redirect_chain[-1][0]


SET_UP = "/staff/second-factor/totp/activate/"


def test_who_is_added_in_the_admin_sets_up_the_second_factor_after_the_reset_mail(as_carla, settings):
    add_therapist(as_carla)
    settings.STAFF_SECOND_FACTOR = True
    choose_password(ask_for_a_reset("nora@stridewell.example"))
    assert page_after_sign_in("nora@stridewell.example") == SET_UP


def test_the_first_clinic_admin_sets_up_the_second_factor_with_and_without_a_reset(settings, monkeypatch):
    settings.STAFF_SECOND_FACTOR = True
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", NEW_PASSWORD)
    call_command("createsuperuser", email="Olga@Stridewell.example", name="Olga", interactive=False, verbosity=0)
    assert page_after_sign_in("olga@stridewell.example") == SET_UP
    choose_password(ask_for_a_reset("olga@stridewell.example"), "four other lighthouses")
    assert page_after_sign_in("olga@stridewell.example", "four other lighthouses") == SET_UP


@pytest.mark.parametrize("address", ["nora.quist@stridewell.example", "Nora.Quist@Stridewell.example"])
def test_another_address_sets_up_the_second_factor_too_and_the_former_one_opens_nothing(as_carla, settings, address):
    user = add_therapist(as_carla)
    former_link = ask_for_a_reset("nora@stridewell.example")
    save_user(as_carla, f"/admin/athletes/user/{user.pk}/change/", address)
    settings.STAFF_SECOND_FACTOR = True
    assert Client().get(former_link).context["token_fail"]
    assert ask_for_a_reset("nora@stridewell.example") == ""
    choose_password(ask_for_a_reset(address))
    assert page_after_sign_in(address) == SET_UP
    assert page_after_sign_in("nora@stridewell.example").startswith("/staff/sign-in/")


def test_an_athletes_former_address_is_unknown_whatever_was_asked_for_it_before(ana):
    ask_for_a_reset("ana@stridewell.example")
    change_address(user=ana.user, email="new@stridewell.example", at=MONDAY)
    outbox.outbox.clear()
    assert Client().post("/sign-in/", {"email": "ana@stridewell.example"}).status_code == 302
    assert outbox.outbox == []
