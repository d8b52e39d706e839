"""The log of contacts on the athlete's page: one log, whoever wrote it and wherever."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from athletes.models import CareContact
from athletes.phone.export import as_zip, everything_about
from athletes.records.care.contacts import log_contact
from tests.people import MONDAY

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(MONDAY + HOUR, tick=False)


@pytest.fixture
def page(ana) -> str:
    return f"/admin/athletes/athlete/{ana.pk}/"


@pytest.fixture
def contact(ana, thea) -> CareContact:
    return called(ana, thea, MONDAY, "Calf quiet")


def called(ana, thea, at, note) -> CareContact:
    return log_contact(
        athlete=ana, kind="call", result="reached", by=thea, took_place_at=at, at=MONDAY, minutes=9, note=note
    )


def posted(**changes):
    values = {"kind": "visit", "result": "reached", "at": "2026-11-02T09:30", "minutes": "25", "note": "Walked well"}
    return {f"contact-{name}": value for name, value in (values | changes).items()}


def test_a_visit_is_logged_by_the_clinic_s_clock_and_stands_in_header_log_and_timeline(as_thea, page, enrollment):
    shown = as_thea.post(f"{page}contacts/", posted(), follow=True).text
    kept = CareContact.objects.get()
    assert kept.at == MONDAY + HOUR / 2
    assert "Logged. Visit: reached." in shown
    assert "last Mon, Nov 2" in shown
    assert "Visit: reached · 25 min" in as_thea.get(f"{page}?show=contacts").text


def test_the_filter_shows_contacts_and_no_messages(as_thea, ana, page, contact):
    as_thea.post(f"/admin/athletes/athlete/{ana.pk}/messages/", {"text": "How was the long run?"})
    shown = as_thea.get(f"{page}?show=contacts").text
    timeline = shown[shown.index('id="timeline"') : shown.index('id="contacts"')]
    assert "Call: reached" in timeline
    assert "How was the long run?" not in timeline


def test_the_log_stands_on_the_page_once_and_not_in_the_decision_as_well(as_thea, page, enrollment, contact):
    shown = as_thea.get(page).text
    before = shown[: shown.index('id="timeline"')]
    assert "Log the call" in before
    assert "Calf quiet" not in before


def test_what_is_refused_stays_in_its_fields(as_thea, page):
    answer = as_thea.post(f"{page}contacts/", posted(at="2026-11-02T23:00"))
    assert answer.status_code == 422
    assert "That is still to come." in answer.text
    assert "Walked well" in answer.text
    answer = as_thea.post(f"{page}contacts/", posted(result=""))
    assert "Say whether they were reached." in answer.text
    assert not CareContact.objects.exists()


def test_its_author_corrects_it_and_removes_it_after_a_question(as_thea, page, contact):
    own = f"{page}contacts/{contact.pk}/"
    assert "does not come back" in as_thea.get(own).text
    as_thea.post(own, posted(kind="call", minutes="11"))
    contact.refresh_from_db()
    assert contact.minutes == 11
    assert "Removed from the log." in as_thea.post(own, {"remove": "yes"}, follow=True).text
    assert not CareContact.objects.exists()


def test_another_clinician_reads_it_and_cannot_change_it(as_carla, page, contact):
    own = f"{page}contacts/{contact.pk}/"
    shown = as_carla.get(own).text
    assert "Calf quiet" in shown
    assert "Correct it" not in shown
    assert as_carla.post(own, posted()).status_code == 403
    assert as_carla.post(own, {"remove": "yes"}).status_code == 403
    assert CareContact.objects.get().note == "Calf quiet"


def test_a_contact_of_another_athlete_is_not_found_under_this_one(as_carla, ben, contact):
    assert as_carla.get(f"/admin/athletes/athlete/{ben.pk}/contacts/{contact.pk}/").status_code == 404


def test_the_athlete_s_own_pages_and_archive_say_nothing_of_it(as_ana, ana, contact):
    for path in ("/", "/messages/", "/history/", "/settings/"):
        assert "Calf quiet" not in as_ana.get(path).text
    assert "Calf quiet" not in str(everything_about(ana))
    assert b"carecontact" not in as_zip(ana)
    assert "log of calls, mail and visits" in _readme_of(ana)


def _readme_of(ana) -> str:
    return zipfile.ZipFile(io.BytesIO(as_zip(ana))).read("README.txt").decode()


def test_the_page_takes_as_many_queries_for_one_contact_as_for_many(
    as_thea, ana, thea, page, contact, django_assert_num_queries
):
    as_thea.get(page)
    with CaptureQueriesContext(connection) as once:
        as_thea.get(page)
    for number in range(8):
        called(ana, thea, MONDAY - number * HOUR, f"Call {number}")
    with django_assert_num_queries(len(once)):
        as_thea.get(page)
