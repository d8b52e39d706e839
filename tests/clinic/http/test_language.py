"""Which language an answer is in: a person's own choice, or what a visitor's browser asks for."""

from __future__ import annotations

import pytest
from django.test import Client

from athletes.models import User
from clinic.language.pseudo import pseudo

pytestmark = pytest.mark.django_db


def test_with_one_language_nobody_is_asked_and_nothing_varies(as_ana, as_carla):
    page = as_ana.get("/settings/")
    assert b'name="language"' not in page.content
    assert b'name="language"' not in as_carla.get("/admin/").content
    assert "Accept-Language" not in page.headers.get("Vary", "")


def test_a_visitor_reads_what_the_browser_asks_for(made_up_language):
    page = Client(headers={"Accept-Language": made_up_language}).get("/sign-in/")
    assert '<html lang="en-xa">' in page.content.decode()
    assert "Accept-Language" in page.headers["Vary"]


def test_an_athlete_chooses(made_up_language, as_ana, ana):
    page = as_ana.post("/language/", {"language": made_up_language}, follow=True)
    assert '<html lang="en-xa">' in page.content.decode()
    assert pseudo("Saved.") in page.content.decode()
    assert User.objects.get(pk=ana.pk).reads == made_up_language


def test_staff_choose_in_the_header(made_up_language, as_thea):
    page = as_thea.post("/language/", {"language": made_up_language}, follow=True)
    assert page.redirect_chain == [("/admin/", 302)]
    assert 'lang="en-xa"' in page.content.decode()


def test_only_what_is_offered_is_chosen(made_up_language, as_ana, ana):
    assert as_ana.post("/language/", {"language": "tlh"}).status_code == 404
    assert User.objects.get(pk=ana.pk).language == ""


def test_a_language_that_is_offered_no_more_is_the_clinic_s_again(ana):
    ana.user.language = "tlh"
    assert ana.user.reads == "en-us"


def test_a_person_s_own_choice_goes_before_the_browser_s(made_up_language, as_ana, ana):
    User.objects.filter(pk=ana.pk).update(language="en-us")
    page = as_ana.get("/", headers={"Accept-Language": made_up_language})
    assert '<html lang="en-us">' in page.content.decode()


def test_a_phone_keeps_no_two_languages_beside_each_other(made_up_language, as_ana, ana):
    worker = as_ana.get("/service-worker.js").content
    User.objects.filter(pk=ana.pk).update(language=made_up_language)
    assert as_ana.get("/service-worker.js").content != worker
    assert as_ana.get("/offline/")["Cache-Control"] == "no-cache"
