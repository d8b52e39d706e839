"""A session that nobody planned is stored, asks for a day between, and says nothing of the program's loads."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest

from athletes.errors import NotTheirsError
from athletes.evaluation.recent_training import last_trained_on, read_recent_training
from athletes.models import SessionStatus
from athletes.records.elsewhere import record_elsewhere
from athletes.training.session_week import too_close_to
from tests.doing import do
from tests.people import MONDAY

pytestmark = pytest.mark.django_db
FIRST = uuid.UUID(int=1)
DAY = timedelta(days=1)


def elsewhere(athlete, *, days_ago=0, at=MONDAY, **values):
    values = {"minutes": 40, "session_rpe": 6} | values
    on = athlete.today(at) - days_ago * DAY
    return record_elsewhere(athlete=athlete, session_id=FIRST, on=on, at=at, **values).session


def test_it_is_of_its_own_day_whenever_it_is_told(ana):
    session = elsewhere(ana, days_ago=1, note="Hotel gym")
    assert (session.planned_on, session.status, session.minutes) == (MONDAY.date() - DAY, SessionStatus.COMPLETED, 40)
    assert ana.today(session.finished_at) == MONDAY.date() - DAY
    assert session.enrollment is None


def test_told_again_it_is_corrected_and_nobody_elses_is(ana, ben):
    elsewhere(ana)
    elsewhere(ana, minutes=30, session_rpe=4, at=MONDAY + timedelta(minutes=5))
    assert (ana.sessions.get(pk=FIRST).minutes, ana.sessions.get(pk=FIRST).session_rpe) == (30, 4)
    with pytest.raises(NotTheirsError):
        elsewhere(ben)


def test_told_again_with_another_day_it_is_of_that_day(ana, first_session):
    """Back, “Yesterday” instead of “Today”, and Save: it stayed on the first day."""
    elsewhere(ana)
    elsewhere(ana, days_ago=2, at=MONDAY + timedelta(minutes=5))
    session = ana.sessions.get(pk=FIRST)
    assert (session.planned_on, ana.today(session.opened_at), ana.today(session.finished_at)) == (
        MONDAY.date() - 2 * DAY,
        MONDAY.date() - 2 * DAY,
        MONDAY.date() - 2 * DAY,
    )
    assert too_close_to(first_session, MONDAY) is None
    elsewhere(ana, at=MONDAY + timedelta(minutes=6))
    assert ana.sessions.get(pk=FIRST).planned_on == MONDAY.date()
    elsewhere(ana, days_ago=3, at=MONDAY + timedelta(days=2))
    assert ana.sessions.get(pk=FIRST).planned_on == MONDAY.date()  # fixed after a day


def test_the_next_session_asks_for_a_day_between(ana, first_session):
    elsewhere(ana, days_ago=1)
    assert too_close_to(first_session, MONDAY).on == MONDAY.date() - DAY


def test_the_rules_read_nothing_from_it_and_no_page_shows_it_as_a_session_of_the_program(as_ana, ana, time_machine):
    time_machine.move_to(MONDAY, tick=False)
    session = elsewhere(ana, nothing_hurt=True)
    assert session.is_elsewhere
    assert read_recent_training(ana, ana.today(MONDAY)).begun == []
    for path in ("/", "/history/"):
        page = as_ana.get(path).text
        assert "Trained elsewhere" in page
        assert f"/session/{session.pk}/" not in page


def test_it_ends_no_gap(ana, weeks):
    do(weeks[0], ana, MONDAY)
    later = MONDAY + 20 * DAY
    elsewhere(ana, at=later)
    assert last_trained_on(read_recent_training(ana, ana.today(later))) == MONDAY.date()
    much_later = MONDAY + 60 * DAY
    assert last_trained_on(read_recent_training(ana, ana.today(much_later))) == MONDAY.date()


def test_the_page_stores_it_and_what_was_typed_stays_where_something_is_missing(as_ana, ana):
    form = {"id": str(FIRST), "days_ago": "0", "minutes": "35", "note": "Kettlebell class"}
    refused = as_ana.post("/trained-elsewhere/", form)
    assert refused.status_code == 422
    assert "Tap a number from 0 to 10." in refused.text
    assert "Kettlebell class" in refused.text
    assert not ana.sessions.filter(enrollment=None).exists()
    assert as_ana.post("/trained-elsewhere/", form | {"session_rpe": "7"}).status_code == 302
    history = as_ana.get("/history/").text
    assert "Trained elsewhere" in history


def test_today_leads_there(as_ana, ana):
    assert 'href="/trained-elsewhere/"' in as_ana.get("/").text
