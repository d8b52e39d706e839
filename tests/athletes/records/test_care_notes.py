"""Notes of the clinic: kept with who wrote them and when, and never shown to the athlete."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta

import pytest

from athletes.errors import RefusedError
from athletes.models import CareNote
from athletes.records.care_notes import write_care_note
from tests.people import MONDAY

pytestmark = pytest.mark.django_db
SECRET = "Husband drives; asks before adding miles."


def test_a_note_knows_whose_and_when_and_a_double_click_is_one(ana, thea, tom):
    first = write_care_note(athlete=ana, author=thea, text=f"  {SECRET} ", at=MONDAY)
    assert (first.text, first.author, first.at) == (SECRET, thea, MONDAY)
    assert write_care_note(athlete=ana, author=thea, text=SECRET, at=MONDAY + timedelta(seconds=2)) == first
    write_care_note(athlete=ana, author=tom, text=SECRET, at=MONDAY + timedelta(seconds=2))
    write_care_note(athlete=ana, author=thea, text=SECRET, at=MONDAY + timedelta(days=1))
    assert CareNote.objects.count() == 3


@pytest.mark.parametrize("text", ["", "  ", "x" * 2001])
def test_what_is_no_note_is_refused(ana, thea, text):
    with pytest.raises(RefusedError):
        write_care_note(athlete=ana, author=thea, text=text, at=MONDAY)


def test_what_is_refused_stays_in_its_field(as_thea, ana):
    page = f"/admin/athletes/athlete/{ana.pk}/"
    answer = as_thea.post(f"{page}notes/", {"text": "y" * 2001}, follow=True)
    assert "Write 1 to 2,000 characters." in answer.text
    assert "y" * 2001 in answer.text
    as_thea.post(f"{page}notes/", {"text": SECRET})
    assert SECRET in as_thea.get(page).text


def test_the_athlete_never_sees_it(as_ana, ana, thea, enrollment):
    write_care_note(athlete=ana, author=thea, text=SECRET, at=MONDAY)
    for page in ("/", "/messages/", "/history/", "/settings/", "/progress/", "/program/"):
        assert "Husband" not in as_ana.get(page).text
    archive = zipfile.ZipFile(io.BytesIO(as_ana.get("/settings/download/").content))
    for name in archive.namelist():
        assert b"Husband" not in archive.read(name)
    assert "what your therapists note for each other" in archive.read("README.txt").decode()
