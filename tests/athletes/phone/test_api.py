"""The doors of the API: whose things they show, and how they answer when a verb refuses."""

from __future__ import annotations

import json
import uuid

import pytest

from athletes.models import CheckIn, PainReport, Run, Session, SetLog
from athletes.records.check_ins import CheckInItem, record_check_in
from athletes.records.pain import report_pain
from athletes.records.runs import RunItem, record_run
from athletes.records.sets import set_id
from athletes.training.targets import offer
from clinic.models import AccessLog
from tests.doing import do
from tests.people import MONDAY

pytestmark = pytest.mark.django_db
FIRST = uuid.UUID(int=1)
EDIT = str(uuid.UUID(int=9, version=4))


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(MONDAY, tick=False)


def put(client, path: str, document: dict):
    return client.put(f"/api/v1/{path}/", json.dumps(document), content_type="application/json")


# -- reading ---------------------------------------------------------------------------------


def test_the_signed_in_athlete_is_told_about_themselves_and_the_look_is_logged(as_ana, ana):
    document = as_ana.get("/api/v1/me/").json()
    assert ana.pk in AccessLog.objects.latest("at").athletes
    assert (document["name"], document["unit"], document["owner_mark"]) == ("Ana Silva", "kg", ana.owner_mark)


def test_the_api_is_not_for_staff_nor_for_strangers(as_thea, client, first_session):
    for path in ("me/", "program/", "sessions/", f"sessions/{first_session.pk}/"):
        assert as_thea.get(f"/api/v1/{path}").status_code == 403
        assert client.get(f"/api/v1/{path}").status_code in (401, 403)


def test_the_api_pages_through_the_whole_library(as_ana, ana):
    slugs, where = set(), "/api/v1/exercises/"
    while where:
        page = as_ana.get(where).json()
        slugs |= {exercise["slug"] for exercise in page["results"]}
        where = page["next"]
    assert len(slugs) == 194


def test_the_program_document_offers_the_next_two_with_a_targets_id(as_ana, enrollment):
    document = as_ana.get("/api/v1/program/").json()
    assert len(document["weeks"]) == 8
    assert [len(session["targets_id"]) for session in document["next"]] == [40, 40]
    assert document["next"][0]["targets"][0]["sets"] > 0
    Session.objects.filter(pk=document["next"][0]["id"]).delete()
    assert len(as_ana.get("/api/v1/program/").json()["next"]) == 2  # on a day of rest, too
    assert not Session.objects.filter(targets__isnull=False).exists()


def test_a_session_is_told_with_its_targets_and_every_set_the_deleted_ones_too(as_ana, ana, first_session):
    do(first_session, ana, MONDAY)
    first_session.sets.filter(number=1).update(is_deleted=True)
    first_session.refresh_from_db()
    document = as_ana.get(f"/api/v1/sessions/{first_session.pk}/").json()
    offered = offer(first_session)
    assert (document["targets_id"], document["targets"]) == (offered.id, offered.to_json())
    assert len(document["sets"]) == first_session.sets.count()
    assert {row["is_deleted"] for row in document["sets"]} == {True, False}
    listed = as_ana.get("/api/v1/sessions/").json()["results"]
    assert next(row for row in listed if row["id"] == document["id"])["status"] == "completed"


def test_the_schema_describes_the_session_document(as_ana, ana):
    schema = as_ana.get("/api/v1/schema/").content.decode()
    assert "openapi: 3.1.0" in schema
    assert "/api/v1/sessions/{session_id}/" in schema


# -- writing ---------------------------------------------------------------------------------


def a_set(session, **changes) -> dict:
    target = offer(session).targets[0]
    side = str(target.sides[0])
    amount = {"seconds": 30} if target.is_timed else {"reps": 8}
    pk = str(set_id(session.pk, target.prescription_id, 1, side))
    identity = {"id": pk, "target": target.prescription_id, "exercise": target.exercise_slug, "number": 1, "side": side}
    return identity | amount | {"rev": 1, "edit_id": EDIT} | changes


def test_each_item_of_a_document_gets_its_verdict_and_a_stale_set_the_value_that_won(as_ana, first_session, ana):
    first_session.athlete = ana
    path = f"sessions/{first_session.pk}"
    put(as_ana, path, {"sets": [a_set(first_session, rev=3)]})
    late = a_set(first_session, rev=2)
    swap = {"target": late["target"], "reason": "time", "rev": 1, "edit_id": EDIT}
    header = {"rev": 1, "edit_id": EDIT}
    answer = put(as_ana, path, {"sets": [late, {"id": "nonsense"}], "swaps": [swap], "header": header}).json()
    stale, invalid = answer["sets"]
    assert (stale["id"], stale["verdict"], stale["current"]["rev"]) == (late["id"], "stale", 3)
    assert (invalid["id"], invalid["verdict"]) == ("nonsense", "invalid")
    assert answer["swaps"] == [{"target": late["target"], "verdict": "applied"}]
    assert (answer["header"], answer["session"]["status"]) == ("applied", "open")


def test_an_offer_that_cannot_be_read_is_replaced_by_the_plan_and_the_set_is_kept(as_ana, first_session, ana):
    first_session.athlete = ana
    offered = offer(first_session)
    document = {"targets_id": offered.id, "targets": [{"sets": "many"}], "sets": [a_set(first_session)]}
    answer = put(as_ana, f"sessions/{first_session.pk}", document)
    assert answer.json()["sets"][0]["verdict"] == "applied"
    first_session.refresh_from_db()
    assert first_session.targets == {"id": offered.id, "entries": offered.to_json()}


@pytest.fixture
def ben_s(ben) -> dict[str, dict]:
    """Things of Ben with the identity that Ana's phone then sends, by their address."""
    run = RunItem("easy", MONDAY.date(), 1, uuid.UUID(EDIT), minutes=40)
    week = CheckInItem("2026-W45", 0, 1, uuid.UUID(EDIT))
    Session.objects.create(id=FIRST, athlete=ben, planned_on=MONDAY.date())
    record_run(athlete=ben, run_id=FIRST, item=run, at=MONDAY)
    record_check_in(athlete=ben, check_in_id=FIRST, item=week, at=MONDAY)
    report_pain(athlete=ben, report_id=FIRST, score=1, region="knee", side="", at=MONDAY)
    edit = {"rev": 2, "edit_id": EDIT}
    return {
        "runs": edit | {"kind": "easy", "ran_on": "2026-11-02", "minutes": 1},
        "check-ins": edit | {"week": "2026-W45", "changed": 3},
        "pain-reports": {"score": 9, "region": "knee"},
        "sessions": {"header": edit | {"note": "mine now"}},
    }


@pytest.mark.parametrize("kind", ["runs", "check-ins", "pain-reports", "sessions"])
def test_somebody_elses_row_is_not_there_and_stays_as_it_is(as_ana, ben, ben_s, kind):
    assert put(as_ana, f"{kind}/{FIRST}", ben_s[kind]).status_code == 404
    assert Run.objects.get().minutes == 40
    assert CheckIn.objects.get().changed == 0
    assert PainReport.objects.get().score == 1
    assert Session.objects.get(pk=FIRST).note == ""


def test_a_refusal_names_its_field(as_ana):
    answer = put(as_ana, f"check-ins/{FIRST}", {"week": "2026-W54", "changed": 0, "rev": 1, "edit_id": EDIT})
    assert answer.status_code == 422
    assert answer.json()["errors"] == {"week": ["That week does not exist."]}
    assert not CheckIn.objects.exists()


def test_pain_names_an_own_session_and_a_known_exercise_or_is_not_stored(as_ana, ben, first_session):
    foreign = Session.objects.create(athlete=ben, planned_on=MONDAY.date())
    report = {"score": 3, "region": "knee", "session": str(foreign.pk)}
    assert put(as_ana, f"pain-reports/{FIRST}", report).status_code == 404
    report = {"score": 3, "region": "knee", "session": str(first_session.pk), "exercise": "moonwalk"}
    assert put(as_ana, f"pain-reports/{FIRST}", report).status_code == 404
    assert not PainReport.objects.exists()
    assert put(as_ana, f"pain-reports/{FIRST}", report | {"exercise": "split-squat"}).status_code == 200
    assert PainReport.objects.get().exercise.slug == "split-squat"


def test_a_document_that_stores_nothing_leaves_no_set_behind(as_ana, first_session):
    answer = put(as_ana, f"sessions/{first_session.pk}", {"sets": [{"id": "nonsense"}]})
    assert answer.json()["sets"][0]["verdict"] == "invalid"
    assert not SetLog.objects.exists()
