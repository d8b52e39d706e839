"""The ledger in the admin: who sees it, what each mail says, and what a clinic admin decides."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import mail as outbox

from athletes.mail import loop
from athletes.mail.planner import plan_mail
from athletes.mail.transport import mark_bad
from athletes.models import (
    Mail,
    MailEvent,
    MailKind,
    MailReason,
    MailState,
)
from clinic.models import AccessLog
from tests.athletes.mail.ledger import (
    SUNDAY,
    WEEK,
    weekly,
)
from tests.people import MONDAY

pytestmark = pytest.mark.django_db


def test_the_ledger_shows_it_to_the_clinic_s_admins(as_carla, as_thea):
    mail = plan_mail("kim@elsewhere.example", MailKind.CALL, occasion="7", at=MONDAY, window=WEEK)
    assert "kim@elsewhere.example" in as_carla.get("/admin/athletes/mail/").content.decode()
    assert as_carla.get(f"/admin/athletes/mail/{mail.pk}/change/").status_code == 200
    assert "kim@elsewhere.example" not in as_thea.get("/admin/athletes/mail/").content.decode()


def test_the_ledger_lists_it_beside_mail_to_athletes_and_logs_only_whom_it_shows(as_carla, enrolled, ben):
    for number in ("7", "8"):
        plan_mail("kim@elsewhere.example", MailKind.CALL, occasion=number, at=MONDAY, window=WEEK)
    plan_mail(ben.user, MailKind.URGENT, occasion="1", at=MONDAY, window=WEEK)
    page = as_carla.get("/admin/athletes/mail/")
    assert page.status_code == 200
    assert "kim@elsewhere.example" in page.content.decode()
    assert AccessLog.objects.latest("id").athletes == sorted([enrolled.pk, ben.pk])


def test_the_admin_shows_each_mail_and_sends_none(as_thea):
    listed = as_thea.get("/admin/athletes/mail/").content.decode()
    assert "/admin/athletes/mail/preview/" in listed
    page = as_thea.get("/admin/athletes/mail/preview/").content.decode()
    for subject in (
        "Tomorrow: about 35 minutes",
        "One question about yesterday",
        "3 athletes need your attention",
        "123456 is your",
    ):
        assert subject in page
    assert "&lt;!doctype html&gt;" in page
    assert 'style="' not in page.partition('<div id="content"')[2]  # the page's own policy allows none
    assert outbox.outbox == []
    assert not Mail.objects.exists()


DECISIONS = {
    "hold": (MailState.SKIPPED, MailReason.HELD),
    "send_again": (MailState.PLANNED, MailReason.SENT_AGAIN),
    "mark_sent": (MailState.SENT, MailReason.MARKED_SENT),
}


@pytest.mark.parametrize(("action", "state", "reason"), [(name, *found) for name, found in DECISIONS.items()])
def test_a_clinic_admin_decides_about_a_mail_whose_fate_is_not_known(
    enrolled, as_carla, as_thea, time_machine, action, state, reason
):
    time_machine.move_to(SUNDAY + timedelta(hours=1), tick=False)
    loop.tick(SUNDAY)
    Mail.objects.filter(kind=MailKind.WEEKLY_REMINDER).update(state=MailState.UNKNOWN, sent_at=None)
    (mail,) = weekly()
    data = {"action": action, "_selected_action": [mail.pk]}
    as_thea.post("/admin/athletes/mail/", data)
    assert weekly()[0].state == MailState.UNKNOWN
    page = as_carla.post("/admin/athletes/mail/", data, follow=True).content.decode()
    assert "1 mail changed." in page
    (mail,) = weekly()
    assert (mail.state, mail.reason) == (state, reason)
    assert "Only mail that failed" in as_carla.post("/admin/athletes/mail/", data, follow=True).content.decode()


def test_an_address_that_was_refused_is_tried_again_by_a_clinic_admin(enrolled, as_carla, as_thea):
    mark_bad(enrolled.user.email, at=SUNDAY, said="550 5.1.1 <ana@stridewell.example> unknown")
    loop.tick(SUNDAY)
    (mail,) = weekly()
    data = {"action": "try_address_again", "_selected_action": [mail.pk]}
    as_thea.post("/admin/athletes/mail/", data)
    enrolled.user.refresh_from_db()
    assert enrolled.user.bad_address_since == SUNDAY
    assert "1 address is tried again." in as_carla.post("/admin/athletes/mail/", data, follow=True).content.decode()
    enrolled.user.refresh_from_db()
    assert (enrolled.user.bad_address_since, enrolled.user.bad_address_said) == (None, "")
    page = as_carla.post("/admin/athletes/mail/", data, follow=True).content.decode()
    assert "None of these addresses was refused." in page


def test_each_step_of_a_mail_on_its_way_stands_on_its_page(enrolled, as_carla):
    loop.tick(SUNDAY)
    (mail,) = weekly()
    MailEvent.objects.create(mail=mail, at=SUNDAY, what="not handed over", said="450 4.7.1 later")
    page = as_carla.get(f"/admin/athletes/mail/{mail.pk}/change/").content.decode()
    assert "not handed over: 450 4.7.1 later" in page


@pytest.mark.parametrize("is_demo", [True, False])
def test_a_clinic_admin_sees_every_kind_of_mail_about_whatever_occasion(as_carla, ana, settings, is_demo):
    """With what the self-check finds above them, as the demo is shipped too."""
    settings.DEMO_CLINIC = is_demo
    occasions = ["2026-W45", "2026-11-02", "7", str(uuid4()), "x", ""]
    for number, kind in enumerate(MailKind.values):
        sent = {"kind": kind, "send_after": MONDAY, "expires_at": MONDAY, "planned_at": MONDAY}
        occasion = occasions[number % len(occasions)]
        Mail.objects.create(recipient=ana.user, occasion=f"{occasion}", **sent)
        Mail.objects.create(address="kim@elsewhere.example", occasion=occasion, state="unknown", **sent)
    assert as_carla.get("/admin/athletes/mail/").status_code == 200
