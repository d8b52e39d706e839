"""On which days a place was loaded: at least half of the sets that load it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from athletes.evaluation.pain.exposures import read_exposures
from athletes.evaluation.recent_training import read_recent_training
from athletes.models import SetLog
from tests.doing import do
from tests.people import MONDAY

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
TODAY = MONDAY.date()


def is_loaded(ana, region="achilles", side="left") -> bool:
    begun = read_recent_training(ana, TODAY + DAY).begun
    return read_exposures(ana, begun).is_loaded_on(TODAY, region, side)


@pytest.fixture
def done(ana, weeks):
    do(weeks[0], ana, MONDAY)
    return SetLog.objects.filter(session=weeks[0], exercise__pattern="calf_achilles")


def test_a_whole_session_loads_what_its_exercises_load_and_nothing_on_other_days(ana, done, django_assert_num_queries):
    assert is_loaded(ana)
    begun = read_recent_training(ana, TODAY + DAY).begun
    with django_assert_num_queries(1):
        exposures = read_exposures(ana, begun)
    assert not exposures.is_loaded_on(TODAY + DAY, "achilles", "left")


def test_less_than_half_of_the_sets_of_that_side_is_no_exposure(ana, done):
    last = max(done.values_list("number", flat=True))
    done.filter(side="left", number__gt=last // 2).delete()
    left = done.filter(side="left").count() / last
    assert is_loaded(ana) is (left >= 0.5)
    done.filter(side="left").delete()
    assert not is_loaded(ana)
    assert is_loaded(ana, side="right")
    assert is_loaded(ana, side="")


def test_what_no_exercise_of_the_session_loads_was_not_loaded(ana, done):
    done.delete()
    assert not is_loaded(ana)
