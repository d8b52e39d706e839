"""Whether a race leaves room for strength on a day (clinical.md 1.2 and 7, safety.md 2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from athletes.models import Athlete, Session
from programs.rules.easing import allowed
from programs.rules.schedule import is_near_race
from programs.rules.thresholds import Thresholds
from programs.thresholds import clinic_thresholds

#: No clinic keeps more days around a race free of strength; a week more, for a page that looks that far ahead.
AROUND_RACE = timedelta(days=21)


def leaves_no_room(race_on: date, on: date, distance: str, numbers: Thresholds) -> bool:
    """Whether a race leaves no room for strength on that day, just before or after.

    distance -- 5k, 10k or half
    """
    days = (race_on - on).days
    if not is_near_race(days, distance, numbers):
        return False
    return days < 0 or allowed(days, distance, numbers) == "nothing"


@dataclass(frozen=True)
class NearRace:
    """A race that may leave no room on a day. distance -- 5k, 10k or half"""

    on: date
    distance: str
    numbers: Thresholds

    def closes(self, day: date) -> bool:
        return leaves_no_room(self.on, day, self.distance, self.numbers)


def race_near(athlete: Athlete, on: date) -> NearRace | None:
    """This athlete's race, where it is near enough to that day to be asked about; two queries there, else none."""
    race_on = athlete.race_on
    if race_on is None or abs(race_on - on) > AROUND_RACE:
        return None
    running = athlete.enrollments.active().select_related("program").first()
    return NearRace(race_on, Session(enrollment=running).race_distance(), clinic_thresholds())
