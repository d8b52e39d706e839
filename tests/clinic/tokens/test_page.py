"""The page of tokens: a new one is shown once, everybody sees their own, a tap ends one."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from clinic.models import ApiToken

pytestmark = pytest.mark.django_db
PAGE = "/admin/tokens/"


def values(owner, **changes):
    return {"name": "Front desk", "owner": owner.pk, "scopes": ["athletes:read"], "days": "90"} | changes


def test_a_token_is_shown_once_and_works(as_thea, thea):
    made = as_thea.post(PAGE, values(thea)).content.decode()
    text = re.search(r"stw_[\w-]{43}", made)[0]
    assert Client().get("/api/v1/staff/athletes/", headers={"Authorization": f"Bearer {text}"}).status_code == 200
    page = as_thea.get(PAGE).content.decode()
    assert text not in page
    assert "Front desk" in page


@pytest.mark.parametrize("wrong", [{"name": ""}, {"scopes": []}, {"scopes": ["all"]}, {"days": "9999"}])
def test_what_is_wrong_with_a_form_is_said_and_nothing_is_made(as_thea, thea, wrong):
    answer = as_thea.post(PAGE, values(thea, **wrong))
    assert answer.status_code == 422
    assert "errorlist" in answer.content.decode()
    assert not ApiToken.objects.exists()


def test_a_therapist_makes_none_for_others_and_a_clinic_admin_does(as_tom, as_carla, carla, thea):
    assert as_tom.post(PAGE, values(thea)).status_code == 422
    assert as_carla.post(PAGE, values(thea)).status_code == 200
    assert (ApiToken.objects.get().owner, ApiToken.objects.get().made_by) == (thea, carla)
    assert "Front desk" not in as_tom.get(PAGE).content.decode()
    assert "made by Carla Ruiz" in as_carla.get(PAGE).content.decode()


def test_a_tap_ends_it_and_a_stranger_finds_none(as_thea, as_tom, thea):
    as_thea.post(PAGE, values(thea))
    address = f"{PAGE}{ApiToken.objects.get().pk}/revoke/"
    assert as_tom.post(address).status_code == 404
    assert ApiToken.objects.get().revoked_at is None
    assert "opens nothing any more" in as_thea.post(address, follow=True).content.decode()
    assert ApiToken.objects.get().revoked_at is not None
