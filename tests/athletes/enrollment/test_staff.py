"""Staff: who is invited to choose a password, how often, and how they join."""

from __future__ import annotations

from datetime import timedelta

import pytest

from athletes.access.events import EventKind
from athletes.enrollment.staff import invite_staff, join
from athletes.errors import RefusedError
from athletes.mail.loop import tick
from athletes.models import Mail, MailKind, MailReason, MailState, Role, User
from clinic.models import AccessLog
from tests.people import MONDAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def nora() -> User:
    return User.objects.create_user("nora@stridewell.example", None, name="Nora Quist", role=Role.THERAPIST)


def invitations() -> list[tuple[str, str]]:
    return list(Mail.objects.filter(kind=MailKind.STAFF_INVITE).values_list("state", "reason"))


def test_an_invitation_is_sent_again_as_often_as_somebody_asks_and_once_for_a_double_click(nora):
    first = invite_staff(user=nora, at=MONDAY)
    assert invite_staff(user=nora, at=MONDAY + timedelta(seconds=5)) == first
    assert invite_staff(user=nora, at=MONDAY + timedelta(minutes=5)) != first
    assert invitations() == [(MailState.PLANNED, "")] * 2


def test_athletes_and_who_is_not_at_work_and_who_has_joined_are_refused_with_the_reason(nora, ana, thea):
    User.objects.filter(pk=nora.pk).update(is_active=False)
    nora.refresh_from_db()
    for user, why in ((ana.user, "is an athlete"), (nora, "is not active"), (thea, "has joined already")):
        with pytest.raises(RefusedError, match=why):
            invite_staff(user=user, at=MONDAY)
    assert invitations() == []


def test_the_password_ends_what_waits_to_go_out(nora, time_machine):
    time_machine.move_to(MONDAY, tick=False)
    invite_staff(user=nora, at=MONDAY)
    join(user=nora, password="nine quiet lighthouses", at=MONDAY)
    tick(MONDAY)
    assert invitations() == [(MailState.SKIPPED, MailReason.JOINED_ALREADY)]


def test_who_joins_has_the_password_and_the_day_and_it_is_written_down(nora):
    join(user=nora, password="nine quiet lighthouses", at=MONDAY + timedelta(days=3))
    stored = User.objects.get(pk=nora.pk)
    assert stored.check_password("nine quiet lighthouses")
    assert stored.joined_at == MONDAY + timedelta(days=3)
    (row,) = AccessLog.objects.filter(kind=EventKind.LINK_USED)
    assert (row.actor_id, row.account_id, row.note) == (nora.pk, nora.pk, "staff")


def test_who_was_here_before_joined_then(thea):
    User.objects.filter(pk=thea.pk).update(last_login=MONDAY, joined_at=MONDAY)
    thea.refresh_from_db()
    join(user=thea, password="nine quiet lighthouses", at=MONDAY + timedelta(days=30))
    assert User.objects.get(pk=thea.pk).joined_at == MONDAY
