"""Discovery calls: one that became an athlete, and one that the clinic owes."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from athletes.enrollment.discovery_calls import ask_for_call, turn_into_athlete
from athletes.localtime import clinic_day, clinic_time_zone, instant
from athletes.models import User
from athletes.workdays import last_overdue_day

from .people import Persona


def wait_for_a_call(now: datetime) -> None:
    """Somebody who asked three working days ago: a day later than the clinic promises to call."""
    asked_on = last_overdue_day(clinic_day(now))
    ask_for_call(
        name="Nora Quist",
        email="nora@runner.example",
        phone="(617) 555-0171",
        goal_race="Seaport half marathon",
        goal_race_on=asked_on + timedelta(weeks=16),
        story="I run 25 miles a week and want to get to 35. Each time I try, my left shin starts to talk in week "
        "three.\nI have never lifted, and do not know where to begin.",
        times="weekdays after 5 pm",
        at=instant(clinic_time_zone(), asked_on, time(11, 40)),
    )


def ask_and_join(persona: Persona, therapist: User, now: datetime) -> None:
    """Came by a discovery call nine days ago; the therapist called two days later."""
    asked_at = now - timedelta(days=9)
    call = ask_for_call(
        name=persona.name,
        email=persona.address,
        goal_race=persona.goal,
        story="Back after a year off. I would like to be strong before I am fast.",
        times="mornings",
        at=asked_at,
    )
    called_at = asked_at + timedelta(days=2)
    note = "Two days a week at home, one kettlebell."
    turn_into_athlete(call=call, therapist=therapist, by=therapist, at=called_at, note=note)
