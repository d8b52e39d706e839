"""Staff see where they are signed in, and end it everywhere else."""

from __future__ import annotations

import pytest
from django.test import Client

from clinic.models import AccessLog
from tests.seen import see

pytestmark = pytest.mark.django_db
PAGE = "/staff/sessions/"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
SAFARI = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Version/18.0 Mobile Safari/604.1"
EDGE = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15) AppleWebKit/537 Chrome/140.0 Safari/537 Edg/140.0"


def signed_in(user, agent: str) -> Client:
    client = Client(HTTP_USER_AGENT=agent)
    client.post("/staff/sign-in/", {"login": user.email, "password": "correct horse battery"})
    return client


def test_each_browser_is_named_and_the_others_end(thea, tom):
    here, there, toms = signed_in(thea, FIREFOX), signed_in(thea, SAFARI), signed_in(tom, EDGE)
    page = see(here, PAGE)
    assert "<b>Firefox on Windows</b> · this one" in page
    assert "Safari on iPhone" in page
    assert "Edge on Mac" not in page
    assert here.post(PAGE).status_code == 302
    assert AccessLog.objects.latest("id").kind == "signed_out_everywhere"
    assert here.get("/admin/").status_code == 200
    assert there.get("/admin/").status_code == 302
    assert toms.get("/admin/").status_code == 200
    assert "Safari on iPhone" not in see(here, PAGE)
