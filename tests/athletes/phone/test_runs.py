"""The runs page and its address in the API: four taps, nothing twice, and words instead of alarms."""

from __future__ import annotations

import json
import re
import uuid
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from athletes.models import PainReport, Run, UsualRunDay
from athletes.records.runs import RunItem, WorstPain, record_run
from programs.rules.distance import Distance
from tests.people import MONDAY

pytestmark = pytest.mark.django_db
TODAY = MONDAY.date()
EASY = RunItem("easy", TODAY, 1, uuid.UUID(int=5), minutes=40, effort=4)
TYPED = {
    "kind": "tempo",
    "day": "0",
    "minutes": "45",
    "distance": "8,5",
    "effort": "6",
    "rev": "0",
    "pain_region": "knee",
}
SENT = {"kind": "tempo", "ran_on": "2026-11-02", "minutes": 45, "rev": 1, "edit_id": str(uuid.UUID(int=7))}


@pytest.fixture(autouse=True)
def _monday(time_machine, ana):
    time_machine.move_to(MONDAY, tick=False)


def ran(ana, days_ago: int = 0, **values) -> Run:
    item = replace(EASY, ran_on=TODAY - timedelta(days=days_ago), **values)
    return record_run(athlete=ana, run_id=uuid.uuid4(), item=item, at=MONDAY).run


def page(client, path: str = "/runs/") -> str:
    return re.sub(r"\s+", " ", client.get(path).content.decode())


def save(client, path: str = "/runs/", **values):
    return client.post(path, TYPED | {"id": str(uuid.uuid4())} | values, follow=True)


def put(client, document, pk: uuid.UUID = uuid.UUID(int=1)):  # noqa: B008
    body = document if isinstance(document, str) else json.dumps(document)
    return client.put(f"/api/v1/runs/{pk}/", body, content_type="application/json")


# -- the page --------------------------------------------------------------------------------


def test_without_a_run_the_page_says_what_to_do(as_ana):
    assert "No run yet" in page(as_ana)


def test_a_run_is_saved_by_the_plain_form_and_listed_in_its_week(as_ana):
    said = save(as_ana).content.decode()
    assert "Thea Lind can see it" in said
    assert "Week of November 2" in said
    assert "1 run · 45 min · 8.5 km" in said
    assert "Tempo · 45 min · 8.5 km" in said
    run = Run.objects.get()
    assert (run.kind, run.ran_on, run.effort, run.source, run.pain) == ("tempo", TODAY, 6, "typed", None)


def test_after_back_the_same_page_corrects_its_run_every_time(as_ana):
    """Ten times “Saved.”, and six times the old value stayed: which edit won was thrown by the dice."""
    page_id = str(uuid.uuid4())
    for minutes in range(40, 50):
        assert "Saved." in save(as_ana, id=page_id, minutes=str(minutes)).content.decode()
        assert [run.minutes for run in Run.objects.all()] == [minutes]


def test_the_same_form_twice_is_one_run(as_ana):
    pk = str(uuid.uuid4())
    save(as_ana, id=pk)
    save(as_ana, id=pk)
    assert Run.objects.count() == 1


@pytest.mark.parametrize(("values", "days_ago"), [({"day": "1"}, 1), ({"day": "other", "on": "2026-10-20"}, 13)])
def test_yesterday_and_other_days_can_be_chosen(as_ana, values, days_ago):
    save(as_ana, **values)
    assert Run.objects.get().ran_on == TODAY - timedelta(days=days_ago)


def test_who_trains_in_pounds_types_miles(client, ben):
    client.force_login(ben.user, backend="clinic.sign_in.auth.LinkBackend")
    save(client, distance="6.2")
    assert Run.objects.get().distance == Distance(Decimal("6.2"), "mi")
    assert "45 min · 6.2 mi" in page(client)


def test_pain_goes_with_the_run_and_its_place_is_not_asked_twice(as_ana):
    said = save(as_ana, pain_score="4", pain_region="shin", pain_side="left").content.decode()
    assert "pain 4, Left shin" in said
    assert PainReport.objects.get().score == 4
    assert re.search(r'<option value="shin" selected>', said)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"minutes": "", "distance": ""}, "Give the minutes, the distance, or both."),
        ({"minutes": "2000"}, "less than or equal to 1440"),
        ({"minutes": "abc"}, "Enter a whole number."),
        ({"distance": "501"}, "A run is up to 500 km long."),
        ({"distance": "NaN"}, "Enter a number."),
        ({"day": "other", "on": "2026-11-03"}, "up to today"),
        ({"day": "other", "on": "1999-12-31"}, "up to today"),
        ({"day": "other"}, "up to today"),
        ({"pain_score": "11"}, "Select a valid choice"),
        ({"pain_score": "4", "pain_region": ""}, "Say where it hurt."),
        ({"kind": "rest"}, "Select a valid choice"),
        ({"note": "x" * 2001}, "at most 2000"),
    ],
)
def test_what_is_wrong_is_named_and_what_was_typed_stays(as_ana, values, words):
    answer = save(as_ana, **values)
    said = answer.content.decode()
    assert answer.status_code == 422
    assert words in said
    assert Run.objects.count() == 0
    if "minutes" not in values:
        assert 'value="45"' in said


def test_an_address_without_an_id_is_not_there(as_ana):
    assert save(as_ana, id="no").status_code == 404


def test_the_usual_day_comes_first_and_its_last_minutes_stand_ready(as_ana, ana):
    assert re.search(r'value="easy" data-minutes="30" checked', page(as_ana))
    ran(ana, 3, kind="intervals", minutes=55)
    assert re.search(r'value="intervals" data-minutes="55" checked', page(as_ana))
    ran(ana, 9, kind="tempo", minutes=35)
    UsualRunDay.objects.create(athlete=ana, weekday=0, kind="tempo")
    said = page(as_ana)
    assert re.search(r'value="tempo" data-minutes="35" checked', said)
    assert 'name="minutes" id="id_minutes" inputmode="numeric" autocomplete="off" value="35"' in said


def test_a_run_is_corrected_for_fourteen_days(as_ana, ana, time_machine):
    run = ran(ana, distance=Distance(Decimal(8)), pain=WorstPain(2, "knee"))
    said = page(as_ana, f"/runs/{run.pk}/")
    assert 'value="8"' in said
    save(as_ana, f"/runs/{run.pk}/", kind="long", distance="9", rev="1")
    run.refresh_from_db()
    assert (run.kind, run.distance_km, run.rev, run.pain) == ("long", 9, 2, None)
    time_machine.move_to(MONDAY + timedelta(days=15), tick=False)
    assert as_ana.get(f"/runs/{run.pk}/").status_code == 404
    assert f"/runs/{run.pk}/" not in page(as_ana)


def test_a_deleted_run_can_be_taken_back(as_ana, ana):
    run = ran(ana, pain=WorstPain(4, "shin"))
    said = as_ana.post(f"/runs/{run.pk}/", {"do": "delete"}, follow=True).content.decode()
    assert "Deleted." in said
    assert "No run yet" in said
    said = as_ana.post(f"/runs/{run.pk}/", {"do": "undo"}, follow=True).content.decode()
    assert "Easy · 40 min" in said
    assert "pain 4, Shin" in said


def test_somebody_elses_deleted_run_is_not_offered(client, ben, ana):
    run = ran(ana, is_deleted=True)
    client.force_login(ben.user, backend="clinic.sign_in.auth.LinkBackend")
    assert "Deleted." not in page(client, f"/runs/?deleted={run.pk}")
    assert page(client, "/runs/?deleted=x")


def test_the_mix_of_a_week_is_said_in_both_directions(as_ana, ana):
    ran(ana, kind="tempo")
    assert "pace" not in page(as_ana)
    ran(ana, kind="tempo")
    assert "trains a narrow slice. easy or long runs and intervals would each train something else." in page(as_ana)
    ran(ana, kind="long")
    assert "Two kinds of pace, two things trained. The third would be intervals." in page(as_ana)
    ran(ana, kind="intervals")
    assert "this week had all three" in page(as_ana)


@pytest.mark.parametrize(
    ("km", "words"),
    [("11", ""), ("11.8", "18% longer than any in the 30 days"), ("20.01", "more than twice as long as any")],
)
def test_a_longer_run_is_said_without_a_risk(as_ana, ana, km, words):
    ran(ana, 40, distance=Distance(Decimal(30)))
    ran(ana, 30, distance=Distance(Decimal(10)))
    ran(ana, distance=Distance(Decimal(km)))
    said = page(as_ana)
    assert (words in said) if words else "than any" not in said
    assert "risk" not in said


def test_minutes_are_compared_where_there_is_no_distance(as_ana, ana):
    ran(ana, 5, minutes=40)
    ran(ana, minutes=60)
    assert "50% longer" in page(as_ana)


def test_the_page_costs_the_same_however_much_was_run(as_ana, ana):
    ran(ana)
    page(as_ana)
    with CaptureQueriesContext(connection) as few:
        page(as_ana)
    for day in range(40):
        ran(ana, day, pain=WorstPain(2, "knee"))
    with CaptureQueriesContext(connection) as many:
        page(as_ana)
    assert len(many) == len(few) <= 8


# -- the phone's document --------------------------------------------------------------------


def test_the_same_document_again_writes_nothing(as_ana):
    assert put(as_ana, SENT).json() == {
        "id": str(uuid.UUID(int=1)), "verdict": "applied", "rev": 1, "ran_on": "2026-11-02"
    }  # fmt: skip
    with CaptureQueriesContext(connection) as asked:
        assert put(as_ana, SENT).json()["verdict"] == "duplicate"
    written = [each["sql"] for each in asked if re.match("INSERT|UPDATE|DELETE", each["sql"])]
    assert [sql for sql in written if "athletes_" in sql] == []


def test_an_older_revision_is_stale(as_ana):
    put(as_ana, SENT | {"rev": 3, "minutes": 50})
    assert put(as_ana, SENT | {"rev": 2}).json()["verdict"] == "stale"
    assert Run.objects.get().minutes == 50


def test_a_whole_document_is_kept(as_ana):
    pain = {"score": 3, "region": "calf", "side": "right"}
    document = SENT | {"distance": "10.50", "unit": "mi", "effort": 7, "pain": pain, "note": "Windy."}
    assert put(as_ana, document).status_code == 200
    run = Run.objects.get()
    assert (str(run.distance), run.effort, run.pain.place, run.note) == ("10.5 mi", 7, "Right calf", "Windy.")


def test_a_phone_whose_clock_is_years_ahead_loses_nothing(as_ana):
    assert put(as_ana, SENT | {"ran_on": "2041-01-01"}).json()["ran_on"] == "2026-11-02"


@pytest.mark.parametrize(
    "changed",
    [
        {"kind": "rest"}, {"kind": None}, {"ran_on": "1999-12-31"}, {"ran_on": "2026-02-30"}, {"ran_on": 20261102},
        {"ran_on": "٢٠٢٦-١١-٠٢"}, {"minutes": 0}, {"minutes": 1441}, {"minutes": 1.5}, {"minutes": True},
        {"minutes": "45"}, {"minutes": None}, {"distance": "0"}, {"distance": "501"}, {"distance": "٥"},
        {"distance": True}, {"distance": "NaN"}, {"distance": "1e9"}, {"distance": "311", "unit": "mi"},
        {"unit": "m"}, {"effort": 11}, {"effort": -1}, {"effort": "4"}, {"pain": {"score": 11, "region": "knee"}},
        {"pain": {"score": 1}}, {"pain": {"score": 1, "region": "knee", "x": 1}}, {"pain": 3}, {"note": "x" * 2001},
        {"rev": 0}, {"rev": 2**40}, {"edit_id": "x"}, {"source": "fit"}, {"athlete": 1}, {"is_deleted": "maybe"},
    ],
)  # fmt: skip
def test_what_is_no_run_is_refused_and_stores_nothing(as_ana, changed):
    answer = put(as_ana, SENT | changed)
    assert answer.status_code in {400, 422}
    assert set(answer.json()["errors"]) & {*changed, "minutes"}
    assert Run.objects.count() == 0


@pytest.mark.parametrize(
    "text",
    ['{"kind": "easy", "kind": "long"}', '{"minutes": NaN}', '{"note": "\\u0000"}', "[]", "[[[[[[]]]]]]", "{", "null"],
)
def test_what_is_no_document_is_refused(as_ana, text):
    assert put(as_ana, text).status_code == 400


def test_somebody_elses_run_is_not_there(client, ana, ben):
    run = ran(ana)
    client.force_login(ben.user, backend="clinic.sign_in.auth.LinkBackend")
    client.defaults["HTTP_X_ATHLETE"] = ben.owner_mark
    assert put(client, SENT | {"rev": 9}, run.pk).status_code == 404
    assert client.get(f"/runs/{run.pk}/").status_code == 404
    assert client.post("/runs/", TYPED | {"id": str(run.pk)}).status_code == 404
    run.refresh_from_db()
    assert run.kind == "easy"


def test_the_desk_lists_runs_with_effort_times_minutes_and_no_deleted_ones(as_thea, ana, ben):
    ran(ana, distance=Distance(Decimal(8)), note="Hilly.")
    ran(ana, 1, is_deleted=True, minutes=33)
    ran(ben, 0, minutes=77)
    page = as_thea.get("/admin/athletes/run/").content.decode()
    assert "40 min · 8 km" in page
    assert "160" in page
    assert "33 min" not in page
    assert "77 min" not in page
    detail = as_thea.get(f"/admin/athletes/run/{Run.objects.kept().get(athlete=ana).pk}/change/").content.decode()
    assert "Hilly." in detail
