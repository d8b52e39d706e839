"""After prescribing: the hand-over with its code and paper, and the dates of a program."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client

from athletes.enrollment.plan_changes import pause_program
from athletes.enrollment.schedule import state_usual_week
from athletes.models import EnrollmentStatus
from athletes.phone import documents
from tests.paper import A4, LETTER, page_sizes
from tests.people import MONDAY

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
#: Letter where nobody chose.
PAPER_SIZES = {"letter": LETTER, "A4": A4, "": LETTER, "a napkin": LETTER}


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(MONDAY, tick=False)


@pytest.fixture
def path(enrollment) -> str:
    return f"/admin/athletes/enrollment/{enrollment.pk}/handover/"


def test_the_code_signs_in_and_opens_the_first_session(as_thea, path, first_session, ana):
    link = as_thea.post(path, {"link": "qr"}).context["qr_link"]
    phone = Client()
    assert phone.get(link).status_code == 200
    answer = phone.post(link)
    assert answer.url == f"/session/{first_session.pk}/"
    assert phone.get(answer.url).status_code == 200


def test_the_sheet_holds_the_first_week_with_cues_doses_and_the_address(as_thea, path, settings):
    html = as_thea.get(path).content.decode()
    sheet = html[html.index('<article class="sheet"') :]
    for words in ("Split squat", "each side", "in reserve", "s down", settings.SITE_URL, 'class="qr"', "above 3 of 10"):
        assert words in sheet
    assert sheet.count("<h3>") == 2
    assert not re.search(r"\b\d-\d-[\dX]-\d\b", html)  # a tempo code says nothing to an athlete


def test_the_pdf_is_one_where_its_libraries_are_and_the_page_says_so_where_not(as_thea, path, monkeypatch):
    pdf = path.replace("/handover/", "/handover.pdf")
    if documents.is_available():
        for paper, size in PAPER_SIZES.items():
            answer = as_thea.get(pdf, {"paper": paper})
            assert answer["Content-Type"] == "application/pdf"
            assert page_sizes(answer.content) == [size], paper
    monkeypatch.setattr(documents, "_weasyprint", lambda: None)
    assert "cannot make PDF files" in as_thea.get(path).content.decode()
    assert "cannot make PDF files" in as_thea.get(pdf, follow=True).content.decode()


def test_the_therapist_pauses_goes_on_and_ends_a_program_on_its_page(as_thea, enrollment):
    page = f"/admin/athletes/enrollment/{enrollment.pk}/"
    until = (MONDAY + timedelta(weeks=2)).date().isoformat()
    assert "Paused until Monday, November 16" in _post(as_thea, page, do="pause", on=until)
    assert "The program has resumed." in _post(as_thea, page, do="go_on")
    assert "The program has ended." in _post(as_thea, page, do="finish")
    enrollment.refresh_from_db()
    assert enrollment.status == EnrollmentStatus.FINISHED
    assert "has ended" in _post(as_thea, page, do="pause", on=until)


def test_the_therapist_sees_what_suits_the_runs_and_changes_the_days(as_thea, enrollment, ana):
    state_usual_week(athlete=ana, kinds=["rest", "intervals", "easy", "tempo", "easy", "easy", "long"])
    page = f"/admin/athletes/enrollment/{enrollment.pk}/"
    shown = as_thea.get(f"{page}change/").content.decode()
    assert "Wednesday and Friday" in shown
    assert "sessions moved" in _post(as_thea, page, do="days", first="2", second="4")
    enrollment.refresh_from_db()
    assert {enrollment.first_weekday, enrollment.second_weekday} == {2, 4}
    assert "back to back" in _post(as_thea, page, do="days", first="6", second="0")
    assert "Choose two days." in _post(as_thea, page, do="days", first="9", second="")


def _post(client, page: str, **data: str) -> str:
    """Asked for, then confirmed; what is refused is not asked about."""
    asked = client.post(f"{page}dates/", data, follow=True)
    if asked.redirect_chain:
        return asked.text
    return client.post(f"{page}dates/", data | {"sure": "yes"}, follow=True).text


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"do": "finish"}, ["16 are removed", "End the program"]),
        ({"do": "pause", "on": "2026-11-16"}, ["16 move", "Mon, Nov 16, 2026", "was Mon, Nov 2, 2026"]),
        ({"do": "repeat"}, ["2 are added", "14 move"]),
        ({"do": "days", "first": "1", "second": "4"}, ["16 move", "Tue, Nov 3, 2026"]),
    ],
    ids=["finish", "pause", "repeat", "days"],
)
def test_before_the_dates_change_the_page_says_which_sessions_it_moves(as_thea, enrollment, data, words):
    page = f"/admin/athletes/enrollment/{enrollment.pk}/dates/"
    before = list(enrollment.sessions.values_list("pk", "planned_on"))
    asked = as_thea.post(page, data)
    assert asked.status_code == 200
    for word in words:
        assert word in " ".join(asked.text.split()), word
    enrollment.refresh_from_db()
    assert enrollment.status == EnrollmentStatus.ACTIVE
    assert enrollment.paused_until is None
    assert list(enrollment.sessions.values_list("pk", "planned_on")) == before


def test_a_pause_that_is_over_is_not_announced(as_thea, enrollment, time_machine):
    pause_program(enrollment=enrollment, until=MONDAY.date() + 7 * DAY, at=MONDAY)
    page = f"/admin/athletes/enrollment/{enrollment.pk}/change/"
    assert "Resume now" in as_thea.get(page).content.decode()
    time_machine.move_to(MONDAY + 20 * DAY, tick=False)
    assert "Resume now" not in as_thea.get(page).content.decode()
