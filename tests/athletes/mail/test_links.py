"""Links in a mail or a code: they sign in, and lead nowhere else."""

from __future__ import annotations

import pytest
from django.test import Client

from athletes.mail import links
from tests.people import MONDAY

pytestmark = pytest.mark.django_db


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
