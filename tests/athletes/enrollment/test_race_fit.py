"""Which weeks no longer fit before the race."""

from __future__ import annotations

from datetime import timedelta

import pytest

from athletes.enrollment.plan_changes import pause_program
from athletes.enrollment.race_fit import race_fit
from athletes.evaluation.coming_sessions.layout import lay_out
from tests.people import MONDAY

pytestmark = pytest.mark.django_db
TODAY = MONDAY.date()


def fit(ana, enrollment, *, weeks: int, days: int = 5):
    ana.goal_race_on = TODAY + timedelta(weeks=weeks, days=days)
    ana.save()
    enrollment.refresh_from_db()
    return race_fit(enrollment, TODAY)


def test_where_everything_fits_or_no_race_is_ahead_there_is_nothing_to_say(ana, enrollment):
    assert race_fit(enrollment, TODAY) is None
    assert fit(ana, enrollment, weeks=8) is None
    assert fit(ana, enrollment, weeks=-1) is None


def test_the_weeks_behind_the_race_are_named_with_the_plans_own_lighter_one(ana, enrollment):
    found = fit(ana, enrollment, weeks=5)
    assert (found.week, list(found.after)) == (6, [7, 8])
    assert found.is_taper_after is enrollment.program.weeks.filter(number__in=[7, 8], is_deload=True).exists()


def test_time_off_pushes_more_of_them_behind_it(ana, enrollment):
    before = list(fit(ana, enrollment, weeks=6).after)
    pause_program(enrollment=enrollment, until=TODAY + timedelta(weeks=2), at=MONDAY)
    after = list(fit(ana, enrollment, weeks=6).after)
    assert len(after) == len(before) + 2


def test_weeks_that_a_repeat_took_out_before_the_race_are_named(as_thea, ana, enrollment, time_machine):
    time_machine.move_to(MONDAY, tick=False)
    assert fit(ana, enrollment, weeks=7, days=6) is None
    first = enrollment.sessions.filter(week__number=4).earliest("planned_on")
    lay_out(enrollment, first, [3, 4, 7, 8], repeats={3})
    found = fit(ana, enrollment, weeks=7, days=6)
    assert (found.week, list(found.after), list(found.left_out)) == (8, [], [5, 6])
    page = " ".join(as_thea.get(f"/admin/athletes/enrollment/{enrollment.pk}/change/").text.split())
    assert "Weeks 5, 6 were taken out of the block before the taper" in page
    assert "would come after it" not in page


def test_the_therapist_sees_it_beside_the_dates(as_thea, ana, enrollment, time_machine):
    time_machine.move_to(MONDAY, tick=False)
    fit(ana, enrollment, weeks=5)
    page = " ".join(as_thea.get(f"/admin/athletes/enrollment/{enrollment.pk}/change/").text.split())
    assert "in week 6." in page
    assert "Weeks 7, 8 would come after it." in page
