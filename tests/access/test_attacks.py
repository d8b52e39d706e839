"""Ids of others, posted through every writable relation, are refused and change nothing."""

from __future__ import annotations

import json
import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from athletes.models import Enrollment, PainReport, Session
from clinic.audit.answers import SHOWS_NOBODY
from programs.models import Program

from .matrix import CANARY, NEUTRAL, ask, filled, says, state
from .policy import TABLE

pytestmark = pytest.mark.django_db
PRESCRIPTION = {"starts_on": "2026-11-30", "first_weekday": "0", "second_weekday": "3"}


def template():
    return Program.objects.get(slug="runner-base-8").pk


def test_a_therapist_cannot_prescribe_to_an_athlete_of_another_caseload(clients, things):
    before = state()
    page = clients["tom"].post(
        "/admin/athletes/enrollment/add/", PRESCRIPTION | {"athlete": things["athlete"], "program": template()}
    )
    assert page.status_code == 200
    assert page.context["form"].errors["athlete"]
    assert state() == before


def test_a_copy_of_another_athlete_cannot_be_prescribed_as_a_template(clients, things, ben, people):
    page = clients["tom"].post(
        "/admin/athletes/enrollment/add/", PRESCRIPTION | {"athlete": ben.pk, "program": things["program"]}
    )
    assert page.context["form"].errors["program"]
    assert not Enrollment.objects.filter(athlete=ben).exists()


def test_the_choices_of_a_form_name_only_the_own_caseload(clients, things):
    page = clients["tom"].get("/admin/athletes/enrollment/add/").content.decode()
    assert CANARY not in page
    assert "Ben Carter" in page


def test_a_therapist_cannot_change_an_athlete_of_another_caseload(clients, things):
    before = state()
    answer = clients["tom"].post(f"/admin/athletes/athlete/{things['athlete']}/change/", {"name": "Mine now"})
    assert answer.status_code == 302
    assert state() == before


def test_a_pain_report_cannot_be_hung_on_a_session_of_somebody_else(clients, things):
    answer = clients["ben"].put(
        f"/api/v1/pain-reports/{uuid.uuid4()}/",
        json.dumps({"score": 3, "region": "knee", "session": str(things["session"])}),
        content_type="application/json",
    )
    assert answer.status_code == 404
    assert PainReport.objects.count() == 1


def test_a_set_of_somebody_else_cannot_be_taken_over_through_an_own_session(clients, things):
    theirs = Session.objects.get(pk=things["session"]).sets.get()
    before = state()
    item = {
        "id": str(theirs.pk),
        "exercise": "split-squat",
        "number": 1,
        "reps": 1,
        "rev": 99,
        "edit_id": str(uuid.uuid4()),
    }
    answer = clients["ben"].put(
        f"/api/v1/sessions/{uuid.uuid4()}/", json.dumps({"sets": [item]}), content_type="application/json"
    )
    assert answer.json()["sets"] == [{"id": str(theirs.pk), "verdict": "invalid"}]
    assert state() == before


def test_searching_and_filtering_a_list_never_reaches_another_caseload(clients, things):
    for query in ("?q=Ana", "?follows=yes", f"?therapist={things['user']}", "?o=1"):
        assert CANARY not in clients["tom"].get(f"/admin/athletes/athlete/{query}").content.decode()


#: What says the word that is looked for, and not of an athlete: an uploaded table names who is none yet, a token is
#: Thea's.
OF_NOBODY_IN_CARE = ("admin/athletes/athlete/import/", "admin/tokens/")


def test_every_answer_with_an_athlete_on_it_is_in_the_access_log_in_words(clients, things, people):
    """Of every route and method of the policy, whatever the status; and the log has words of its own for the page."""
    from clinic.audit.pages import page_words
    from clinic.models import AccessLog

    silent, unnamed = [], []
    seen = 0
    for row in TABLE.rows:
        if "logout" in row.route or row.route in NEUTRAL or row.route.startswith(OF_NOBODY_IN_CARE):
            continue
        before = AccessLog.objects.order_by("-id").values_list("id", flat=True).first() or 0
        answer = ask(clients["thea"], filled(row, things), row.path.format(**things))
        if not says(answer):
            continue
        seen += 1
        logged = AccessLog.objects.about(things["athlete"]).filter(id__gt=before, actor=people["thea"]).first()
        if logged is None:
            silent.append(f"{row.name}: {answer.status_code}")
        elif page_words(logged.action).start in {"", "admin:"}:
            unnamed.append(row.name)
    assert (silent, unnamed) == ([], [])
    assert seen > 40


def test_every_own_answer_has_its_row_of_the_hour(clients, things, people, time_machine):
    """Each is asked in an hour of its own: what the first one wrote is none of the next one's."""
    from clinic.models import AccessLog

    silent, seen = [], 0
    at = timezone.now()
    for row in TABLE.rows:
        if "logout" in row.route or row.route in NEUTRAL:
            continue
        at += timedelta(hours=1)
        time_machine.move_to(at, tick=False)
        answer = ask(clients["ana"], filled(row, things), row.path.format(**things))
        if answer.status_code in SHOWS_NOBODY or not says(answer):
            continue
        seen += 1
        if not AccessLog.objects.about(things["athlete"]).filter(at__gte=at, actor=people["ana"]).exists():
            silent.append(f"{row.name}: {answer.status_code}")
    assert silent == []
    assert seen > 12
