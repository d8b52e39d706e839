"""What the rules advise for the next two sessions."""

from __future__ import annotations

from datetime import timedelta

import pytest

from athletes.enrollment.prescribing import prescribe
from athletes.evaluation.evaluate import evaluate
from athletes.models import FlagKind, Moment, PainProfile, Suggestion
from programs.models import Prescription, Tissue
from programs.regions import LOWER_BODY
from programs.rules.pain.zones import Zone
from tests.doing import hurt, train
from tests.people import MONDAY

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def test_a_program_prescribed_after_months_off_begins_as_it_is_written(ana, thea, weeks, base_template):
    train(weeks[0], ana, MONDAY)
    later = MONDAY + 70 * DAY
    prescribe(athlete=ana, template=base_template, starts_on=later.date(), weekdays=(0, 3), by=thea, at=later)
    evaluate(ana, later)
    assert not ana.suggestions.filter(session__status="planned", reason="gap").exists()
    assert not ana.flags.filter(kind=FlagKind.LIGHTER).exists()


def test_after_days_off_a_known_exercise_begins_lighter(ana, weeks):
    train(weeks[0], ana, MONDAY)
    ana.sessions.filter(pk__in=[session.pk for session in weeks[1:4]]).delete()
    evaluate(ana, MONDAY + 10 * DAY)
    assert set(weeks[4].suggestions.filter(load_kg__isnull=False).values_list("change", "reason")) == {
        ("lighter", "gap")
    }


def test_advice_comes_for_the_next_two_sessions_and_no_further(ana, weeks):
    train(weeks[0], ana, MONDAY)
    train(weeks[1], ana, MONDAY + 3 * DAY)
    sessions = set(Suggestion.objects.values_list("session", flat=True))
    assert sessions == {weeks[2].pk, weeks[3].pk}


def test_a_tendon_gets_one_raise_a_week_in_each_region(ana, thea, weeks):
    """The region that the table does not know is loaded by every lower-body exercise."""
    train(weeks[0], ana, MONDAY)
    train(weeks[1], ana, MONDAY + 3 * DAY)

    def raises_of_legs() -> list[Suggestion]:
        rows = Suggestion.objects.filter(exercise__pattern__in=LOWER_BODY)
        return [suggestion for suggestion in rows if suggestion.is_raise]

    assert len(raises_of_legs()) > 1
    PainProfile.objects.create(athlete=ana, region="other", tissue=Tissue.TENDON, set_by=thea)
    hurt(ana, 0, days=3, region="other", side="")
    hurt(ana, 0, days=4, region="other", side="", moment=Moment.NEXT_MORNING)
    assert ana.pain_profiles.get().zone == Zone.GREEN
    assert len(raises_of_legs()) == 1


def test_an_athlete_in_pounds_is_advised_in_pounds(ana, weeks):
    train(weeks[0], ana, MONDAY)
    ana.unit = "lb"
    ana.save()
    evaluate(ana, MONDAY + DAY)
    steps = weeks[2].suggestions.filter(change="more_load")
    assert {suggestion.load_unit for suggestion in steps} == {"lb"}


def test_a_plan_without_progression_is_left_alone(ana, weeks):
    Prescription.objects.filter(workout__program=weeks[0].enrollment.program).update(progression="off")
    train(weeks[0], ana, MONDAY)
    assert evaluate(ana, MONDAY).forecast.suggestions == []


def test_a_plan_without_progression_is_held_for_pain_all_the_same(ana, weeks):
    Prescription.objects.filter(workout__program=weeks[0].enrollment.program).update(progression="off")
    train(weeks[0], ana, MONDAY)
    hurt(ana, 6, region="calf", session=weeks[0])
    assert {each.reason for each in evaluate(ana, MONDAY).forecast.suggestions} == {"red"}
