"""The sessions to come, laid out anew from one session on."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from athletes.evaluation.coming_sessions.layout import lay_out, weeks_between, without_what_does_not_fit
from tests.doing import do
from tests.people import MONDAY

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def to_come(enrollment):
    sessions = enrollment.sessions.not_begun().filter(is_optional=False).select_related("week", "workout")
    return [(each.week.number, each.workout.letter, each.planned_on) for each in sessions.order_by("planned_on")]


def test_weeks_that_lay_behind_come_again_none_is_lost_and_what_was_done_stays(ana, enrollment, weeks):
    do(weeks[0], ana, MONDAY)
    last = enrollment.sessions.counted().select_related("week", "workout").order_by("planned_on").last()
    enrollment.sessions.not_begun().exclude(pk=last.pk).update(status="skipped")
    lay_out(enrollment, last, range(3, 9))
    found = to_come(enrollment)
    assert found[0] == (3, "B", last.planned_on)
    assert [number for number, _letter, _on in found] == [3, *(number for number in range(4, 9) for _each in "AB")]
    assert found[-1][2] == last.planned_on + 5 * 7 * DAY
    weeks[0].refresh_from_db()
    assert (weeks[0].status, weeks[0].planned_on) == ("completed", MONDAY.date())


def test_sessions_keep_their_identity_and_what_is_too_many_goes(enrollment, weeks):
    before = [session.pk for session in weeks]
    lay_out(enrollment, weeks[0], [7, 8])
    after = enrollment.sessions.order_by("planned_on")
    assert [session.pk for session in after] == before[: len(after)]
    assert [number for number, _letter, _on in to_come(enrollment)] == [7, 7, 8, 8]
    enrollment.refresh_from_db()
    assert enrollment.ends_on == to_come(enrollment)[-1][2]


@pytest.mark.parametrize(
    ("left", "fitting"), [(6, [5, 6, 7, 8, 11, 12]), (4, [5, 6, 11, 12]), (2, [5, 11, 12]), (9, [5, 6, 7, 8, 11, 12])]
)
def test_what_does_not_fit_before_a_race_is_taken_from_before_the_taper(left, fitting):
    assert without_what_does_not_fit([5, 6, 7, 8, 11, 12], [11, 12], left) == fitting


def test_weeks_are_counted_with_the_begun_one():
    assert weeks_between(date(2026, 11, 2), date(2026, 11, 8)) == 1
    assert weeks_between(date(2026, 11, 2), date(2026, 11, 9)) == 2
