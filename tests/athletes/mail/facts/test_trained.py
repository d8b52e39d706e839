"""Who has trained, by their own calendar."""

from __future__ import annotations

import pytest

from athletes.mail.facts.trained import who_logged, who_trained_yesterday
from tests.clock import at
from tests.doing import do
from tests.people import MONDAY

pytestmark = pytest.mark.django_db


def test_late_on_sunday_is_last_week_where_the_athlete_is(enrolled, first_session):
    do(first_session, enrolled, at("2026-11-01 23:30 America/New_York"))  # Monday in UTC already
    assert who_logged([enrolled], MONDAY) == set()
    assert who_trained_yesterday([enrolled], MONDAY) == {enrolled.pk}
