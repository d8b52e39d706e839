"""Which answers leave a row about whom: what was shown, and what was refused."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.test import Client

from athletes.access.events import answering
from athletes.models import Athlete, User
from clinic.audit.answers import record_answer
from clinic.models import AccessLog
from tests.people import MONDAY

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _monday(time_machine):
    time_machine.move_to(MONDAY, tick=False)


def rows(athlete: Athlete, **wanted: object) -> list[tuple[str, User | None]]:
    """What the log has of one athlete beside the mails, in order: kind and who."""
    found = AccessLog.objects.about(athlete.pk).filter(**wanted).exclude(kind="mail_sent").order_by("id")
    return [(row.kind, row.actor) for row in found.select_related("actor")]


def test_each_look_of_staff_has_its_row_and_a_change_is_told_from_it(as_thea, thea, ana):
    page = f"/admin/athletes/athlete/{ana.pk}/messages/"
    as_thea.get(page)
    as_thea.get(page)
    as_thea.post(page, {"text": ""})
    as_thea.post(page, {"text": "See you on Monday."})
    assert rows(ana) == [("opened", thea), ("opened", thea), ("tried", thea), ("changed", thea)]


@pytest.mark.parametrize("status", [409, 413, 422, 429])
def test_a_refused_act_that_shows_an_athlete_has_its_row_whatever_its_status(rf, thea, ana, status):
    request = rf.post("/")
    request.user, request.athletes_shown = thea, {ana.pk}
    with answering(request):
        record_answer(request, HttpResponse(status=status))
    assert rows(ana) == [("tried", thea)]


def test_a_file_that_is_taken_along_is_told_from_a_page(as_thea, thea, as_ana, ana):
    as_thea.get(f"/admin/athletes/athlete/{ana.pk}/record.zip")
    as_ana.get("/settings/download/")
    assert rows(ana) == [("exported", thea), ("exported", ana.user)]


def test_own_pages_and_documents_leave_one_row_an_hour(as_ana, ana, first_session, time_machine):
    for _ in range(3):
        as_ana.get("/")
        as_ana.get(f"/session/{first_session.pk}/")
        as_ana.put("/api/v1/exercise-notes/split-squat/", {"text": "seat 4"}, content_type="application/json")
    assert rows(ana) == [("opened", ana.user)]
    time_machine.move_to(MONDAY + timedelta(hours=1), tick=False)
    as_ana.get("/")
    assert rows(ana) == [("opened", ana.user)] * 2


def test_a_page_that_asks_by_itself_leaves_a_row_an_hour_and_one_for_each_page(as_thea, thea, ana, first_session):
    pages = [f"/admin/athletes/session/{first_session.pk}/{name}/" for name in ("sets", "change")]
    for _ in range(3):
        for page in pages:
            assert as_thea.get(page, headers={"X-Quiet": "1"}).status_code == 200
    assert rows(ana) == [("opened", thea)] * 2
    as_thea.get(pages[0])
    assert len(rows(ana)) == 3


@pytest.mark.parametrize(
    "path",
    [
        "/admin/athletes/athlete/{athlete}/",
        "/admin/athletes/athlete/{athlete}/change/",
        "/admin/athletes/session/{session}/change/",
        "/admin/athletes/session/{session}/sets/",
        "/admin/athletes/enrollment/{enrollment}/handover/",
        "/admin/programs/program/{program}/grid/",
    ],
)
def test_a_stranger_is_refused_and_the_log_says_so(as_tom, tom, ana, first_session, path):
    keys = {"athlete": ana.pk, "session": first_session.pk, "enrollment": first_session.enrollment_id}
    path = path.format(program=first_session.enrollment.program_id, **keys)
    assert as_tom.get(path).status_code in {302, 404}
    assert rows(ana) == [("denied", tom)]


def test_an_athlete_who_asks_for_another_one_s_session_is_in_that_one_s_log(ben, ana, first_session):
    as_ben = Client(headers={"X-Athlete": ben.owner_mark})
    as_ben.force_login(ben.user, backend="clinic.sign_in.auth.LinkBackend")
    assert as_ben.get(f"/session/{first_session.pk}/").status_code == 404
    assert as_ben.get(f"/api/v1/sessions/{first_session.pk}/").status_code == 404
    assert rows(ana) == [("denied", ben.user)] * 2


def test_who_may_see_but_not_do_is_refused_too(as_thea, thea, ana):
    assert as_thea.post(f"/admin/athletes/athlete/{ana.pk}/erase/", {"name": "Ana Silva"}).status_code == 403
    assert rows(ana) == [("denied", thea)]


@pytest.mark.parametrize("key", ["999999", "9" * 30, "x", "00000000-0000-4000-8000-000000000000", "-1"])
def test_a_key_that_nobody_has_is_nobody_s_denial(as_tom, key):
    for path in (f"/admin/athletes/athlete/{key}/change/", f"/admin/athletes/session/{key}/change/"):
        assert as_tom.get(path).status_code in {302, 404}
    assert not AccessLog.objects.exists()


def test_what_an_athlete_whom_one_may_see_has_not_is_no_denial(as_thea, ana):
    assert as_thea.get(f"/admin/athletes/athlete/{ana.pk}/contacts/999/").status_code == 404
    assert not AccessLog.objects.exists()
