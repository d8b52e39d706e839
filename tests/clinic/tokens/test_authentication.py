"""What a token opens: what it is good for, as its owner sees it, until it ends; and nothing else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from athletes.access.scopes import Scope
from clinic.models import AccessLog, ApiToken
from clinic.tokens.making import make_token, revoke_token
from tests.people import MONDAY

pytestmark = pytest.mark.django_db
ATHLETES = "/api/v1/staff/athletes/"


@pytest.fixture(autouse=True)
def _monday(time_machine):
    time_machine.move_to(MONDAY, tick=False)


@pytest.fixture
def token(thea) -> tuple[ApiToken, str]:
    return make_token(owner=thea, by=thea, name="Front desk", scopes=[Scope.ATHLETES], days=30, at=MONDAY)


def ask(text: str, path: str = ATHLETES):
    return Client().get(path, headers={"Authorization": f"Bearer {text}"})


def names(answer) -> list[str]:
    return [row["name"] for row in answer.json()["results"]]


def test_it_reads_what_its_owner_may_see_and_the_log_says_by_which_token(token, thea, ana, ben):
    answer = ask(token[1])
    assert (answer.status_code, names(answer)) == (200, ["Ana Silva"])
    assert "no-store" in answer.headers["Cache-Control"]
    row = AccessLog.objects.about(ana.pk).latest("id")
    assert (row.kind, row.actor, row.note) == ("opened", thea, f"token {token[0].pk}")
    assert ask(token[1], f"{ATHLETES}{ben.pk}/").status_code == 404
    assert AccessLog.objects.about(ben.pk).latest("id").kind == "denied"


@pytest.mark.parametrize("text", ["", "stw_made-up", "stw_" + "x" * 5000, "٥"])
def test_a_made_up_token_is_nobody(text):
    answer = Client().get(ATHLETES, headers={"Authorization": f"Bearer {text}".encode().decode("latin-1")})
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert answer.json()["code"] == "unknown_token"


def test_it_ends_when_it_is_revoked_when_it_is_over_and_when_its_owner_leaves(token, thea, time_machine):
    time_machine.move_to(MONDAY + timedelta(days=31), tick=False)
    assert ask(token[1]).status_code == 401
    time_machine.move_to(MONDAY, tick=False)
    assert ask(token[1]).status_code == 200
    thea.is_active = False
    thea.save()
    assert ask(token[1]).status_code == 401
    thea.is_active = True
    thea.save()
    revoke_token(token=token[0], by=thea, at=MONDAY)
    assert ask(token[1]).status_code == 401


def test_it_opens_only_what_it_is_good_for_and_the_refusal_says_what_that_is(token):
    answer = ask(token[1], "/api/v1/staff/sessions/")
    assert (answer.status_code, answer.json()["code"]) == (403, "out_of_scope")
    assert "It has: athletes:read. This address also asks for: sessions:read." in answer.json()["detail"]


@pytest.mark.parametrize("path", ["/api/v1/me/", "/api/v1/program/", "/api/v1/schema/"])
def test_what_names_no_scope_opens_for_no_token(thea, path):
    every = make_token(owner=thea, by=thea, name="All", scopes=Scope.values, days=30, at=MONDAY)[1]
    assert ask(every, path).status_code in (401, 403)
    assert ask(every, path).json()["code"] == "no_tokens"


def test_it_is_no_sign_in_for_pages(token):
    assert ask(token[1], "/admin/").status_code == 302


def test_the_owner_needs_a_second_factor_too(token, settings):
    settings.STAFF_SECOND_FACTOR = True
    assert ask(token[1]).status_code == 403


def test_its_last_use_is_noted_once_a_minute(token, time_machine, django_assert_num_queries):
    ask(token[1])
    time_machine.move_to(MONDAY + timedelta(seconds=59), tick=False)
    ask(token[1])
    assert ApiToken.objects.get().last_used_at == MONDAY
    time_machine.move_to(MONDAY + timedelta(seconds=61), tick=False)
    ask(token[1])
    assert ApiToken.objects.get().last_used_at == MONDAY + timedelta(seconds=61)


def test_one_token_asks_so_often_and_another_goes_on(token, thea, settings):
    settings.THROTTLES = {"token": ["2/5m"]}
    other = make_token(owner=thea, by=thea, name="Other", scopes=[Scope.ATHLETES], days=30, at=MONDAY)[1]
    assert [ask(token[1]).status_code for _number in range(3)] == [200, 200, 429]
    refused = ask(token[1])
    assert 0 < int(refused.headers["Retry-After"]) <= 300
    assert refused.json()["status"] == 429
    assert ask(other).status_code == 200
