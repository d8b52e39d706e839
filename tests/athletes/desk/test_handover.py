"""The hand-over: QR into the first session, one page on paper, the note for the record, sets as they arrive."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.test import Client

from athletes.desk.pages.handover import handover_sheet
from athletes.mail import links
from athletes.models import SetLog
from athletes.phone import documents
from clinic.models import AccessLog
from programs.models import Exercise
from tests.people import MONDAY

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(MONDAY, tick=False)


@pytest.fixture
def path(enrollment) -> str:
    return f"/admin/athletes/enrollment/{enrollment.pk}/handover/"


def test_the_code_signs_in_and_opens_the_first_session(as_thea, path, first_session, ana):
    link = as_thea.get(path).context["qr_link"]
    phone = Client()
    assert phone.get(link).status_code == 200
    answer = phone.post(link)
    assert answer.url == f"/session/{first_session.pk}/"
    assert phone.get(answer.url).status_code == 200


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


def test_the_sheet_holds_the_first_week_with_cues_doses_and_the_address(as_thea, path, settings):
    html = as_thea.get(path).content.decode()
    sheet = html[html.index('<article class="sheet"') :]
    for words in ("Split squat", "each side", "in reserve", "tempo", settings.SITE_URL, "Pain above 3 out of 10"):
        assert words in sheet
    assert sheet.count("<h3>") == 2


def test_the_note_for_the_record_is_plain_text(enrollment):
    note = handover_sheet(enrollment, MONDAY).note
    assert note.startswith("Strength program: Runner base")
    assert "Prescribed on Nov. 2, 2026 by Thea Lind" in note
    assert f"- {handover_sheet(enrollment, MONDAY).workouts[0].rows[0].exercise.name}: " in note
    assert "<" not in note


def test_the_pdf_is_one_where_its_libraries_are_and_the_page_says_so_where_not(as_thea, path, monkeypatch):
    pdf = path.replace("/handover/", "/handover.pdf")
    if documents.is_available():
        answer = as_thea.get(pdf)
        assert answer["Content-Type"] == "application/pdf"
        assert answer.content.startswith(b"%PDF-")
        assert answer.content.count(b"/Type /Page\n") <= 1
    monkeypatch.setattr(documents, "_weasyprint", lambda: None)
    assert "cannot make PDF files" in as_thea.get(path).content.decode()
    assert "cannot make PDF files" in as_thea.get(pdf, follow=True).content.decode()


def test_the_therapist_sees_sets_arrive_and_one_look_is_logged_in_ten_minutes(as_thea, first_session, ana):
    page = f"/admin/athletes/session/{first_session.pk}/"
    assert f'data-watch="{page}sets/"' in as_thea.get(f"{page}change/").content.decode()
    before = AccessLog.objects.count()
    assert "0 of" in as_thea.get(f"{page}sets/").content.decode()
    entry = Exercise.objects.get(slug="split-squat")
    SetLog.objects.create(
        id=uuid.uuid4(), session=first_session, athlete=ana, exercise=entry, number=1, reps=8,
        performed_on=MONDAY.date(), received_at=MONDAY + timedelta(minutes=1), edit_id=uuid.uuid4(),
    )  # fmt: skip
    for _poll in range(3):
        assert as_thea.get(f"{page}sets/").status_code == 200
    assert AccessLog.objects.count() == before + 1
