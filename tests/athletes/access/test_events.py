"""What is recorded goes in the act's own transaction, under the name of who did it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction
from django.test import Client

from athletes.access.events import EventKind, answering, current_request, record_event
from athletes.enrollment.accounts import change_address, save_account, sign_out_everywhere
from athletes.enrollment.in_charge.covering import end_early, extend, rehearse_standing_in, stand_in
from athletes.enrollment.in_charge.transferring import hand_over
from athletes.mail import links
from athletes.mail.loop import tick
from athletes.models import Role
from clinic.models import AccessLog
from tests.people import MONDAY

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _monday(time_machine):
    time_machine.move_to(MONDAY, tick=False)


def rows() -> list[tuple[str, int | None, list[int], int | None]]:
    """Kind, who, whose data and whose account, in order."""
    return list(AccessLog.objects.order_by("id").values_list("kind", "actor", "athletes", "account"))


def test_an_act_that_is_taken_back_leaves_no_row(ana, thea):
    with transaction.atomic():
        record_event(EventKind.OPENED, by=thea, athletes=[ana.pk])
        transaction.set_rollback(True)
    assert rows() == []


def test_of_what_is_kept_once_the_second_is_left_out(ana):
    for _ in range(2):
        record_event(EventKind.CALENDAR_READ, athletes=[ana.pk], once="one")
    assert len(rows()) == 1


def test_who_is_signed_in_did_it_where_nobody_is_named(ana, thea, rf):
    request = rf.get("/")
    request.user = thea
    with answering(request):
        record_event(EventKind.OPENED, athletes=[ana.pk])
    assert current_request() is None
    row = AccessLog.objects.get()
    assert (row.actor, row.address) == (thea, "127.0.0.1")


def test_a_cover_that_begins_is_changed_and_ends(ana, thea, tom):
    first, last = MONDAY.date(), MONDAY.date() + timedelta(days=7)
    terms = {"therapist": tom, "from_on": first, "until_on": last, "reason": "Vacation", "by": thea, "at": MONDAY}
    rehearse_standing_in(athletes=[ana], **terms)
    cover = stand_in(athlete=ana, **terms)
    extend(cover=cover, until_on=last + timedelta(days=1), at=MONDAY)
    end_early(cover=cover, by=thea, at=MONDAY)
    assert rows() == [
        ("cover_begun", thea.pk, [ana.pk], tom.pk),
        ("cover_changed", None, [ana.pk], tom.pk),
        ("cover_ended", thea.pk, [ana.pk], tom.pk),
    ]


def test_a_new_therapist(ana, thea, tom, carla):
    hand_over(therapist=thea, successors={ana.pk: tom}, by=carla, at=MONDAY)
    assert rows() == [("handed_over", carla.pk, [ana.pk], tom.pk)]


def test_another_role_and_another_address(thea, ana):
    thea.role = Role.CLINIC_ADMIN
    save_account(user=thea, changed=["role"], at=MONDAY)
    change_address(user=ana.user, email="ana@elsewhere.example", at=MONDAY)
    sign_out_everywhere(ana.user)
    assert rows() == [
        ("role_changed", None, [], thea.pk),
        ("address_changed", None, [ana.pk], None),
        ("signed_out_everywhere", None, [ana.pk], None),
    ]


def test_a_mail_that_is_out_and_none_that_waits(enrollment, ana):
    assert rows() == []
    tick(MONDAY)
    assert ("mail_sent", None, [ana.pk], None) in rows()


def test_a_calendar_that_is_read_leaves_a_row_a_day(ana, time_machine):
    for _ in range(3):
        assert Client().get(links.calendar_link(ana)).status_code == 200
    assert rows() == [("calendar_read", None, [ana.pk], None)]
    time_machine.move_to(MONDAY + timedelta(hours=24), tick=False)
    Client().get(links.calendar_link(ana))
    assert len(rows()) == 2
