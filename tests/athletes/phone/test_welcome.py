"""The first steps: four screens, kept one by one, left at any time, and offered until somebody has trained."""

from __future__ import annotations

import pytest

from athletes.models import RunKind
from athletes.phone.forms.welcome import ASKED, AT_HOME
from programs.models import Equipment
from tests.doing import do
from tests.people import MONDAY

pytestmark = pytest.mark.django_db
WEEK = {f"day-{day}": kind for day, kind in enumerate(["rest", "easy", "tempo", "easy", "rest", "easy", "long"])}


def chosen(*slugs: str) -> list[int]:
    return list(Equipment.objects.filter(slug__in=slugs).values_list("pk", flat=True))


def gear_of(athlete) -> set[str]:
    return set(athlete.equipment.values_list("slug", flat=True))


def test_every_screen_leads_to_the_next_and_the_last_to_today(as_ana, ana):
    assert as_ana.post("/welcome/gear/", {"unit": "kg", "gear": chosen("dumbbell")}).url == "/welcome/runs/"
    assert as_ana.post("/welcome/runs/", WEEK).url == "/welcome/reminders/"
    reminder = {"wants_reminders": "on", "reminder_weekday": "5", "reminder_hour": "9"}
    assert as_ana.post("/welcome/reminders/", reminder).url == "/welcome/pain/"
    assert as_ana.post("/welcome/pain/").url == "/"
    ana.refresh_from_db()
    assert (ana.unit, ana.reminder_weekday, ana.reminder_hour) == ("kg", 5, 9)
    assert ana.usual_days.get(weekday=6).kind == RunKind.LONG
    assert gear_of(ana) == {"dumbbell", *AT_HOME}
    assert ana.welcomed_at is not None


def test_gear_that_is_asked_about_and_taken_for_granted_is_in_the_library():
    assert Equipment.objects.filter(slug__in=[*ASKED, *AT_HOME]).count() == len(ASKED) + len(AT_HOME)


def test_what_the_therapist_entered_stays_and_no_answer_says_nothing(as_ana, ana):
    ana.equipment.set(chosen("trap_bar", "bench"))
    as_ana.post("/welcome/gear/", {"unit": "lb", "gear": chosen("band")})
    assert gear_of(ana) == {"band", "trap_bar", *AT_HOME}
    ana.equipment.clear()
    as_ana.post("/welcome/gear/", {"unit": "lb"})
    assert gear_of(ana) == set()
    as_ana.post("/welcome/runs/", dict.fromkeys(WEEK, "rest"))
    assert not ana.usual_days.exists()


def test_skip_leaves_them_all_and_keeps_nothing(as_ana, ana):
    assert as_ana.post("/welcome/runs/", WEEK | {"skip": "yes"}).url == "/"
    ana.refresh_from_db()
    assert ana.welcomed_at is not None
    assert not ana.usual_days.exists()


def test_today_offers_them_until_they_are_done_or_somebody_has_trained(as_ana, ana, first_session, time_machine):
    time_machine.move_to(MONDAY, tick=False)
    offer = 'href="/welcome/gear/"'
    assert offer in as_ana.get("/").text
    do(first_session, ana, MONDAY)
    assert offer not in as_ana.get("/").text
    ana.sessions.all().delete()
    assert offer in as_ana.get("/").text
    as_ana.post("/welcome/gear/", {"skip": "yes"})
    assert offer not in as_ana.get("/").text


def test_what_is_wrong_is_said_and_what_was_chosen_stays(as_ana, ana):
    refused = as_ana.post(
        "/welcome/reminders/", {"wants_morning_mail": "on", "reminder_weekday": "5", "reminder_hour": "3"}
    )
    assert refused.status_code == 422
    assert '<option value="5" selected>' in refused.text
    assert as_ana.get("/welcome/nothing/").status_code == 404
