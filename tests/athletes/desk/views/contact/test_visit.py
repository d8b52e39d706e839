"""The next visit is set where the contacts are, and stands in the header until it is past."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.people import MONDAY

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(MONDAY, tick=False)


@pytest.fixture
def page(ana) -> str:
    return f"/admin/athletes/athlete/{ana.pk}/"


def test_a_visit_is_booked_shown_and_taken_out(as_thea, ana, page):
    assert "None booked" in as_thea.get(page).text
    shown = as_thea.post(f"{page}next-visit/", {"visit_at": "2026-11-05T15:15"}, follow=True).text
    assert "<dd>Thu, Nov 5, 3:15 p.m." in shown
    assert 'value="2026-11-05T15:15"' in shown
    shown = as_thea.post(f"{page}next-visit/", {"visit_at": ""}, follow=True).text
    assert "No visit is booked for Ana Silva." in shown
    assert "None booked" in shown


@pytest.mark.parametrize("typed", ["2026-11-01T09:00", "2028-11-05T15:15", "soon"])
def test_a_time_that_cannot_be_is_refused_and_stays_in_its_field(as_thea, ana, page, typed):
    shown = as_thea.post(f"{page}next-visit/", {"visit_at": typed}, follow=True).text
    assert f'value="{typed}"' in shown
    ana.refresh_from_db()
    assert ana.next_visit_at is None


def test_a_visit_that_is_past_is_not_booked_any_more(as_thea, page, time_machine):
    as_thea.post(f"{page}next-visit/", {"visit_at": "2026-11-02T09:05"})
    assert "None booked" not in as_thea.get(page).text
    time_machine.shift(timedelta(minutes=10))
    assert "None booked" in as_thea.get(page).text
