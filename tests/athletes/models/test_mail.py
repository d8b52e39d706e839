"""The ledger of mail: who sees a row, and which are due."""

from __future__ import annotations

from datetime import timedelta

import pytest

from athletes.models import Mail, MailKind, MailState
from tests.people import MONDAY, let_cover

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def mail(occasion: str, **values) -> Mail:
    window = {"send_after": MONDAY, "expires_at": MONDAY + 2 * HOUR, "planned_at": MONDAY}
    return Mail.objects.create(kind=MailKind.INVITE, occasion=occasion, **window | values)


def test_a_row_is_due_inside_its_window_while_it_is_planned(ana):
    planned = mail("planned", recipient=ana.user)
    mail("sent", recipient=ana.user, state=MailState.SENT, sent_at=MONDAY)
    assert list(Mail.objects.due(MONDAY)) == [planned]
    assert not Mail.objects.due(MONDAY - HOUR).exists()
    assert not Mail.objects.due(MONDAY + 2 * HOUR).exists()


def test_therapists_see_the_mail_of_their_athletes_and_their_own(ana, ben, thea, tom, carla):
    anas = mail("a", recipient=ana.user)
    bens = mail("b", recipient=ben.user)
    theas = mail("c", recipient=thea)
    nobodys = mail("d", address="nora@runner.example")
    assert set(Mail.objects.visible_to(thea)) == {anas, theas}
    let_cover(ana, tom)
    assert set(Mail.objects.visible_to(tom)) == {anas, bens}
    assert set(Mail.objects.visible_to(carla)) == {anas, bens, theas, nobodys}
    assert not Mail.objects.visible_to(ana.user).exists()


def test_a_mail_goes_to_a_person_or_to_an_address(ana):
    assert mail("a", recipient=ana.user).to == "ana@stridewell.example"
    assert mail("b", address="nora@runner.example").to == "nora@runner.example"
