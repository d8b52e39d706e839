"""The decision dock: each way, what it says back, a program that is changed for a problem, and Undo."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from athletes.desk import actions
from athletes.enrollment.prescribing import add_athlete
from athletes.models import CareContact, Flag
from clinic.models import AccessLog
from tests.athletes.desk.views.test_grid import fields
from tests.doing import do, hurt, open_kinds, train
from tests.people import MONDAY

pytestmark = pytest.mark.django_db
SITE = "pain:knee:left"


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(MONDAY + timedelta(hours=20), tick=False)


@pytest.fixture
def act(ana) -> str:
    return f"/admin/caseload/{ana.pk}/"


@pytest.fixture
def sore(ana, weeks):
    train(weeks[0], ana, MONDAY)
    hurt(ana, 6, session=weeks[0])
    return weeks


def test_the_panel_names_the_place_what_holds_and_the_four_ways(as_thea, ana, sore):
    ana.phone = "(617) 555-0133"
    ana.save()
    page = as_thea.get("/admin/").text
    assert "Left knee pain" in page
    assert "Already held by a rule" in page
    for way in ("Right as it is", "Keep as written", "Change the program", "Call or message"):
        assert way in page
    assert 'href="tel:6175550133"' in page
    assert "way likely" in page


def test_where_the_rule_asks_for_a_person_no_way_is_preset(as_thea, ana, sore):
    hurt(ana, 9, session=sore[0], days=0)
    assert "way likely" not in as_thea.get("/admin/").text


def test_right_as_it_is_can_be_undone_for_half_a_minute(as_thea, ana, sore, act, time_machine):
    before = open_kinds(ana)
    page = as_thea.post(act, {"do": "right", "problem": SITE, "note": "Seen on Monday."}, follow=True).text
    assert "right as it is" in page
    assert "Undo" in page
    assert open_kinds(ana) != before
    assert "Taken back for Ana Silva." in as_thea.post("/admin/caseload/undo/", follow=True).text
    assert open_kinds(ana) == before
    assert "There is nothing to take back." in as_thea.post("/admin/caseload/undo/", follow=True).text
    as_thea.post(act, {"do": "right", "problem": SITE})
    time_machine.shift(timedelta(seconds=31))
    assert 'class="undo"' not in as_thea.get("/admin/").text


def test_keep_as_written_without_a_note_is_refused_and_says_so(as_thea, ana, sore, act):
    page = as_thea.post(act, {"do": "keep", "problem": SITE}, follow=True).text
    assert "Say why the plan stays as it is written." in page
    page = as_thea.post(act, {"do": "keep", "problem": SITE, "note": "Tested today."}, follow=True).text
    assert "continues as written" in page


def test_changing_the_program_decides_when_it_is_saved_and_not_before(as_thea, ana, sore, act):
    program = sore[0].enrollment.program
    answer = as_thea.post(act, {"do": "change", "problem": SITE, "note": "Box squat for now."})
    grid = f"/admin/programs/program/{program.pk}/grid/"
    assert answer.url == grid
    assert "pain" in open_kinds(ana)
    opened = as_thea.get(grid)
    assert "That resolves the problem" in opened.text
    saved = as_thea.post(grid, fields(opened) | {"do": "save", "reason": "as discussed"})
    assert saved.status_code == 302
    assert "pain" not in open_kinds(ana)
    assert ana.flags.get(kind="pain").acts.get().note == "Box squat for now."


def test_a_call_is_kept_with_its_result_and_without_one_is_refused(as_thea, ana, sore, act):
    assert "Say whether Ana Silva was reached." in as_thea.post(act, {"do": "called"}, follow=True).text
    as_thea.post(act, {"do": "called", "result": "voicemail", "problem": SITE, "note": "Will ring again."})
    assert "pain" in open_kinds(ana)
    assert "Will ring again." in as_thea.get("/admin/").text
    as_thea.post(act, {"do": "called", "result": "reached", "problem": SITE})
    assert "pain" not in open_kinds(ana)
    assert CareContact.objects.count() == 2


def test_a_program_saved_the_next_day_or_after_another_decision_decides_nothing(as_thea, ana, sore, act, time_machine):
    grid = f"/admin/programs/program/{sore[0].enrollment.program_id}/grid/"
    as_thea.post(act, {"do": "change", "problem": SITE})
    as_thea.post(act, {"do": "seen"})
    as_thea.post(grid, fields(as_thea.get(grid)) | {"do": "save", "reason": "as discussed"})
    as_thea.post(act, {"do": "change", "problem": SITE})
    time_machine.shift(timedelta(hours=5))
    as_thea.post(grid, fields(as_thea.get(grid)) | {"do": "save", "reason": "as discussed"})
    assert "pain" in open_kinds(ana)


def test_undo_of_accept_all_takes_back_who_had_a_step_and_complains_of_nobody(as_thea, ana, thea, weeks):
    ready = add_athlete(email="gus@clinic.test", name="Gus Reed", therapist=thea, at=MONDAY)
    Flag.objects.create(id=uuid4(), athlete=ready, kind="gate", cause="gate", figures={}, raised_at=MONDAY)
    train(weeks[0], ana, MONDAY)
    assert "step" in as_thea.post("/admin/caseload/accept-all/", follow=True).text
    page = as_thea.post("/admin/caseload/undo/", follow=True).text
    assert "Taken back for Ana Silva." in page
    assert "nothing left" not in page


def test_undo_is_kept_as_a_look_at_those_alone_who_are_still_seen(as_thea, ana, thea, tom, sore, act):
    as_thea.post(act, {"do": "right", "problem": SITE})
    ana.therapist = tom
    ana.save()
    before = set(AccessLog.objects.values_list("pk", flat=True))
    as_thea.post("/admin/caseload/undo/")
    assert not AccessLog.objects.exclude(pk__in=before).exclude(athletes=[]).exists()


def test_undo_is_about_the_last_act_or_about_none(as_thea, ana, sore, act):
    as_thea.post(act, {"do": "right", "problem": SITE})
    page = as_thea.post(act, {"do": "message", "text": "See you on Monday."}, follow=True).text
    assert 'class="undo"' not in page
    assert "There is nothing to take back." in as_thea.post("/admin/caseload/undo/", follow=True).text


def test_what_is_put_off_already_keeps_its_day(ana, thea, weeks):
    hurt(ana, 6)
    week_later = MONDAY + timedelta(days=7)
    actions.put_off(athlete=ana, until=week_later, by=thea, at=MONDAY)
    hurt(ana, 6, days=1, region="calf")
    actions.put_off(athlete=ana, until=MONDAY + timedelta(days=2), by=thea, at=MONDAY + timedelta(days=1))
    knee = ana.flags.get(kind="pain", figures__region="knee")
    assert knee.snoozed_until == week_later


def test_enter_in_the_note_decides_nothing(as_thea, ana, sore):
    page = as_thea.get("/admin/").text
    dock = page[page.index('class="decide"') :]
    first = dock[dock.index("<button") : dock.index(">", dock.index("<button"))]
    assert first == "<button hidden disabled"


# -- on track ----------------------------------------------------------------------------------


def test_what_is_on_track_is_reviewed_in_one_click_and_taken_back_in_another(
    as_thea, ana, thea, enrollment, first_session, time_machine
):
    time_machine.move_to(MONDAY, tick=False)
    do(first_session, ana, MONDAY)
    time_machine.move_to(MONDAY + timedelta(hours=2), tick=False)
    page = as_thea.get("/admin/").text
    assert "1 session done, not looked at yet" in page
    listed = {"athlete": ana.pk, "upto": (MONDAY + timedelta(hours=2)).isoformat()}
    assert f'name="athlete" value="{ana.pk}"' in page[page.index('name="upto"') :]
    done = as_thea.post("/admin/caseload/reviewed/", listed, follow=True).text
    assert "1 athlete reviewed." in done
    assert "not looked at yet" not in done
    assert ana.care_reviews.get().by == thea
    back = as_thea.post("/admin/caseload/undo/", follow=True).text
    assert "1 session done, not looked at yet" in back
    assert not ana.care_reviews.exists()
    as_thea.post("/admin/caseload/reviewed/", listed)
    as_thea.post("/admin/caseload/reviewed/", listed)
    assert ana.care_reviews.count() == 1  # a double click


def test_what_came_in_after_the_page_was_made_is_not_reviewed_by_it(
    as_thea, ana, enrollment, first_session, time_machine
):
    time_machine.move_to(MONDAY, tick=False)
    upto = MONDAY.isoformat()
    do(first_session, ana, MONDAY + timedelta(minutes=30))
    time_machine.move_to(MONDAY + timedelta(hours=2), tick=False)
    as_thea.post("/admin/caseload/reviewed/", {"athlete": ana.pk, "upto": upto})
    assert "1 session done, not looked at yet" in as_thea.get("/admin/").text


def test_nobody_reviews_another_caseload(as_tom, ana, enrollment, first_session):
    do(first_session, ana, MONDAY)
    as_tom.post("/admin/caseload/reviewed/", {"athlete": ana.pk, "upto": MONDAY.isoformat()})
    assert not ana.care_reviews.exists()
