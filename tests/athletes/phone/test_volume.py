"""Strength and running on Progress: bars, dots, a table, and a load only where both are known."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta
from decimal import Decimal

import pytest

from athletes.models import Session
from athletes.phone.charts import week_bars
from athletes.records.runs import RunItem, record_run
from programs.rules.distance import Distance
from tests.clock import at
from tests.doing import do
from tests.people import MONDAY

pytestmark = pytest.mark.django_db
NOW = MONDAY + timedelta(days=9)


@pytest.fixture(autouse=True)
def _now(time_machine, enrollment):
    time_machine.move_to(NOW, tick=False)


def ran(ana, days_ago: int, km: str | None = "8", effort: int | None = 5):
    distance = Distance(Decimal(km)) if km else None
    on = NOW.date() - timedelta(days=days_ago)
    item = RunItem("easy", on, 1, uuid.uuid4(), minutes=40, distance=distance, effort=effort)
    record_run(athlete=ana, run_id=uuid.uuid4(), item=item, at=NOW)


def cells(client) -> list[list[str]]:
    page = client.get("/progress/").content.decode()
    if 'id="volume"' not in page:
        return []
    table = re.sub(r">\s+<", "><", page[page.index('id="volume"') :])
    rows = re.findall(r"<tr><td>(.*?)</td></tr>", table[: table.index("</table>")])
    return [re.split(r"</td><td>", row) for row in rows]


def test_without_a_run_there_is_no_chart(as_ana):
    assert cells(as_ana) == []


def test_weeks_stand_beside_their_sessions_with_the_load_of_both(as_ana, ana, first_session):
    do(first_session, ana, at("2026-11-02 18:00 America/New_York"))
    ran(ana, 0)
    ran(ana, 1, "4.5")
    ran(ana, 8)
    Session.objects.update(minutes=None)
    assert cells(as_ana) == [["Nov 2, 2026", "1", "8", "1", "–"], ["Nov 9, 2026", "2", "12.5", "0", "400"]]
    Session.objects.filter(pk=first_session.pk).update(minutes=30)
    assert cells(as_ana)[0] == ["Nov 2, 2026", "1", "8", "1", "380"]


def test_minutes_are_drawn_where_a_run_has_no_distance(as_ana, ana):
    ran(ana, 0)
    ran(ana, 1, None, None)
    assert cells(as_ana) == [["Nov 9, 2026", "2", "80", "0"]]
    page = as_ana.get("/progress/").content.decode()
    assert "Running by week in min: 80 in the last week" in page


def test_bars_stay_inside_the_plot():
    chart = week_bars("x", [(str(week), float(week * 7), week) for week in range(12)])
    assert all(24 <= bar.y <= 112 and round(bar.y + bar.height, 1) == 112 for bar in chart.bars)
    assert all(bar.x >= 34 and bar.x + bar.width <= 312 for bar in chart.bars)
    assert [bar.height for bar in chart.bars] == sorted(bar.height for bar in chart.bars)
    assert len(chart.names) <= 4
    assert week_bars("x", [("1", 0.0, 0)]).bars[0].height == 0
