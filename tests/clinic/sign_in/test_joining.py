"""From the invitation of staff to the second factor: the link, the password, and what ends it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core import mail as outbox
from django.test import Client
from django.utils import timezone

from athletes.mail import links
from athletes.mail.loop import tick
from athletes.models import Role, User
from tests.people import MONDAY

pytestmark = pytest.mark.django_db
PASSWORD = "nine quiet lighthouses"
GOOD = {"new_password1": PASSWORD, "new_password2": PASSWORD}


@pytest.fixture(autouse=True)
def _second_factor(settings):
    settings.STAFF_SECOND_FACTOR = True


@pytest.fixture
def nora() -> User:
    return User.objects.create_user("nora@stridewell.example", None, name="Nora Quist", role=Role.THERAPIST)


def path_to(user: User) -> str:
    return re.sub(r"^https?://[^/]+", "", links.staff_invitation_link(user))


def test_who_is_added_in_the_admin_gets_a_mail_in_the_clinic_s_words_whose_link_works(carla, time_machine, settings):
    settings.STAFF_SECOND_FACTOR = False
    time_machine.move_to(MONDAY, tick=False)
    as_carla = Client()
    as_carla.force_login(carla, backend="clinic.sign_in.auth.StaffPasswordBackend")
    form = {"name": "Nora Quist", "email": "nora@stridewell.example", "role": Role.THERAPIST, "is_active": "on"}
    page = as_carla.post("/admin/athletes/user/add/", form, follow=True).content.decode()
    assert "Nora Quist gets an invitation by mail within a minute." in page
    assert "Invited Nov 2, the mail is on its way" in page
    tick(timezone.now())
    (message,) = outbox.outbox
    assert (message.to, message.subject) == (["nora@stridewell.example"], "Your staff account at Stridewell PT")
    assert "authenticator app" in message.body
    assert "recovery codes" in message.body
    link = re.search(r"https?://[^/]+(/join/\S+)", message.body)[1]
    assert Client().get(link).status_code == 200


def test_the_password_signs_in_and_leads_straight_to_the_second_factor(nora):
    client = Client()
    answer = client.post(path_to(nora), GOOD, follow=True)
    assert answer.redirect_chain[-1][0] == "/staff/second-factor/totp/activate/"
    assert "Set up your second factor" in answer.content.decode()
    assert not EmailAddress.objects.exists()  # an unverified one would refuse the second factor for ever


def test_looking_spends_nothing_and_the_link_chooses_one_password(nora):
    link = path_to(nora)
    assert [Client().get(link).status_code for _look in range(3)] == [200] * 3
    Client().post(link, GOOD)
    second = Client().post(link, {"new_password1": "another one entirely", "new_password2": "another one entirely"})
    assert second.status_code == 404
    assert "This invitation was used or has ended" in second.content.decode()
    assert User.objects.get(pk=nora.pk).check_password(PASSWORD)


@pytest.mark.parametrize(
    ("first", "second", "why"),
    [
        ("short", "short", "too short"),
        (PASSWORD, PASSWORD + "x", "match"),
        ("nora@stridewell.example", "nora@stridewell.example", "too similar"),
    ],
)
def test_a_password_that_does_not_do_says_why_and_the_link_stays(nora, first, second, why):
    link = path_to(nora)
    answer = Client().post(link, {"new_password1": first, "new_password2": second})
    assert (answer.status_code, why in answer.content.decode()) == (422, True)
    assert Client().get(link).status_code == 200


def test_the_link_ends_with_its_week_with_another_address_and_with_the_account(nora, time_machine):
    link = path_to(nora)
    User.objects.filter(pk=nora.pk).update(is_active=False)
    assert Client().get(link).status_code == 404
    User.objects.filter(pk=nora.pk).update(is_active=True, email="nora.quist@stridewell.example")
    assert Client().get(link).status_code == 404
    User.objects.filter(pk=nora.pk).update(email=nora.email)
    assert Client().get(link).status_code == 200
    time_machine.move_to(timezone.now() + timedelta(days=7, minutes=1))
    assert Client().get(link).status_code == 404


def test_no_link_of_athletes_chooses_a_password_and_no_invitation_of_staff_signs_in(nora, ana):
    assert Client().get(path_to(ana.user)).status_code == 404
    token = path_to(nora).split("/")[2]
    for purpose in ("staff", "invite"):
        assert Client().post(f"/in/{purpose}-{token}/").status_code == 404


def test_who_has_a_second_factor_is_asked_for_it_after_choosing_anew(nora):
    TOTP.activate(nora, generate_totp_secret())
    client = Client()
    answer = client.post(path_to(nora), GOOD, follow=True)
    assert answer.redirect_chain[-1][0].startswith("/staff/second-factor/authenticate/")
    assert "_auth_user_id" not in client.session


def test_an_admin_invites_again_from_the_list_and_is_told_who_was_not(as_carla, carla, nora, thea, settings):
    settings.STAFF_SECOND_FACTOR = False
    chosen = {"action": "invite_again", "_selected_action": [nora.pk, thea.pk]}
    page = as_carla.post("/admin/athletes/user/", chosen, follow=True).content.decode()
    assert "An invitation goes out within a minute to Nora Quist." in page
    assert "Thea Lind has joined already." in page


def test_a_forgotten_password_is_mailed_in_the_clinic_s_words(thea):
    Client().post("/staff/password/reset/", {"email": thea.email})
    (message,) = outbox.outbox
    assert message.subject == "Stridewell PT: choose a new password"
    assert message.body.startswith("Hello Thea,")
    assert "Hello from" not in message.body
