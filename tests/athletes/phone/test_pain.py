"""Pain outside a session, and pain that was said without a place: it is asked, and only a report settles it."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta

import pytest

from athletes.evaluation.pain.warning_signs import answer_signs
from athletes.models import Excuse, FlagAct, FlagKind, Moment, SessionStatus
from athletes.phone.pages.finish import finish_page
from athletes.problems.problem import problems_of
from athletes.records.barriers import name_barrier
from athletes.records.pain import report_pain
from athletes.records.sessions import Document, Header, record_session
from athletes.records.swaps import SwapItem
from athletes.training.targets import offer
from tests.doing import do, open_kinds
from tests.people import MONDAY

pytestmark = pytest.mark.django_db
KNEE = {"score": "4", "region": "knee", "side": "left", "is_one_spot": "no"}


@pytest.fixture(autouse=True)
def _monday(time_machine, weeks):
    time_machine.move_to(MONDAY, tick=False)


def unplaced(ana) -> bool:
    return FlagKind.UNPLACED in open_kinds(ana)


def test_today_leads_to_pain_that_belongs_to_no_session(as_ana):
    assert 'href="/pain/">Something hurts</a>' in as_ana.get("/").text
    assert "Where" in as_ana.get("/pain/").text


@pytest.mark.parametrize(("place", "is_fine"), [("groin", False), ("shin", False), ("calf", True)])
def test_nothing_is_fine_to_go_on_with_before_the_warning_signs(as_ana, place, is_fine):
    said = as_ana.post("/pain/", KNEE | {"region": place, "score": "3", "is_one_spot": "yes"}).text
    assert ("Fine to go on" in said) == is_fine
    assert ("Answer the questions" in said) != is_fine


def test_two_places_of_a_day_are_two_reports(as_ana, ana):
    as_ana.post("/pain/", KNEE)
    as_ana.post("/pain/", KNEE | {"side": "right"})
    as_ana.post("/pain/", KNEE | {"region": "achilles"})
    assert sorted(report.place for report in ana.pain_reports.all()) == ["Left Achilles", "Left knee", "Right knee"]


def test_a_place_has_one_report_a_day_and_another_answer_replaces_it(as_ana, ana):
    as_ana.post("/pain/", KNEE)
    page = as_ana.post("/pain/", KNEE | {"score": "2"})
    report = ana.pain_reports.get()
    assert (report.score, report.session, report.place, report.moment) == (2, None, "Left knee", Moment.DURING)
    assert 'href="/"' in page.text


def test_one_spot_on_a_bone_leads_to_the_questions(as_ana):
    page = as_ana.post("/pain/", {"score": "4", "region": "shin", "side": "left", "is_one_spot": "yes"})
    assert "/warning-signs/?region=shin&amp;side=left" in page.text


def test_what_cannot_be_read_says_why_and_keeps_the_rest(as_ana, ana):
    page = as_ana.post("/pain/", KNEE | {"region": "moon"})
    assert page.status_code == 422
    assert 'value="4" checked' in " ".join(page.text.split())
    assert not ana.pain_reports.exists()


def swap_for_pain(session, ana) -> None:
    session.athlete = ana
    offered = offer(session)
    item = SwapItem(offered.targets[0].prescription_id, "hurts", 1, uuid.uuid4(), "")
    record_session(athlete=ana, session_id=session.pk, document=Document(offered, swaps=[item]), at=MONDAY)


def excuse_for_pain(session, ana) -> None:
    header = Header(rev=1, edit_id=uuid.uuid4(), status=SessionStatus.SKIPPED, excuse=Excuse.PAIN)
    session.athlete = ana
    record_session(athlete=ana, session_id=session.pk, document=Document(offer(session), header), at=MONDAY)


def name_pain(session, ana) -> None:
    name_barrier(athlete=ana, week="2026-W45", kind="pain", at=MONDAY)


@pytest.mark.parametrize("say", [swap_for_pain, excuse_for_pain, name_pain])
def test_pain_without_a_place_is_asked_until_a_report_settles_it(as_ana, ana, weeks, say):
    say(weeks[0], ana)
    assert unplaced(ana)
    assert "You said that something hurt." in as_ana.get("/").text
    as_ana.post("/pain/", KNEE)
    assert not unplaced(ana)
    assert FlagAct.objects.get(flag__kind=FlagKind.UNPLACED, kind=FlagAct.Kind.SETTLED).by is None
    assert "You said that something hurt." not in as_ana.get("/").text


def test_said_again_it_is_asked_again_and_stays_one_problem(as_ana, ana, weeks, time_machine):
    excuse_for_pain(weeks[0], ana)
    for days in (6, 10):  # the first question is over after a week; what was said since is not
        name_barrier(athlete=ana, week=f"2026-W{45 + days // 7}", kind="pain", at=MONDAY + timedelta(days=days))
    time_machine.move_to(MONDAY + timedelta(days=12), tick=False)
    assert "You said that something hurt." in as_ana.get("/").text
    (problem,) = problems_of(ana.flags.open().filter(kind=FlagKind.UNPLACED))
    assert problem.since == MONDAY
    as_ana.post("/pain/", KNEE)
    assert not unplaced(ana)


@pytest.mark.parametrize("say", [swap_for_pain, excuse_for_pain, name_pain])
def test_where_pain_of_the_day_is_known_nothing_more_is_asked(ana, weeks, say):
    report_pain(athlete=ana, report_id=uuid.uuid4(), score=4, region="knee", side="left", at=MONDAY)
    say(weeks[0], ana)
    assert not unplaced(ana)


def test_a_stopped_athlete_reads_what_to_do_and_whom_to_call_and_nothing_else(as_ana, ana, weeks, time_machine):
    do(weeks[0], ana, MONDAY)
    report_pain(athlete=ana, report_id=uuid.uuid4(), score=4, region="knee", side="left", at=MONDAY)
    time_machine.move_to(MONDAY + timedelta(days=1), tick=False)
    asked = ("first steps today", "This week", "Something hurts")
    assert all(words in as_ana.get("/").text for words in asked)
    answer_signs(athlete=ana, region="knee", side="left", signs=["sudden"], at=MONDAY + timedelta(days=1))
    page = as_ana.get("/").text
    assert "Training is stopped for now" in page
    assert "tel:" in page
    assert 'href="/messages/"' in page
    assert not [words for words in asked if words in page]


def test_finish_asks_where_it_was(ana, weeks):
    do(weeks[0], ana, MONDAY, finish=False)
    swap_for_pain(weeks[0], ana)
    weeks[0].refresh_from_db()
    assert finish_page(weeks[0], MONDAY).hurts_somewhere


def test_the_question_rests_after_a_week_and_the_therapist_keeps_it(as_ana, ana, weeks, time_machine):
    swap_for_pain(weeks[0], ana)
    time_machine.move_to(MONDAY + timedelta(days=8), tick=False)
    assert "You said that something hurt." not in as_ana.get("/").text
    assert unplaced(ana)


def test_pain_of_yesterday_is_of_yesterday(as_ana, ana, time_machine):
    """“Note pain” beside “Yesterday” stored today's."""
    time_machine.move_to(MONDAY, tick=False)
    page = as_ana.get("/pain/?days_ago=1").text
    assert re.search(r'name="days_ago"\s+value="1"\s+checked', page)
    values = {"region": "knee", "side": "left", "score": "4"}
    as_ana.post("/pain/", values | {"days_ago": "1"})
    as_ana.post("/pain/", values | {"days_ago": "1", "score": "3"})  # Back, and another number
    as_ana.post("/pain/", values)
    days = [(report.reported_on, report.score) for report in ana.pain_reports.order_by("reported_on")]
    assert days == [(MONDAY.date() - timedelta(days=1), 3), (MONDAY.date(), 4)]
    assert as_ana.post("/pain/", values | {"days_ago": "9"}).status_code == 422
