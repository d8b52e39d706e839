"""The door of every page that shows an athlete: who comes in, what it hands on, and what the log is told."""

from __future__ import annotations

import uuid

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpResponse
from django.test import RequestFactory

from athletes.access.requests import athlete_required, current_user, log_access, session_of
from athletes.models import Athlete, Role, User

pytestmark = pytest.mark.django_db


def request_of(user):
    request = RequestFactory().get("/program/")
    request.user = user
    return request


def fresh(user) -> User:
    """As the sign-in gives it: nothing read beside the account."""
    return User.objects.get(pk=user.pk)


@athlete_required
def page(request, athlete, number=1):
    return HttpResponse(f"{athlete} {number}")


def test_an_athlete_comes_in_and_the_page_gets_them_with_what_the_address_says(ana):
    request = request_of(fresh(ana.user))
    assert page(request, number=2).content == b"Ana Silva 2"
    assert request.athletes_shown == [ana.pk]


def test_staff_go_to_the_admin_and_strangers_to_the_sign_in(thea):
    assert page(request_of(thea)).url == "/admin/"
    assert "next=/program/" in page(request_of(AnonymousUser())).url


def test_an_account_without_an_athlete_finds_nothing(db):
    lone = User.objects.create_user("lone@x.example", None, name="Lone", role=Role.ATHLETE)
    with pytest.raises(Http404):
        page(request_of(lone))


def test_nobody_is_nobodys_current_user(db):
    with pytest.raises(AssertionError):
        current_user(request_of(AnonymousUser()))


def test_the_log_keeps_everybody_who_was_named(rf):
    request = rf.get("/")
    log_access(request, 3)
    log_access(request, 1, 2)
    assert request.athletes_shown == [3, 1, 2]


def test_a_session_is_found_by_its_athlete_who_is_not_read_again(ana, first_session, django_assert_num_queries):
    request = request_of(fresh(ana.user))
    with django_assert_num_queries(1):
        session = session_of(request, ana, first_session.pk)
        assert session.athlete is ana
        assert (session.week.number, session.workout.letter) == (1, "A")


def test_anybody_else_s_session_is_not_there(ana, ben, stranger, first_session):
    for athlete in (ben, stranger):
        with pytest.raises(Http404):
            session_of(request_of(fresh(athlete.user)), athlete, first_session.pk)
    with pytest.raises(Http404):
        session_of(request_of(fresh(ben.user)), Athlete.objects.get(pk=ana.pk), first_session.pk)
    with pytest.raises(Http404):
        session_of(request_of(fresh(ana.user)), ana, uuid.uuid4())
