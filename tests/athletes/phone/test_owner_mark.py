"""What a phone sends says whose it is, and is taken from the sign-in of that athlete only."""

from __future__ import annotations

import json
import uuid

import pytest
from django.test import Client

from athletes.models import CheckIn, PainReport, Run, SetLog

pytestmark = pytest.mark.django_db

EDIT = str(uuid.UUID(int=7, version=4))
RUN = {"kind": "easy", "ran_on": "2026-11-02", "minutes": 41, "note": "for nobody else", "rev": 1, "edit_id": EDIT}
PAIN = {"score": 3, "region": "knee", "side": "left"}
WEEK = {"week": "2026-W45", "changed": 0, "rev": 1, "edit_id": EDIT}
SET = {"id": EDIT, "exercise": "split-squat", "number": 1, "reps": 8, "rev": 1, "edit_id": EDIT}
WRITES = {"runs": RUN, "pain-reports": PAIN, "check-ins": WEEK, "sessions": {"sets": [SET]}}


def put(client: Client, kind: str, **headers: str):
    path = f"/api/v1/{kind}/{uuid.UUID(int=1)}/"
    return client.put(path, json.dumps(WRITES[kind]), content_type="application/json", headers=headers)


def is_anything_stored() -> bool:
    return any(model.objects.exists() for model in (CheckIn, PainReport, Run, SetLog))


@pytest.fixture
def phone(ana) -> Client:
    """Ana's sign-in, which says nothing by itself."""
    client = Client()
    client.force_login(ana.user, backend="clinic.sign_in.auth.LinkBackend")
    return client


@pytest.mark.parametrize("kind", WRITES)
def test_what_another_athlete_logged_is_refused_with_a_reason_and_stores_nothing(phone, ben, kind):
    answer = put(phone, kind, **{"X-Athlete": ben.owner_mark})
    assert answer.status_code == 403
    assert "Sign in as the person who logged it" in answer.json()["detail"]
    assert not is_anything_stored()


@pytest.mark.parametrize("kind", WRITES)
def test_what_does_not_say_whose_it_is_is_refused(phone, kind):
    answer = put(phone, kind)
    assert answer.status_code == 403
    assert not is_anything_stored()


@pytest.mark.parametrize("kind", WRITES)
def test_what_the_signed_in_athlete_logged_is_taken(phone, ana, kind):
    assert put(phone, kind, **{"X-Athlete": ana.owner_mark}).status_code == 200


def test_the_mark_is_told_to_its_athlete_and_stands_on_every_page_that_the_phone_keeps(phone, ana, first_session):
    assert phone.get("/api/v1/me/").json()["owner_mark"] == ana.owner_mark
    session = f"/session/{first_session.pk}/"
    kept = ["/", "/program/", "/history/", "/progress/", "/schedule/", "/runs/", "/check-in/", session]
    for path in [*kept, f"{session}pain/", f"{session}finish/", "/exercises/split-squat/"]:
        assert f'data-owner="{ana.owner_mark}"' in phone.get(path).content.decode(), path


def test_marks_differ_and_outlive_a_change_of_the_secret_key(ana, ben, settings):
    before = ana.owner_mark
    assert before != ben.owner_mark
    settings.SECRET_KEY = "x" * 50
    assert ana.owner_mark == before


def test_signing_out_empties_the_browser_unless_things_wait_for_somebody_else(phone):
    assert phone.post("/sign-out/", {"others": ""})["Clear-Site-Data"] == '"cache"'
    assert phone.post("/sign-out/")["Clear-Site-Data"] == '"cache", "storage"'
