"""Who opened an athlete's data: written down for each answer, and read by the athlete."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from athletes.mail import links
from athletes.models import Athlete, User
from clinic.audit.history import access_days, subject_of
from clinic.models import AccessLog
from tests.clock import at
from tests.doing import do
from tests.people import MONDAY

pytestmark = pytest.mark.django_db
PAGE = "/settings/access-history/"
RECORD = "GET admin:athletes_athlete_change"


def logged(actor: User | None, *athletes: Athlete, action: str = RECORD, when=MONDAY, **more) -> AccessLog:
    keys = [athlete.pk for athlete in athletes]
    return AccessLog.objects.create(actor=actor, athletes=keys, action=action, at=when, **more)


def test_it_is_shown_by_day_and_person_and_the_own_visits_are_not(as_ana, as_thea, ana, first_session):
    do(first_session, ana, MONDAY)
    assert "No one but you has viewed your data so far." in as_ana.get(PAGE).content.decode()
    as_thea.get(f"/admin/athletes/athlete/{ana.pk}/change/")
    as_thea.get(f"/admin/athletes/session/{first_session.pk}/change/")
    as_thea.get(f"/admin/athletes/session/{first_session.pk}/change/")
    page = as_ana.get(PAGE).content.decode()
    assert "Thea Lind" in page
    assert "a session of yours" in page
    assert "your record" in page
    assert "3 times" in page
    assert "Ana Silva</b>" not in page


def test_a_refused_form_shows_the_athlete_as_well_and_is_logged(as_thea, ana):
    before = AccessLog.objects.about(ana.pk).count()
    page = as_thea.post(f"/admin/athletes/athlete/{ana.pk}/messages/", {"text": ""})
    assert page.status_code == 422
    assert "Ana Silva" in page.text
    assert AccessLog.objects.about(ana.pk).count() == before + 1


def test_a_row_about_somebody_whose_id_holds_ours_is_not_ours(carla, ana, ben):
    for named in ([ana.pk * 10], [int(f"1{ana.pk}")], [ben.pk, ana.pk * 100]):
        AccessLog.objects.create(actor=carla, athletes=named, action="GET x")
    assert not AccessLog.objects.about(ana.pk).exists()
    logged(carla, ben, ana)
    logged(carla, ana, ben)
    assert AccessLog.objects.about(ana.pk).count() == 2


def test_a_day_is_the_athletes_own_and_the_latest_comes_first(ana, thea, carla):
    late_on_monday = at("2026-11-02 23:30 America/New_York")  # Tuesday in UTC already
    logged(thea, ana, when=late_on_monday)
    logged(carla, ana, when=late_on_monday + timedelta(hours=1))
    assert [(day.on.day, [person.who for person in day.people]) for day in access_days(ana)] == [
        (3, ["Carla Ruiz"]),
        (2, ["Thea Lind"]),
    ]


def test_what_was_opened_twice_is_named_once_and_counted_twice(ana, thea):
    for action in (RECORD, "GET admin:athletes_run_changelist", RECORD):
        logged(thea, ana, action=action)
    (day,) = access_days(ana)
    (person,) = day.people
    assert (sorted(person.subjects), person.times) == (["your record", "your runs"], 3)


def test_who_has_no_account_any_more_is_still_shown(ana, carla):
    logged(carla, ana)
    carla.delete()
    (day,) = access_days(ana)
    assert [person.who for person in day.people] == ["someone whose account is gone"]


@pytest.mark.parametrize(
    ("action", "subject"),
    [
        ("GET admin:athletes_session_change", "a session of yours"),
        ("GET admin:athletes_athlete_changelist", "a list you were on"),
        ("GET admin:athletes_athlete_change", "your record"),
        ("GET api_sessions", "your data"),
    ],
)
def test_the_first_words_that_fit_a_page_are_said(action, subject):
    assert subject_of(AccessLog(action=action)) == subject


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("changed", "changed your program"),
        ("tried", "your program"),
        ("exported", "downloaded your program"),
        ("denied", "tried to open your program and was refused"),
        ("link_made", "made a link that signs you in"),
    ],
)
def test_what_was_done_is_said_too(kind, words):
    assert subject_of(AccessLog(kind=kind, action="POST admin:programs_program_grid")) == words


def test_a_link_that_staff_made_is_told_and_so_is_that_it_was_used(as_thea, thea, ana, enrollment, time_machine):
    time_machine.move_to(MONDAY, tick=False)
    page = f"/admin/athletes/enrollment/{enrollment.pk}/handover/"
    as_thea.get(page)
    assert not AccessLog.objects.filter(kind="link_made").exists()
    link = as_thea.post(page, {"link": "qr"}).context["qr_link"]
    Client().post(link)
    (day,) = access_days(ana)
    (person,) = day.people
    assert person.who == "Thea Lind"
    assert {"made a link that signs you in", "the link they made was used to sign in as you"} <= set(person.subjects)


def test_staff_who_use_a_link_for_the_athlete_are_named(as_thea, thea, ana, time_machine):
    time_machine.move_to(MONDAY, tick=False)
    as_thea.post(links.sign_in_link(ana.user, links.INVITE))
    (day,) = access_days(ana)
    assert [(person.who, person.subjects) for person in day.people] == [
        ("Thea Lind", ["used a link that signs you in"]),
    ]


def test_the_own_link_from_a_mail_is_nobody_else_s_doing(ana):
    Client().post(links.sign_in_link(ana.user, links.INVITE))
    assert access_days(ana) == []
