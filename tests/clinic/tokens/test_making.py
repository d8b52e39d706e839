"""Tokens are made for oneself, by a clinic admin for others, and what is kept opens nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest

from athletes.access.scopes import Scope
from athletes.enrollment.accounts import save_account
from athletes.errors import RefusedError
from clinic.models import AccessLog, ApiToken
from clinic.tokens.making import MOST, PREFIX, digest_of, make_token, revoke_token
from tests.people import MONDAY

pytestmark = pytest.mark.django_db


def make(owner, by, **changes):
    values = {"name": "Front desk", "scopes": [Scope.SESSIONS, Scope.ATHLETES], "days": 90, "at": MONDAY}
    return make_token(owner=owner, by=by, **values | changes)


def test_a_token_is_kept_as_its_digest_with_the_start_that_tells_it_apart(thea):
    token, text = make(thea, thea)
    row = ApiToken.objects.values().get(pk=token.pk)
    assert text.startswith(PREFIX)
    assert len(text) == len(PREFIX) + 43
    assert text not in str(row)
    assert (row["digest"], row["hint"]) == (digest_of(text), text[:8])
    assert row["scopes"] == ["athletes:read", "sessions:read"]
    assert row["expires_at"] == MONDAY + timedelta(days=90)


def test_its_making_and_its_end_are_in_the_access_log(thea, carla):
    token, _text = make(thea, carla)
    assert revoke_token(token=token, by=thea, at=MONDAY)
    assert not revoke_token(token=token, by=carla, at=MONDAY)
    rows = AccessLog.objects.filter(account=thea).order_by("id")
    kept = [(row.kind, row.actor, row.note) for row in rows]
    assert kept == [("token_made", carla, f"token {token.pk}"), ("token_revoked", thea, f"token {token.pk}")]


def test_nobody_makes_one_that_reads_what_somebody_else_may_see_but_a_clinic_admin(thea, tom, carla, ana):
    with pytest.raises(RefusedError, match="Make tokens of your own"):
        make(thea, tom)
    with pytest.raises(RefusedError, match="someone at the clinic"):
        make(ana.user, carla)
    assert make(thea, carla)[0].made_by == carla
    assert ApiToken.objects.count() == 1


def test_one_person_has_twenty_that_work_and_those_that_ended_do_not_count(thea):
    for _number in range(MOST):
        token, _text = make(thea, thea)
    with pytest.raises(RefusedError, match="20 tokens"):
        make(thea, thea)
    revoke_token(token=token, by=thea, at=MONDAY)
    make(thea, thea)


def test_a_token_ends_by_its_day_by_its_owner_and_by_a_tap(thea):
    token, _text = make(thea, thea, days=30)
    working = ApiToken.objects.working
    assert list(working(MONDAY + timedelta(days=29))) == [token]
    assert not working(MONDAY + timedelta(days=30)).exists()
    thea.is_active = False
    thea.save()
    assert not working(MONDAY).exists()
    assert list(ApiToken.objects.ended(MONDAY)) == [token]


@pytest.mark.parametrize("changed", ["role", "is_active", "email"])
def test_another_role_or_address_and_switching_off_end_them_for_good(thea, changed):
    make(thea, thea)
    save_account(user=thea, changed={changed}, at=MONDAY)
    assert not ApiToken.objects.working(MONDAY).exists()


def test_another_name_leaves_them_as_they_are(thea):
    make(thea, thea)
    save_account(user=thea, changed={"name"}, at=MONDAY)
    assert ApiToken.objects.working(MONDAY).exists()
