"""The list of addresses that take no mail: with the relay's code and words, and one more try."""

from __future__ import annotations

import pytest

from athletes.mail.transport import mark_bad
from athletes.models import User
from tests.people import MONDAY

pytestmark = pytest.mark.django_db
PAGE = "/admin/athletes/mail/addresses/"


def test_the_clinic_admin_reads_why_and_tries_an_address_again(ana, ben, as_carla):
    mark_bad(ana.user.email, at=MONDAY, said="550 5.1.1 User unknown")
    User.objects.filter(pk=ben.pk).update(soft_bounces=2)
    page = as_carla.get(PAGE).content.decode()
    for said in (
        "ana@stridewell.example",
        "5.1.1",
        "User unknown",
        "Nov 2, 2026",
        "ben@stridewell.example",
        "<td>2</td>",
    ):
        assert said in page
    after = as_carla.post(PAGE, {"user": ana.pk}, follow=True).content.decode()
    assert "Mail to ana@stridewell.example is tried again." in after
    assert User.objects.get(pk=ana.pk).bad_address_since is None


def test_nobody_else_decides_and_who_is_not_listed_is_not_found(ana, as_thea, as_carla):
    assert as_thea.get(PAGE).status_code == 403
    assert as_carla.post(PAGE, {"user": ana.pk}).status_code == 404
    assert as_carla.post(PAGE, {"user": "x"}).status_code == 404
    assert "Every address accepts mail." in as_carla.get(PAGE).content.decode()
