"""The weekly check-in: four answers, one row a week, no score, and an answer to the weekly mail."""

from __future__ import annotations

import json
import re
import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from athletes.mail import conditions
from athletes.mail.loop import tick
from athletes.models import Barrier, CheckIn, PainReport
from athletes.records.check_ins import CheckInItem, is_asked, is_resting, record_check_in
from athletes.records.pain import report_pain
from tests.clock import at
from tests.people import MONDAY

pytestmark = pytest.mark.django_db
SUNDAY = at("2026-11-08 18:00 America/New_York")
SENT = {"week": "2026-W45", "changed": 2, "less": 1, "rev": 1, "edit_id": str(uuid.UUID(int=7))}


@pytest.fixture(autouse=True)
def _sunday(time_machine, enrollment):
    time_machine.move_to(SUNDAY, tick=False)


def put(client, document, pk: uuid.UUID | None = None):
    body = document if isinstance(document, str) else json.dumps(document)
    return client.put(f"/api/v1/check-ins/{pk or uuid.UUID(int=1)}/", body, content_type="application/json")


def answer(client, **values):
    return client.post("/check-in/", {"changed": "0"} | values, follow=True)


def test_a_week_without_a_problem_is_one_tap(as_ana):
    assert "Thea Lind can see it" in answer(as_ana).content.decode()
    week = CheckIn.objects.get()
    assert (week.week, week.changed, week.less, week.held_back, week.worst_pain) == ("2026-W45", 0, 0, 0, None)
    assert not week.needs_attention
    assert str(week) == "2026-W45: No"


def test_all_answers_are_kept_and_what_kept_is_the_barrier_of_the_week(as_ana, ana):
    assert "2 sessions were not done. What got in the way?" in as_ana.get("/check-in/").content.decode()
    values = {"changed": "1", "less": "2", "held_back": "3", "worst_pain": "6", "usual_pain": "2", "region": "shin",
              "side": "left", "barrier": "pain", "note": "Downhill."}  # fmt: skip
    answer(as_ana, **values)
    week = CheckIn.objects.get()
    assert (week.changed, week.less, week.held_back, week.worst_pain, week.usual_pain) == (1, 2, 3, 6, 2)
    assert (week.region, week.side, week.note, week.needs_attention) == ("shin", "left", "Downhill.", True)
    assert Barrier.objects.get().kind == "pain"
    report = PainReport.objects.get()
    assert (report.score, report.place, report.moment) == (6, "Left shin", "week")


def test_without_a_problem_nothing_was_less_and_without_pain_there_is_no_place(as_ana):
    answer(as_ana, changed="0", less="3", held_back="2", region="knee", side="left")
    week = CheckIn.objects.get()
    assert (week.less, week.held_back, week.region, week.side) == (0, 0, "", "")


def test_sent_again_it_replaces_what_was_sent(as_ana):
    answer(as_ana, changed="2", note="First.")
    page = re.sub(r"\s+", " ", as_ana.get("/check-in/").content.decode())
    assert re.search(r'name="changed" value="2" checked', page)
    assert "First." in page
    answer(as_ana, changed="1")
    week = CheckIn.objects.get()
    assert (week.changed, week.rev) == (1, 2)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"changed": ""}, "Choose one of the four answers."),
        ({"changed": "4"}, "Select a valid choice"),
        ({"worst_pain": "11"}, "Select a valid choice"),
        ({"note": "x" * 2001}, "at most 2000"),
        ({"barrier": "weather"}, "Select a valid choice"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_stored(as_ana, values, words):
    said = answer(as_ana, **values)
    assert said.status_code == 422
    assert words in said.content.decode()
    assert not CheckIn.objects.exists()


def test_on_monday_it_is_about_the_week_before(as_ana, time_machine):
    time_machine.move_to(SUNDAY + timedelta(days=1), tick=False)
    assert "Week of November 2" in as_ana.get("/check-in/").content.decode()
    answer(as_ana)
    assert CheckIn.objects.get().week == "2026-W45"


@pytest.mark.parametrize(
    ("moment", "asked"),
    [
        ("2026-11-07 18:00", False), ("2026-11-08 15:59", False), ("2026-11-08 16:00", True),
        ("2026-11-08 23:59", True), ("2026-11-09 09:00", True), ("2026-11-09 20:59", True), ("2026-11-09 21:00", False),
    ],
)  # fmt: skip
def test_when_today_asks(ana, moment, asked):
    assert is_asked(ana, at(f"{moment} America/New_York")) == asked


# -- the phone's document --------------------------------------------------------------------


def test_the_same_document_again_writes_nothing(as_ana):
    assert put(as_ana, SENT).json()["verdict"] == "applied"
    with CaptureQueriesContext(connection) as asked:
        assert put(as_ana, SENT).json()["verdict"] == "duplicate"
    written = [each["sql"] for each in asked if re.match("INSERT|UPDATE|DELETE", each["sql"])]
    assert [sql for sql in written if "athletes_" in sql] == []
    assert put(as_ana, SENT | {"rev": 3, "changed": 3}).json()["verdict"] == "applied"
    assert put(as_ana, SENT | {"rev": 2}).json()["verdict"] == "stale"
    assert CheckIn.objects.get().changed == 3


def test_two_phones_with_ids_of_their_own_mean_the_same_week(as_ana):
    put(as_ana, SENT)
    second = put(as_ana, SENT | {"rev": 2, "changed": 0}, uuid.UUID(int=2)).json()
    assert (second["verdict"], second["id"]) == ("applied", str(uuid.UUID(int=1)))
    assert CheckIn.objects.get().changed == 0


@pytest.mark.parametrize(
    "changed",
    [
        {"week": "2026-W54"}, {"week": "2026-W00"}, {"week": "2026-W46"}, {"week": "1999-W10"}, {"week": "2026W45"},
        {"week": "٢٠٢٦-W45"}, {"changed": 4}, {"changed": "2"}, {"changed": True},
        {"changed": None}, {"worst_pain": 11}, {"usual_pain": -1}, {"region": "moon"}, {"note": "x" * 2001},
        {"barrier": "rain"}, {"rev": 0}, {"score": 12},
    ],
)  # fmt: skip
def test_what_is_no_answer_is_refused_and_stores_nothing(as_ana, changed):
    said = put(as_ana, SENT | changed)
    assert said.status_code in {400, 422}
    assert set(said.json()["errors"]) == set(changed)
    assert not CheckIn.objects.exists()


def test_an_id_keeps_its_week(as_ana):
    put(as_ana, SENT)
    assert put(as_ana, SENT | {"week": "2026-W44", "rev": 2}).status_code == 422


def test_somebody_elses_week_is_not_there(client, ana, ben):
    item = CheckInItem("2026-W45", 1, 1, uuid.uuid4())
    week = record_check_in(athlete=ana, check_in_id=uuid.uuid4(), item=item, at=SUNDAY).check_in
    client.force_login(ben.user, backend="clinic.sign_in.auth.LinkBackend")
    client.defaults["HTTP_X_ATHLETE"] = ben.owner_mark
    assert put(client, SENT | {"rev": 9}, week.pk).status_code == 404
    assert CheckIn.objects.get().changed == 1


# -- the weekly mail -------------------------------------------------------------------------


def test_a_check_in_is_an_answer_to_the_weekly_mail(ana, time_machine):
    for week in range(3):
        tick(SUNDAY + timedelta(weeks=week, hours=2))
    ana.refresh_from_db()
    assert conditions.has_ignored(ana)
    later = SUNDAY + timedelta(weeks=2, hours=3)
    item = CheckInItem("2026-W47", 0, 1, uuid.uuid4())
    record_check_in(athlete=ana, check_in_id=uuid.uuid4(), item=item, at=later)
    assert not conditions.has_ignored(ana)


# -- the desk --------------------------------------------------------------------------------


def test_the_desk_lists_weeks_and_finds_those_that_need_a_look(as_thea, ana, ben):
    for athlete, changed in ((ana, 2), (ben, 3)):
        item = CheckInItem("2026-W45", changed, 1, uuid.uuid4())
        record_check_in(athlete=athlete, check_in_id=uuid.uuid4(), item=item, at=SUNDAY)
    page = as_thea.get("/admin/athletes/checkin/").content.decode()
    assert "Ana Silva" in page
    assert "Ben Carter" not in page
    assert "Ana Silva" in as_thea.get("/admin/athletes/checkin/?look=yes").content.decode()
    CheckIn.objects.update(changed=1)
    assert "Ana Silva" not in as_thea.get("/admin/athletes/checkin/?look=yes").content.decode()


@pytest.mark.parametrize(
    ("weeks", "rests"), list(enumerate([False, False, False, True, True, False, False, True, True, False]))
)
def test_skipped_twice_the_question_rests_for_two_weeks(weeks, rests):
    answered = MONDAY.date()
    assert is_resting(answered, answered + timedelta(weeks=weeks, days=6)) is rests


def test_today_asks_no_more_after_two_weeks_without_an_answer_and_again_after_two(as_ana, ana, time_machine):
    ana.user.joined_at = MONDAY
    ana.user.save()
    asked = []
    for week in range(6):
        time_machine.move_to(MONDAY + timedelta(weeks=week, days=6, hours=8), tick=False)
        asked.append("How was your week?" in as_ana.get("/").content.decode())
    assert asked == [True, True, True, False, False, True]


# -- the worst pain of the week is pain ------------------------------------------------------


def test_pain_of_the_week_needs_a_place_on_the_page_and_by_the_api(as_ana):
    page = as_ana.post("/check-in/", {"changed": "1", "worst_pain": "6"})
    assert page.status_code == 422
    assert not CheckIn.objects.exists()
    assert put(as_ana, SENT | {"worst_pain": 6}).status_code == 400
    assert not PainReport.objects.exists()


def test_pain_that_was_said_in_the_week_is_not_said_twice(as_ana, ana):
    report_pain(athlete=ana, report_id=uuid.uuid4(), score=6, region="shin", side="left", at=SUNDAY - timedelta(days=2))
    answer(as_ana, changed="1", worst_pain="6", region="shin", side="left")
    assert PainReport.objects.count() == 1
    answer(as_ana, changed="1", worst_pain="8", region="shin", side="left")
    assert sorted(PainReport.objects.values_list("score", flat=True)) == [6, 8]
    answer(as_ana, changed="0")
    assert PainReport.objects.get().score == 6
