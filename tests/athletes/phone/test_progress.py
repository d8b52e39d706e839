"""Progress: figures from what was logged, and nothing invented."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from athletes.models import Moment, Session, SessionStatus
from athletes.phone.charts import day_chart, steps_between
from athletes.records.pain import report_id, report_pain
from athletes.training.adherence import adherence
from programs.rules.prescription.dose import Load
from tests.clock import at
from tests.doing import do

pytestmark = pytest.mark.django_db


def session(on: date, status: str = SessionStatus.PLANNED, **fields) -> Session:
    return Session(planned_on=on, status=status, enrollment_id=fields.pop("enrollment_id", 1), **fields)


def test_adherence_counts_what_was_due_and_says_what_it_leaves_out():
    today = date(2026, 3, 11)
    past, ahead = today - timedelta(days=2), today + timedelta(days=1)
    counted = adherence(
        [
            session(past, SessionStatus.COMPLETED),
            session(past, SessionStatus.COMPLETED, is_partial=True),
            session(past),
            session(past, SessionStatus.OPEN),
            session(past, SessionStatus.SKIPPED, excuse="illness"),
            session(past, SessionStatus.SKIPPED),
            session(today),
            session(ahead),
            session(past, is_optional=True),
            session(past, SessionStatus.COMPLETED, enrollment_id=None),
        ],
        today,
    )
    assert (counted.done, counted.partial, counted.planned, counted.excused) == (2, 1, 5, 1)
    assert counted.percent == 40
    assert adherence([], today).percent is None


def test_a_chart_keeps_its_figures_inside_the_plot():
    days = [date(2026, 3, 1) + timedelta(days=3 * place) for place in range(8)]
    rising = [(on, 10 + place) for place, on in enumerate(days)]
    chart = day_chart("Load", lines=[rising], levels=[10, 15, 20], names=dict.fromkeys(days, "x"))
    points = chart.lines[0].points
    assert (points[0].x, points[-1].x) == (34, 312)
    assert all(24 <= point.y <= 112 for point in points)
    assert [point.y for point in points] == sorted((point.y for point in points), reverse=True)
    assert len(chart.days) == 4


@pytest.mark.parametrize(
    ("low", "high", "levels"), [(10, 10, [9, 11]), (0, 0, [0, 1]), (16, 24, [15, 20, 25]), (12, 13, [12, 13])]
)
def test_levels_are_round_and_hold_all_values(low, high, levels):
    assert steps_between(low, high) == levels


@pytest.mark.parametrize("gaps", [[1] * 20, [18, 18, 10, 0], [60, 1, 1, 1], [1, 1, 1, 60], [400]])
def test_no_name_of_a_day_lies_over_another_and_the_last_one_is_named(gaps):
    days = [date(2026, 3, 1)]
    for gap in gaps:
        days.append(days[-1] + timedelta(days=gap))
    names = {on: on.isoformat() for on in days}
    chart = day_chart("Pain", lines=[[(on, 1) for on in days]], levels=[0, 5, 10], names=names)
    places = [point.x for point in chart.days]
    assert chart.days[-1].text == days[-1].isoformat()
    assert all(later - earlier > 60 for earlier, later in pairwise(places))
    assert len(places) <= 5


def test_too_few_sessions_draw_no_line(as_ana, enrollment):
    page = as_ana.get("/progress/").content.decode()
    assert "Three sessions make a line" in page
    assert '<svg class="chart"' not in page


def test_the_page_says_the_same_for_any_history_in_as_many_questions(as_ana, ana, enrollment, time_machine):
    sessions = enrollment.sessions.filter(is_optional=False).order_by("planned_on")
    for place, each in enumerate(sessions[:8]):
        do(each, ana, at(f"{each.planned_on} 18:00"), load=Load(Decimal(10 + 2 * place), "kg"))
    time_machine.move_to(at(f"{sessions[7].planned_on} 20:00"), tick=False)
    with CaptureQueriesContext(connection) as few:
        page = as_ana.get("/progress/?weeks=52").content.decode()
    assert '<span class="big-number">8 <small>of 8</small></span>' in page
    for place, each in enumerate(sessions[8:14]):
        do(each, ana, at(f"{each.planned_on} 18:00"), load=Load(Decimal(20 + 2 * place), "kg"))
    time_machine.move_to(at(f"{sessions[13].planned_on} 20:00"), tick=False)
    with CaptureQueriesContext(connection) as many:
        page = as_ana.get("/progress/?weeks=52").content.decode()
    assert re.search(r"\d+ kg then, \d+ kg now\.", page)
    assert "Show as a table" in page
    assert len(few) == len(many)
    assert as_ana.get("/progress/?weeks=abc&exercise=nothing").status_code == 200


def test_pain_over_the_limit_is_named_with_its_day(as_ana, ana, enrollment, time_machine):
    for place, each in enumerate(enrollment.sessions.filter(is_optional=False).order_by("planned_on")[:3]):
        when = at(f"{each.planned_on} 18:00")
        do(each, ana, when)
        for moment, score, later in ((Moment.DURING, 3 + place, 0), (Moment.NEXT_MORNING, 2, 1)):
            report_pain(
                athlete=ana,
                report_id=report_id(each, "", moment),
                session=each,
                score=score,
                region="knee",
                side="left",
                moment=moment,
                at=when + timedelta(days=later),
            )
    time_machine.move_to(when + timedelta(days=1), tick=False)
    page = as_ana.get("/progress/").content.decode()
    assert "Left knee: pain" in page
    assert "Over your limit:" in page
    assert page.count('class="dot"') == 3


def test_a_single_day_stands_in_the_middle_so_that_its_name_is_whole():
    on = date(2026, 10, 30)
    chart = day_chart("Pain", lines=[], dots=[(on, 2)], levels=[0, 5, 10], names={on: "Oct 30"})
    assert [point.x for point in chart.days] == [chart.left + chart.plot_width / 2]
