"""Today with runs: the run as the day's card, circles in the week, and what was run so far."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta
from decimal import Decimal

import pytest

from athletes.models import UsualRunDay
from athletes.records.messages import send_message
from athletes.records.runs import RunItem, record_run
from programs.rules.distance import Distance
from tests.doing import do
from tests.people import MONDAY
from tests.seen import see

pytestmark = pytest.mark.django_db
TUESDAY = MONDAY + timedelta(days=1)
WEEK = ["rest", "intervals", "easy", "rest", "easy", "rest", "long"]


@pytest.fixture(autouse=True)
def _tuesday(time_machine, enrollment, first_session, ana):
    do(first_session, ana, MONDAY)
    for day, kind in enumerate(WEEK):
        UsualRunDay.objects.create(athlete=ana, weekday=day, kind=kind)
    time_machine.move_to(TUESDAY, tick=False)


def ran(ana, days_ago: int, kind: str = "easy", km: str | None = None, minutes: int | None = 40):
    distance = Distance(Decimal(km)) if km else None
    item = RunItem(kind, TUESDAY.date() - timedelta(days=days_ago), 1, uuid.uuid4(), minutes=minutes, distance=distance)
    return record_run(athlete=ana, run_id=uuid.uuid4(), item=item, at=TUESDAY).run


def today(client) -> str:
    return see(client, "/")


def circle(letter: str, words: str, label: str) -> str:
    mark = f'<span class="day" aria-hidden="true">{letter}</span><span class="visually-hidden">{words}</span>'
    return f"{mark} <span data-label>{label}</span>"


def test_on_a_run_day_the_run_is_the_card(as_ana, ana):
    ran(ana, 7, "intervals", "9.5")
    page = today(as_ana)
    assert "Run day, Ana" in page
    assert '<h2 id="hero">Intervals</h2>' in page
    assert "Last time 9.5 km" in page
    assert "Log run" in page
    assert re.search("Next: .+, Thursday, November 5", page)


def test_once_it_is_run_the_next_session_is_back(as_ana, ana):
    ran(ana, 0, "intervals", "9.5")
    page = today(as_ana)
    assert "Rest day, Ana" in page
    assert re.search("Next: .+, Thursday, November 5", page)
    assert "Start session" not in page
    assert "1 of 2 strength · 9.5 km" in page


def test_on_a_strength_day_the_session_stays_the_card(as_ana, ana, time_machine):
    UsualRunDay.objects.filter(weekday=3).update(kind="easy")
    time_machine.move_to(MONDAY + timedelta(days=3), tick=False)
    page = today(as_ana)
    assert "Strength day, Ana" in page
    assert "Start session" in page


def test_the_week_shows_runs_as_circles_done_and_planned(as_ana, ana, time_machine):
    ran(ana, 1, "easy", None, 35)
    page = today(as_ana)
    strip = page[page.index('<ol class="week"') : page.index("</ol>")]
    assert circle("I", "Intervals", "today") in strip
    assert strip.count(circle("E", "Easy run", "due")) == 2
    assert '<span class="visually-hidden">Long run</span> <span data-label>due' in strip
    assert '<span class="visually-hidden">Easy run</span><span aria-hidden="true">E</span> 35 min' in strip
    time_machine.move_to(MONDAY + timedelta(days=2), tick=False)
    later = today(as_ana)
    assert "Intervals" not in later[later.index('<ol class="week"') : later.index("</ol>")]


def test_a_deleted_run_is_not_shown(as_ana, ana):
    run = ran(ana, 0, "intervals", "9.5")
    record_run(athlete=ana, run_id=run.pk, item=RunItem.again(run, is_deleted=True), at=TUESDAY)
    assert "9.5 km" not in today(as_ana)
    assert "Run day, Ana" in today(as_ana)


def test_last_weeks_runs_are_not_this_weeks(as_ana, ana):
    ran(ana, 2, "long", "18")
    assert "1 of 2 strength</small>" in today(as_ana)


def test_somebody_elses_runs_and_messages_are_not_shown(client, ana, ben, thea):
    ran(ana, 0, "intervals", "9.5")
    send_message(athlete=ana, author=thea, text="For Ana", at=TUESDAY)
    client.force_login(ben.user, backend="clinic.sign_in.auth.LinkBackend")
    page = today(client)
    assert "9.5 km" not in page
    assert "For Ana" not in page


def test_with_everything_on_it_today_costs_no_more(as_ana, ana, thea, django_assert_max_num_queries):
    send_message(athlete=ana, author=thea, text="Hello", at=TUESDAY)
    for day in range(9):
        ran(ana, day, "easy", "5")
    as_ana.get("/")
    with django_assert_max_num_queries(8):
        page = today(as_ana)
    assert page.count("Thea Lind wrote:") == 1
