"""Links in a mail or a code: they sign in, and lead nowhere else."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.core import signing
from django.test import Client

from athletes.mail import links
from athletes.models import MailKind
from tests.people import MONDAY

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(MONDAY, tick=False)


@pytest.mark.parametrize(
    "to",
    [
        "https://elsewhere.example/",
        "//elsewhere.example",
        "/\\elsewhere.example",
        "",
        "1' or 1",
        "/admin/",
        "/nowhere/",
    ],
)
def test_a_link_leads_only_to_a_page_of_ours_or_to_today(ana, to):
    answer = Client().post(links.sign_in_link(ana.user, links.QR) + f"?to={to}")
    assert answer.url == "/"


def test_somebody_elses_session_stays_closed_behind_a_link(ben, first_session):
    phone = Client()
    answer = phone.post(links.sign_in_link(ben.user, links.QR, to=f"/session/{first_session.pk}/"))
    assert phone.get(answer.url).status_code == 404


def test_a_link_leads_on_to_the_page_it_was_made_for(ana):
    assert Client().post(links.sign_in_link(ana.user, links.QR, to="/messages/")).url == "/messages/"


@pytest.mark.parametrize("token", ["", "invite", "invite-", "invite-made-up", "other-made-up", "mail-é"])
def test_a_link_that_was_made_up_belongs_to_nobody(db, token):
    assert links.user_of(token) is None


@pytest.mark.parametrize(("purpose", "lifetime"), links.LIFETIMES.items())
def test_a_link_works_for_its_time_and_for_its_purpose_alone(ana, time_machine, purpose, lifetime):
    token = links.sign_in_link(ana.user, purpose).rpartition("/in/")[2].strip("/")
    other = {links.INVITE: links.QR, links.QR: "mail", "mail": links.INVITE}[purpose]
    assert links.user_of(f"{other}-{token.partition('-')[2]}") is None
    time_machine.move_to(MONDAY + lifetime - MINUTE, tick=False)
    assert links.user_of(token) == ana.user
    time_machine.move_to(MONDAY + lifetime + MINUTE, tick=False)
    assert links.user_of(token) is None


def test_an_unsubscribe_link_names_the_person_and_the_kind(thea):
    token = links.unsubscribe_link(thea, MailKind.DIGEST).rpartition("/unsubscribe/")[2].strip("/")
    assert links.unsubscribed(token) == (thea.pk, MailKind.DIGEST)
    assert links.unsubscribed(token + "x") == (None, "")


def test_the_calendar_opens_for_its_owner_until_it_has_a_new_address(ana):
    token = links.calendar_link(ana).rpartition("/calendar/")[2].removesuffix(".ics")
    assert links.calendar_owner(token) == ana
    assert links.calendar_owner("made-up") is None
    ana.calendar_key = uuid.uuid4()
    ana.save()
    assert links.calendar_owner(token) is None


def test_a_link_from_before_there_were_kinds_stops_the_weekly_mail(enrolled):
    old = signing.dumps(enrolled.pk, salt="athletes.unsubscribe")
    assert Client().post(f"/unsubscribe/{old}/").status_code == 200
    enrolled.refresh_from_db()
    assert not enrolled.wants_reminders
