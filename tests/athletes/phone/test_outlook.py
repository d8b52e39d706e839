"""What the phone is told of the days to come: each day's states in one order, and no more queries than today itself."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from pathlib import Path

import pytest

from athletes.models import UsualRunDay
from athletes.phone.pages.today.cards import TodayState
from tests.doing import do
from tests.people import MONDAY

pytestmark = pytest.mark.django_db
PHONE = Path(__file__).resolve().parents[3] / "static" / "js" / "what-is-today.js"


def outlook_of(client) -> dict:
    page = client.get("/").content.decode()
    found = re.search(r'<script id="outlook" type="application/json">(.*?)</script>', page)
    return json.loads(found.group(1))


def states(client) -> list[tuple[bool, list[str]]]:
    days = outlook_of(client)["days"]
    return [(bool(each["session"]), [said["state"] for said in each["states"]]) for each in days]


def test_the_phone_asks_in_the_clinics_order():
    order = re.search(r"ORDER = \[(.*?)\]", PHONE.read_text(), re.DOTALL).group(1)
    assert re.findall(r'"(\w+)"', order) == [str(state) for state in TodayState]


def test_the_clinic_asks_in_the_order_of_the_states(ana, as_ana, enrollment, time_machine):
    """Where every state could hold, they come in the order of their names."""
    ana.goal_race_on = MONDAY.date()
    ana.save()
    UsualRunDay.objects.create(athlete=ana, weekday=0, kind="easy")
    time_machine.move_to(MONDAY, tick=False)
    order = [str(state) for state in TodayState]
    for _session, said in states(as_ana):
        assert said == sorted(said, key=order.index)


def test_a_week_ahead_strength_runs_and_rest(as_ana, ana, enrollment, time_machine):
    UsualRunDay.objects.create(athlete=ana, weekday=1, kind="easy")
    time_machine.move_to(MONDAY, tick=False)
    assert states(as_ana) == [
        (True, ["rest"]),  # Monday
        (True, ["run", "rest"]),  # what Monday missed has room on Tuesday
        (False, ["rest"]),
        (True, ["rest"]),  # Thursday
        (True, ["rest"]),  # what it missed has room until the day before the next one
        (True, ["rest"]),
        (False, ["rest"]),
    ]


def test_each_session_says_what_it_is_and_when_it_was_begun(as_ana, ana, first_session, time_machine):
    time_machine.move_to(MONDAY, tick=False)
    do(first_session, ana, MONDAY, finish=False)
    time_machine.move_to(MONDAY + timedelta(days=1), tick=False)
    told = outlook_of(as_ana)
    assert told["days"][0]["open"] == str(first_session.pk)
    assert told["sessions"][str(first_session.pk)] == {
        "title": "Split squat and bridge",
        "on": "2026-11-02",
        "begun": "2026-11-02",
    }
