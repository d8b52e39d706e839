"""Every way in and out of the clinic, and every try, is in the access log with how and whose account."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core import mail as outbox
from django.test import Client
from django.utils import timezone

from athletes.mail import links
from athletes.models import User
from clinic.audit.words import deed_of
from clinic.models import AccessLog

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"


def said() -> list[str]:
    """Each row in words, with whose account where nobody is named as who did it."""
    found = []
    for row in AccessLog.objects.order_by("id").select_related("actor", "account"):
        names = User.objects.filter(pk__in=row.athletes).values_list("name", flat=True)
        who = row.actor or row.account or ", ".join(names) or "?"
        found.append(f"{who}: {deed_of(row)}")
    return found


def test_a_password_that_is_wrong_and_one_that_is_right(thea):
    client = Client()
    for password in ("wrong", PASSWORD):
        client.post("/staff/sign-in/", {"login": thea.email, "password": password})
    client.post("/sign-out/")
    assert said() == [
        "Thea Lind: failed to sign in with a password",
        "Thea Lind: signed in with a password",
        "Thea Lind: signed out",
    ]
    tried = AccessLog.objects.get(kind="sign_in_failed")
    assert (tried.actor, tried.account, tried.address) == (None, thea, "127.0.0.1")


def test_an_address_that_nobody_has_leaves_a_row_too(thea, django_assert_num_queries):
    Client().post("/staff/sign-in/", {"login": "nobody@nowhere.example", "password": "x"})
    Client().post("/sign-in/", {"email": "nobody@nowhere.example"})
    assert said() == ["?: failed to sign in with a password", "?: failed to sign in with a code by mail"]


def test_a_code_that_was_asked_for_was_wrong_and_was_right(ana):
    client = Client()
    client.post("/sign-in/", {"email": ana.user.email})
    code = re.search(r"\b\d{6}\b", outbox.outbox[0].body)[0]
    client.post("/sign-in/code/", {"code": "000000" if code != "000000" else "111111"})
    client.post("/sign-in/code/", {"code": code})
    assert said() == [
        "Ana Silva: made a sign-in link by mail",
        "Ana Silva: failed to sign in with a code by mail",
        "Ana Silva: signed in with a code by mail",
    ]


def test_a_link_that_is_used_and_one_that_is_only_looked_at(ana):
    link = links.sign_in_link(ana.user, links.INVITE)
    Client().get(link)
    assert said() == []
    Client().post(link)
    assert said() == ["Ana Silva: used a sign-in link as an invitation"]


def test_a_pause_that_ends_the_session_of_staff(as_thea, time_machine, settings):
    as_thea.get("/admin/")
    session = as_thea.session
    session["staff_seen"] -= settings.STAFF_IDLE_SECONDS + 1
    session.save()
    as_thea.get("/admin/")
    assert said()[-1] == "Thea Lind: signed out after a pause"


def test_a_page_that_only_asks_by_itself_is_no_use_of_a_session(as_thea, first_session, time_machine, settings):
    start = timezone.now()
    watched = f"/admin/athletes/session/{first_session.pk}/sets/"
    for minutes, status in ((0, 200), (14, 200), (16, 302)):
        time_machine.move_to(start + timedelta(minutes=minutes), tick=False)
        assert as_thea.get(watched, headers={"X-Quiet": "1"}).status_code == status


def test_signing_out_of_the_admin(as_thea):
    as_thea.post("/admin/logout/")
    assert said()[-1] == "Thea Lind: signed out"


def test_a_passkey_that_nobody_knows(db):
    Client().post("/sign-in/passkey/", {"credential": "x"})
    assert said() == ["?: failed to sign in with an unknown passkey"]
