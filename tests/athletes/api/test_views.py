"""What a program of the clinic reads: its caseload and no more, typed, by pages, since a moment."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.core import signing
from django.test import RequestFactory
from rest_framework.request import Request

from athletes.access.rest import asked_moment
from athletes.enrollment.schedule import excuse_session
from athletes.models import Flag, Session
from athletes.problems import episodes
from clinic.http.rest import CursorPages
from clinic.models import AccessLog
from programs.models import Program
from tests.doing import do
from tests.people import MONDAY

pytestmark = pytest.mark.django_db
API = "/api/v1/staff/"


@pytest.fixture(autouse=True)
def _monday(time_machine):
    time_machine.move_to(MONDAY, tick=False)


def read(client, path: str):
    answer = client.get(f"{API}{path}")
    assert answer.status_code == 200, answer.content
    return answer.json()


@pytest.fixture
def flag(ana) -> Flag:
    figures = {"region": "knee", "side": "left", "place": "Left knee", "score": 6, "limit": 3, "on": "2026-11-02"}
    return Flag.objects.create(
        id=Flag.key(ana.pk, "pain", "x"), athlete=ana, kind="pain", cause="x", figures=figures, raised_at=MONDAY
    )


def test_the_caseload_names_who_needs_somebody_and_the_look_is_logged(as_thea, enrollment, ana, flag):
    found = read(as_thea, "caseload/")
    (case,) = found["results"]
    assert (case["athlete"], case["name"], case["group"]) == (ana.pk, "Ana Silva", "pain")
    assert [problem["subject"] for problem in case["problems"]] == ["pain:knee:left"]
    assert {row["group"]: row["athletes"] for row in found["groups"]}["pain"] == 1
    assert AccessLog.objects.about(ana.pk).latest("id").action == "GET api_staff_caseload"
    assert read(as_thea, "caseload/?group=ok")["results"] == []


def test_athletes_are_those_of_the_caseload_without_the_therapists_notes(as_thea, as_tom, as_carla, ana, ben):
    ana.notes = "between us"
    ana.save()
    assert [row["name"] for row in read(as_thea, "athletes/")["results"]] == ["Ana Silva"]
    assert [row["name"] for row in read(as_tom, "athletes/")["results"]] == ["Ben Carter"]
    assert len(read(as_carla, "athletes/")["results"]) == 2
    assert read(as_thea, f"athletes/{ana.pk}/")["therapist"] == "Thea Lind"
    assert "between us" not in str(read(as_thea, f"athletes/{ana.pk}/"))


def test_sessions_come_by_day_by_athlete_and_by_status(as_thea, as_tom, ana, first_session):
    do(first_session, ana, MONDAY)
    every = read(as_thea, "sessions/")["results"]
    assert len(every) == Session.objects.count()
    assert [row["changed_at"] for row in every] == sorted(row["changed_at"] for row in every)
    (done,) = read(as_thea, f"sessions/?athlete={ana.pk}&status=completed")["results"]
    assert (done["id"], done["athlete"], done["workout"], done["week"]) == (str(first_session.pk), ana.pk, "A", 1)
    later = MONDAY.date() + timedelta(days=1)
    assert len(read(as_thea, f"sessions/?planned_from={later}")["results"]) == len(every) - 1
    assert read(as_tom, f"sessions/?athlete={ana.pk}")["results"] == []


def test_a_session_has_its_sets_that_were_not_taken_back(as_thea, ana, first_session, django_assert_max_num_queries):
    do(first_session, ana, MONDAY)
    first_session.sets.filter(number=1).update(is_deleted=True)
    with django_assert_max_num_queries(8):
        found = read(as_thea, f"sessions/{first_session.pk}/")
    assert len(found["sets"]) == first_session.sets.kept().count() > 0
    assert {row["number"] for row in found["sets"]} == {2}


def test_problems_say_why_since_when_and_whether_they_are_open(as_thea, as_tom, flag):
    (signal,) = read(as_thea, "problems/?open=yes&since=2026-11-02T00:00:00Z")["results"]
    assert (signal["kind"], signal["subject"], signal["is_open"]) == ("pain", "pain:knee:left", True)
    assert "6" in signal["why"]
    assert read(as_thea, "problems/?open=no")["results"] == []
    assert read(as_thea, "problems/?since=2026-11-03T00:00:00Z")["results"] == []
    assert read(as_tom, "problems/")["results"] == []


def test_programs_are_templates_and_those_of_the_caseload(as_thea, as_tom, enrollment, ana):
    mine = {row["id"] for row in read(as_thea, "programs/")["results"]}
    theirs = {row["id"] for row in read(as_tom, "programs/")["results"]}
    assert mine - theirs == {enrollment.program_id}
    assert theirs == set(Program.objects.exclude(pk=enrollment.program_id).values_list("pk", flat=True))
    plan = read(as_thea, f"programs/{enrollment.program_id}/")
    assert [week["number"] for week in plan["weeks"]] == list(range(1, 9))
    assert ana.pk in AccessLog.objects.latest("id").athletes


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("athletes/?nmae=Ana", "nmae"),
        ("sessions/?since=yesterday", "since"),
        ("sessions/?since=2026-11-02", "since"),
        ("sessions/?since=2026-11-02T07:30:00", "since"),
        ("sessions/?since=2026-02-30T07:30:00Z", "since"),
        ("sessions/?since=1999-12-31T07:30:00Z", "since"),
        ("sessions/?since=9999-12-31T23:59:00-01:00", "since"),
        ("sessions/?planned_from=2026-02-30", "planned_from"),
        ("sessions/?planned_from=1999-12-31", "planned_from"),
        ("sessions/?status=done", "status"),
        ("sessions/?athlete=Ana", "athlete"),
        ("problems/?open=maybe", "open"),
        ("problems/?cursor=made-up", "cursor"),
        ("caseload/?page=0", "page"),
        ("caseload/?group=mine", "group"),
    ],
)
def test_a_parameter_that_is_not_known_or_not_valid_is_refused_by_its_name(as_thea, path, name):
    answer = as_thea.get(f"{API}{path}")
    assert (answer.status_code, list(answer.json()["errors"])) == (400, [name])
    assert answer.headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    "moment",
    ["2026-11-02T19:00:00Z", "2026-11-02T19:00Z", "2026-11-02T13:00:00.000000-06:00", "2026-11-02T20:00:00+01:00"],
)
def test_a_moment_is_read_in_any_zone_and_with_a_bare_plus(moment):
    asked = asked_moment(Request(RequestFactory().get(f"/?since={moment}")), "since")
    assert asked == datetime(2026, 11, 2, 19, tzinfo=UTC)


def ids_since(client, kind: str, moment: datetime) -> set[str]:
    return {row["id"] for row in read(client, f"{kind}/?since={moment.isoformat()}")["results"]}


def test_since_finds_what_phone_therapist_and_rules_have_changed(as_thea, thea, ana, enrollment, time_machine):
    first, second, third = Session.objects.order_by("planned_on")[:3]
    acts = (
        (first, lambda at: do(first, ana, at)),
        (second, lambda at: excuse_session(session=second, by=thea, at=at)),
        (third, lambda _at: Session.objects.bulk_update([third], ["is_optional"])),
    )
    for minutes, (session, act) in enumerate(acts, start=1):
        moment = MONDAY + timedelta(minutes=minutes)
        time_machine.move_to(moment, tick=False)
        act(moment)
        assert str(session.pk) in ids_since(as_thea, "sessions", moment)
    assert ids_since(as_thea, "sessions", moment) == {str(third.pk)}
    assert ids_since(as_thea, "sessions", moment + timedelta(seconds=1)) == set()


def test_a_problem_changes_with_every_act_about_it(as_thea, thea, flag, time_machine):
    acts = (
        lambda at: episodes.acknowledge(flags=[flag], by=thea, at=at),
        lambda at: episodes.snooze(flags=[flag], until=at + timedelta(days=2), by=thea, at=at),
        lambda at: episodes.take_back(flags=[flag], by=thea, at=at),
        lambda at: episodes.resolve(flags=[flag], by=thea, at=at),
    )
    for minutes, act in enumerate(acts, start=1):
        moment = MONDAY + timedelta(minutes=minutes)
        time_machine.move_to(moment, tick=False)
        assert ids_since(as_thea, "problems", moment) == set()
        act(moment)
        assert ids_since(as_thea, "problems", moment) == {str(flag.pk)}


def test_pages_follow_each_other_to_the_end(as_thea, enrollment, monkeypatch):
    monkeypatch.setattr(CursorPages, "page_size", 5)
    seen, where = [], f"{API}sessions/?athlete={enrollment.athlete_id}"
    while where:
        page = as_thea.get(where).json()
        seen += [row["id"] for row in page["results"]]
        where = page["next"]
    assert len(seen) == len(set(seen)) == Session.objects.count() > 5


def test_a_row_that_changes_between_two_pages_comes_again_and_none_is_missed(as_thea, enrollment, monkeypatch):
    monkeypatch.setattr(CursorPages, "page_size", 5)
    every = set(map(str, Session.objects.values_list("pk", flat=True)))
    page = read(as_thea, "sessions/")
    shown = [row["id"] for row in page["results"]]
    Session.objects.filter(pk__in=shown[:2]).update(changed_at=MONDAY + timedelta(hours=1))
    Session.objects.filter(pk=shown[4]).delete()
    rest = []
    while page["next"]:
        page = as_thea.get(page["next"]).json()
        rest += [row["id"] for row in page["results"]]
    assert {*shown, *rest} == every
    assert rest[-2:] == sorted(shown[:2])


def test_any_number_of_rows_may_have_changed_in_one_moment(as_thea, enrollment, monkeypatch):
    """A cursor that counts rows of one moment ends at a thousand, and goes round in a circle from there."""
    monkeypatch.setattr(CursorPages, "page_size", 1)
    Session.objects.update(changed_at=MONDAY)
    one = Session.objects.first()
    more = [Session(athlete=one.athlete, planned_on=one.planned_on) for _number in range(1100)]
    Session.objects.bulk_create(more)
    Session.objects.update(changed_at=MONDAY)
    ordered = sorted(map(str, Session.objects.values_list("pk", flat=True)))
    position = [MONDAY.isoformat(), ordered[1050]]
    cursor = signing.dumps(position, salt="cursor athletes.Session changed_at id")
    (row,) = read(as_thea, f"sessions/?cursor={cursor}")["results"]
    assert row["id"] == ordered[1051]


def test_a_cursor_of_another_list_is_refused(as_carla, ana, ben, enrollment, monkeypatch):
    monkeypatch.setattr(CursorPages, "page_size", 1)
    cursor = read(as_carla, "athletes/")["next"].partition("cursor=")[2]
    assert as_carla.get(f"{API}sessions/?cursor={cursor}").status_code == 400


@pytest.mark.parametrize("path", ["athletes/", "sessions/", "problems/", "caseload/"])
def test_more_rows_cost_no_more_queries(as_carla, ana, ben, enrollment, flag, path, django_assert_max_num_queries):
    with django_assert_max_num_queries(14):
        read(as_carla, path)
