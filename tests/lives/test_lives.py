"""Whole training lives, kept as tests: what goes down and holds does so by itself, and what is earned arrives.

``make lives`` prints them, a session in a line.
"""

from __future__ import annotations

import sys
from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest
from django.test import Client

from athletes.enrollment.prescribing import add_athlete, prescribe
from athletes.evaluation.evaluate import next_phase
from athletes.localtime import instant
from athletes.models import Athlete, FlagKind, PainProfile
from athletes.records.barriers import name_barrier
from programs.models import Program, Tissue
from tests.people import MONDAY
from tests.profiles import WALKS_ARE_WHOLE

from .agreement import contradictions, read_day
from .living import Habits, Life, Place, live, nobody_looks

pytestmark = pytest.mark.django_db
KNEE, ACHILLES = Place("knee"), Place("achilles")
START = MONDAY.date()


@pytest.fixture
def lee(thea) -> Athlete:
    return add_athlete(email="lee@runner.example", name="Lee Life", therapist=thea, at=MONDAY, unit="kg")


@pytest.fixture
def look(time_machine):
    """Reads everything that speaks of the day, and lets no two places disagree; only in ``make walks``."""
    client = Client()

    def look_at_the_pages(athlete: Athlete, at: datetime) -> None:
        time_machine.move_to(at, tick=False)
        client.force_login(athlete.user, backend="clinic.sign_in.auth.LinkBackend")
        today, elsewhere = read_day(client, athlete, at)
        assert list(contradictions(today, elsewhere, athlete.today(at))) == []

    return look_at_the_pages if WALKS_ARE_WHOLE else nobody_looks


@pytest.fixture
def begin(lee, thea, look, request):
    """Lee's life on a template; printed under its name where pytest shows what is printed (-s)."""
    name = request.node.name.removeprefix("test_").replace("_", " ")

    def begin_life(habits: Habits, *, weeks: int, template: str = "half-marathon-12", begins_in: int = 0) -> Life:
        enrollment = prescribe(
            athlete=lee, template=Program.objects.get(slug=template), starts_on=START + timedelta(weeks=begins_in),
            weekdays=(0, 3), by=thea, at=MONDAY + timedelta(weeks=begins_in),
        )  # fmt: skip
        life = live(lee, enrollment, habits, days=weeks * 7, look=look)
        sys.stdout.write(f"\n{name} ({template}, {weeks} weeks)\n{life.table()}\n")
        return life

    return begin_life


def away(first_week: int, weeks: int) -> Habits:
    """No session for so many weeks from the end of that one on."""
    left = START + timedelta(weeks=first_week)
    back = left + timedelta(weeks=weeks)
    return Habits(comes=lambda on: not left <= on < back)


# -- what goes down by itself ----------------------------------------------------------------


def test_a_knee_at_seven_four_times_that_nobody_clicks_for(begin):
    """They were four full sessions, and no word to the athlete."""
    life = begin(Habits(place=KNEE, score=lambda _number: 7, morning=lambda _number: 1, clicks=False), weeks=2)
    first, *others = life.sessions
    assert not first.said
    for session in others:
        assert "left knee" in session.said
        assert sum(target.sets for target in session.of_pattern("single_leg")) <= 1
    assert sum(life.problems().values()) == 1


def test_a_knee_that_creeps_from_one_to_six(begin):
    """Once it is over the limit nothing of the leg rises, and it is one problem and not one a session."""
    habits = Habits(place=KNEE, score=lambda number: min(6, (number + 1) // 2), morning=lambda _number: 1)
    life = begin(habits, weeks=6)
    for earlier, later in zip(life.sessions, life.sessions[2:], strict=False):
        if "left knee" in later.said:
            assert _most_sets(later) <= _most_sets(earlier)
    assert sum(life.problems().values()) <= 3  # they were forty


def _most_sets(session) -> int:
    return max((target.sets for target in session.of_pattern("single_leg")), default=0)


@pytest.mark.parametrize("score", [4, 7])
def test_one_pain_and_then_silence_is_cut_once(begin, score):
    """The step-up that came in for it held six repetitions, then four, three, two and one."""
    once = Habits(place=KNEE, score=lambda number: score if number == 1 else None, clicks=False)
    life = begin(once, weeks=5)
    step_ups = [
        (target.sets, target.reps.low)
        for session in life.sessions
        for target in session.targets
        if target.exercise_slug == "step-up"
    ]
    assert len(step_ups) >= 4
    assert step_ups == sorted(step_ups)


def test_no_session_holds_an_exercise_twice_and_a_second_pain_adds_no_set(begin, lee, thea):
    """The two-leg hold came for the one-leg hold and for the raise: four sets of the calf became six."""
    PainProfile.objects.create(athlete=lee, region="achilles", side="left", tissue=Tissue.TENDON, set_by=thea)
    habits = Habits(place=ACHILLES, score=lambda _number: 7, morning=lambda _number: 4, clicks=False)
    life = begin(habits, weeks=3, template="achilles-return-12")
    assert len(life.sessions) > 2
    calf_sets = []
    for session in life.sessions:
        exercises = [target.exercise_slug for target in session.targets]
        assert len(exercises) == len(set(exercises))
        calf_sets.append(sum(target.sets for target in session.of_pattern("calf_achilles")))
    assert calf_sets == sorted(calf_sets, reverse=True)


def test_a_race_leaves_no_session_where_there_is_no_room_for_one(begin, lee):
    lee.goal_race_on = START + timedelta(weeks=9, days=5)
    lee.save()
    life = begin(Habits(), weeks=11)
    days = [(lee.goal_race_on - session.on).days for session in life.sessions]
    assert days
    assert not [day for day in days if -4 <= day <= 3]


def test_a_bone_that_hurts_once_stops_training(begin, lee, thea):
    PainProfile.objects.create(athlete=lee, region="shin", side="left", tissue=Tissue.BONE, set_by=thea)
    hurts_once = Habits(place=Place("shin"), score=lambda number: int(number == 3), morning=lambda _number: 0)
    life = begin(hurts_once, weeks=4)
    lee.refresh_from_db()
    assert len(life.sessions) == 3
    assert lee.stopped_at is not None
    assert life.problems()[FlagKind.STOP] == 1


def test_of_two_sides_the_worse_one_sets_both(begin):
    """Left 1, right 7: the sentence names the right knee, and both sides do what it may."""
    both = Habits(
        place=KNEE, score=lambda _number: 1, morning=lambda _number: 0, other=Place("knee", "right"), other_score=7
    )
    life = begin(both, weeks=2)
    for session in life.sessions[1:]:
        assert "right knee" in session.said
        assert all(target.sets <= 1 for target in session.of_pattern("single_leg"))


@pytest.mark.parametrize("template", ["half-marathon-12", "patellofemoral-8"])
def test_no_phase_opens_while_something_hurts_and_nobody_has_said_where(begin, lee, template):
    life = begin(Habits(), weeks=4, template=template)
    done = [session.week for session in life.sessions][-1]
    said_at = instant(lee.time_zone, START + timedelta(days=27), time(9))
    name_barrier(athlete=lee, week="2026-W48", kind="pain", at=said_at)
    coming = lee.sessions.not_begun().filter(is_optional=False).order_by("planned_on").first()
    assert coming.week.number <= done
    assert next_phase(lee, said_at + timedelta(hours=1)) is None or next_phase(lee, said_at).unmet


def test_runs_that_hurt_hold_strength_that_does_not(begin):
    """The knee was calm in every session, and 6 on every run: its rows went up."""
    hurts = Habits(place=KNEE, score=lambda _number: 0, morning=lambda _number: 0, run_score=lambda _number: 6)
    life = begin(hurts, weeks=4)
    assert all("left knee" in session.said for session in life.sessions[1:])
    assert max(target.sets for session in life.sessions[1:] for target in session.of_pattern("single_leg")) <= 2


def test_who_never_answers_a_morning_is_never_raised_and_is_one_problem(begin, lee, thea):
    PainProfile.objects.create(athlete=lee, region="knee", side="left", tissue=Tissue.JOINT, set_by=thea)
    life = begin(Habits(place=KNEE, score=lambda _number: 1), weeks=6)
    assert len(set(life.loads_of("bulgarian-split-squat-loaded"))) <= 1
    assert life.problems()[FlagKind.UNSAID] == 1


def test_at_sixty_two_a_taper_leaves_two_sets_of_what_is_heavy(begin, lee):
    lee.born_on = date(START.year - 62, 1, 1)
    lee.goal_race_on = START + timedelta(weeks=9, days=5)
    lee.save()
    life = begin(Habits(), weeks=9)
    last = [session for session in life.sessions if (lee.goal_race_on - session.on).days < 14]
    assert last
    assert all(target.sets >= 2 for each in last for target in each.of_pattern("single_leg", "hip_hinge"))


# -- coming back -----------------------------------------------------------------------------


def test_nine_weeks_away_lead_back_to_the_first_week_far_lighter(begin):
    """It was race week, and eighteen alarms."""
    life = begin(away(3, 9), weeks=13)
    before, back = [each for each in life.sessions if each.on < START + timedelta(weeks=3)], life.sessions[-2:]
    assert {session.week for session in back} == {1}
    heaviest = max(target.load.kg for session in before for target in session.targets if target.load)
    assert all(target.load.kg <= heaviest * Decimal("0.7") for each in back for target in each.targets if target.load)
    assert back[0].said.startswith("Welcome back.")
    assert all(target.rpe.high <= 6 for each in back for target in each.targets if target.rpe)
    assert sum(life.problems().values()) == 1


def test_three_weeks_away_lead_back_to_the_first_week_of_the_phase(begin):
    life = begin(away(6, 3), weeks=10)
    last, back = [each for each in life.sessions if each.on < START + timedelta(weeks=6)][-1], life.sessions[-2:]
    assert last.week == 6
    assert {session.week for session in back} == {5}
    heaviest = {}
    for each in life.sessions[:-2]:
        heaviest |= {target.exercise_slug: target.load.kg for target in each.targets if target.load}
    loaded = [target for each in back for target in each.targets if target.load]
    assert len(loaded) > 4
    assert all(target.load.kg < heaviest[target.exercise_slug] for target in loaded), "both workouts come back lighter"


def test_one_week_away_goes_on_where_it_was(begin):
    life = begin(away(2, 1), weeks=4)
    assert [session.week for session in life.sessions] == [1, 1, 2, 2, 4, 4]


# -- what is earned --------------------------------------------------------------------------


@pytest.mark.parametrize("template", ["half-marathon-12", "tenk-builder-10"])
def test_the_ideal_runner_lifts_heavy_by_week_ten_and_calls_nobody_often(begin, template):
    life = begin(Habits(), weeks=10, template=template)
    assert any(session.is_heavy() for session in life.sessions)
    assert sum(life.problems().values()) <= 4


def test_the_ideal_runner_lifts_heavy_in_the_program_after_the_base(begin):
    """The first heavy set came in week fifteen of sixteen; two and twenty alarms did."""
    begin(Habits(), weeks=8, template="runner-base-8")
    after = begin(Habits(), weeks=8, template="tenk-builder-10", begins_in=8)
    assert any(session.is_heavy() for session in after.sessions)
    assert sum(after.problems().values()) <= 4  # of all sixteen weeks


def test_a_novice_in_pounds_does_not_stay_at_the_first_dumbbell(begin, lee):
    lee.unit = "lb"
    lee.save()
    easy = Habits(effort=lambda target: target.rpe.low - 3 if target.rpe else None, first_load=Decimal(20))
    life = begin(easy, weeks=10)
    loads = life.loads_of("bulgarian-split-squat-loaded")
    assert loads[0] == 25  # the session after the one in which 20 lb were far too easy
    assert max(loads) > 25


def test_an_achilles_at_four_that_settles_gets_heavier(begin, lee, thea):
    """Its calf loads were frozen for eight weeks."""
    PainProfile.objects.create(athlete=lee, region="achilles", side="left", tissue=Tissue.TENDON, intake=2, set_by=thea)
    life = begin(Habits(place=ACHILLES, score=lambda _number: 4, morning=lambda _number: 2), weeks=8)
    loads = life.loads_of("single-leg-seated-heel-raise-loaded")
    assert loads[-1] > loads[0]
    assert not life.problems()[FlagKind.PAIN]


def test_a_week_that_comes_again_and_again_is_lighter_each_fourth_time(begin, lee, thea):
    """Week two came seven times with thirteen sets a session: its phase has no lighter week."""
    PainProfile.objects.create(athlete=lee, region="achilles", side="left", tissue=Tissue.TENDON, set_by=thea)
    habits = Habits(place=ACHILLES, score=lambda _number: 4, morning=lambda _number: 1, clicks=False)
    life = begin(habits, weeks=8, template="achilles-return-12")
    again = [session for session in life.sessions if session.week == 2][2:]
    sets = [sum(target.sets for target in session.targets) for session in again]
    assert len(sets) >= 10
    lighter = [number for number, count in enumerate(sets, start=1) if count < max(sets)]
    assert lighter == [7, 8]  # both sessions of the fourth time
    assert max(sets[6:8]) <= max(sets) * Decimal("0.8")
    assert again[6].said == "Fewer sets today at the same load: this week repeats, but lighter."


def test_who_never_says_how_hard_it_was_is_never_raised(begin):
    life = begin(Habits(effort=lambda _target: None), weeks=8)
    assert set(life.loads_of("romanian-deadlift")) == {20}
    assert max(session.week for session in life.sessions) == 4  # the heavy block asks how hard it was
    assert life.problems()[FlagKind.PHASE] == 1


def test_who_does_half_of_each_session_is_never_raised(begin):
    life = begin(Habits(does_share=Decimal("0.5")), weeks=8)
    assert set(life.loads_of("bulgarian-split-squat-loaded")) == {20}
