"""The sessions to come, laid out anew: the weeks of the program from one session on, in the order that is asked for."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import zip_longest

from athletes.models import Enrollment, Session, Suggestion
from athletes.training.session_days import day_of
from programs.models import Program, Week
from programs.models.keys import keys_of
from programs.outline import Planned, outline


@dataclass(frozen=True, slots=True)
class Place:
    """Where one session of the plan comes to lie."""

    on: date
    planned: Planned
    is_repeat: bool


def lay_out(enrollment: Enrollment, first: Session, numbers: Sequence[int], *, repeats: Collection[int] = ()) -> None:
    """From that session on, the weeks of the program follow in that order, each seven days after the one before.

    first -- a session to come, of a workout: its day and its workout stay, and what the week holds before it is passed
    numbers -- weeks of the program; repeats -- those of them that come once more
    Sessions that are planned keep their identity as far as they go; what was advised for them is not advice any more.
    """
    places = list(_places(enrollment, first, numbers, repeats))
    to_come = enrollment.sessions.not_begun().filter(planned_on__gte=first.planned_on).order_by("planned_on")
    moved: list[Session] = []
    added: list[Session] = []
    surplus: list[Session] = []
    for session, place in zip_longest(to_come, places):
        if place is None:
            surplus.append(session)
        elif session is None:
            added.append(_put(Session(athlete_id=first.athlete_id, enrollment=enrollment), place))
        else:
            moved.append(_put(session, place))
    Suggestion.objects.filter(session__in=[*moved, *surplus]).delete()
    Session.objects.filter(pk__in=keys_of(surplus)).delete()
    Session.objects.bulk_update(moved, ["week", "workout", "planned_on", "is_optional", "is_repeat"])
    Session.objects.bulk_create(added)
    if places:
        enrollment.ends_on = max(enrollment.starts_on, places[-1].on)
        enrollment.save(update_fields=["ends_on"])


def _places(
    enrollment: Enrollment, first: Session, numbers: Sequence[int], repeats: Collection[int]
) -> Iterator[Place]:
    """Every workout of these weeks from the first session on, by date."""
    letter = first.workout.letter if first.workout else "A"
    delay = first.planned_on - day_of(enrollment, 1, letter)
    plan = outline(Program.objects.with_plan().get(pk=enrollment.program_id))
    for place, number in enumerate(numbers, start=1):
        week = []
        for planned in plan.in_week(number):
            on = day_of(enrollment, place, planned.workout.letter) + delay
            week.append(Place(on, planned, is_repeat=number in repeats))
        for each in sorted(week, key=_day_of_place):
            if each.on >= first.planned_on:
                yield each


def _day_of_place(place: Place) -> date:
    return place.on


def _put(session: Session, place: Place) -> Session:
    session.week, session.workout = place.planned.week, place.planned.workout
    session.planned_on, session.is_repeat = place.on, place.is_repeat
    session.is_optional = place.planned.workout.is_optional
    return session


def without_what_does_not_fit(numbers: Sequence[int], tail: Sequence[int], weeks: int) -> list[int]:
    """The weeks that fit before the race: what falls out is taken from the block before the taper (safety.md 2.1).

    numbers -- weeks to come, in order; tail -- of them the taper and the race week; weeks -- how many there are left
    The first week and the taper stay; where they do not fit either, nothing more is taken.
    """
    head = [number for number in numbers if number not in tail]
    fitting = max(1, weeks - len(tail))
    return [*head[:fitting], *tail]


def numbers_from(weeks: Iterable[Week], first: int) -> list[int]:
    """The numbers of these weeks from that one on."""
    return [week.number for week in weeks if week.number >= first]


def weeks_between(first: date, last: date) -> int:
    """How many program weeks there are from that day to that one, the begun ones counted."""
    return (last - first) // timedelta(weeks=1) + 1
