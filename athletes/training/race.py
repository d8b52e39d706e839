"""Whether a race leaves room for strength on a day (clinical.md 1.2 and 7, safety.md 2)."""

from __future__ import annotations

from datetime import date, timedelta

from athletes.models import Athlete, Session
from programs.rules.easing import allowed
from programs.rules.schedule import is_near_race
from programs.rules.thresholds import Thresholds
from programs.thresholds import clinic_thresholds

#: No clinic keeps more days around a race free of strength.
AROUND_RACE = timedelta(days=14)


def leaves_no_room(race_on: date, on: date, distance: str, numbers: Thresholds) -> bool:
    """Whether a race leaves no room for strength on that day, just before or after.

    distance -- 5k, 10k or half
    """
    days = (race_on - on).days
    if not is_near_race(days, distance, numbers):
        return False
    return days < 0 or allowed(days, distance, numbers) == "nothing"


def is_closed_by_race(athlete: Athlete, on: date) -> bool:
    """Whether this athlete's race leaves no room on that day; one query more where a race is near."""
    race_on = athlete.race_on
    if race_on is None or abs(race_on - on) > AROUND_RACE:
        return False
    running = athlete.enrollments.active().select_related("program").first()
    distance = Session(enrollment=running).race_distance()
    return leaves_no_room(race_on, on, distance, clinic_thresholds())
