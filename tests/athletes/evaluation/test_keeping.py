"""Keep it as written: a therapist takes back what a rule holds, with a reason, and only so far."""

from __future__ import annotations

from datetime import timedelta

import pytest

from athletes.errors import RefusedError
from athletes.evaluation.evaluate import evaluate
from athletes.evaluation.keeping import keep_as_written, rules_off, switch_off, switch_on
from athletes.evaluation.pain.warning_signs import answer_signs
from athletes.models import KeptPlan, PainProfile
from programs.models import Tissue
from tests.doing import hurt, train
from tests.people import MONDAY

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def held(ana, weeks):
    """The calf was red on Monday: the calf raises of the next sessions came down by themselves."""
    train(weeks[0], ana, MONDAY)
    hurt(ana, 6, region="calf", session=weeks[0])
    assert ana.suggestions.by_rule().filter(reason="red").exists()
    return ana


def reasons(athlete) -> set[str]:
    return set(athlete.suggestions.by_rule().values_list("reason", flat=True))


def test_the_plan_is_due_as_written_and_the_reason_stays(held, thea):
    (word,) = keep_as_written(athlete=held, reason=" Old scar, known since 2019. ", by=thea, at=MONDAY + DAY)
    assert (word.region, word.side, word.reason, word.by) == ("calf", "left", "Old scar, known since 2019.", thea)
    assert "red" not in reasons(held)
    evaluate(held, MONDAY + 2 * DAY)
    assert "red" not in reasons(held)


def test_it_ends_after_two_weeks(held, thea):
    keep_as_written(athlete=held, reason="Known.", by=thea, at=MONDAY)
    (last,) = KeptPlan.objects.values_list("until", flat=True)
    assert last == MONDAY.date() + 14 * DAY


def test_what_is_worse_holds_afresh(held, thea):
    keep_as_written(athlete=held, reason="Known.", by=thea, at=MONDAY)
    hurt(held, 6, days=2, region="calf")
    assert "red_again" in reasons(held)


def test_another_place_holds_afresh(held, thea):
    keep_as_written(athlete=held, reason="Known.", by=thea, at=MONDAY)
    hurt(held, 6, days=1, region="knee")
    assert "red" in reasons(held)


@pytest.mark.parametrize("reason", ["", "   "])
def test_without_a_reason_it_is_refused_and_nothing_changes(held, thea, reason):
    with pytest.raises(RefusedError) as refused:
        keep_as_written(athlete=held, reason=reason, by=thea, at=MONDAY)
    assert refused.value.field == "note"
    assert not KeptPlan.objects.exists()
    assert "red" in reasons(held)


def test_where_nothing_holds_there_is_nothing_to_keep(ana, weeks, thea):
    with pytest.raises(RefusedError, match="No rule holds anything"):
        keep_as_written(athlete=ana, reason="Known.", by=thea, at=MONDAY)


def test_a_stop_is_not_kept_from_holding(held, thea):
    answer_signs(athlete=held, region="shin", side="left", signs=["night"], at=MONDAY)
    with pytest.raises(RefusedError, match="A stop ends only with a return"):
        keep_as_written(athlete=held, reason="Known.", by=thea, at=MONDAY)


def test_a_bone_is_never_kept(ana, weeks, thea):
    PainProfile.objects.create(athlete=ana, region="shin", side="left", tissue=Tissue.BONE, set_by=thea)
    train(weeks[0], ana, MONDAY)
    assert reasons(ana) == {"amber"}
    with pytest.raises(RefusedError, match="No rule holds anything"):
        keep_as_written(athlete=ana, reason="Known.", by=thea, at=MONDAY)


# -- the rules of one place, switched off --------------------------------------------------------


def off(athlete, thea, *, days: int = 28, reason: str = "Known scar.", region: str = "calf"):
    place = athlete.pain_profiles.get(region=region)
    until = MONDAY.date() + days * DAY
    return switch_off(athlete=athlete, place=place, until=until, reason=reason, by=thea, at=MONDAY)


def test_switched_off_nothing_of_that_place_holds_however_bad_and_jumps_stay(held, thea):
    held.plyometrics_off_until = None
    held.save()
    off(held, thea)
    hurt(held, 9, days=3, region="calf")
    held.refresh_from_db()
    assert reasons(held).isdisjoint({"red", "red_again", "pain_out", "amber"})
    assert held.plyometrics_off_until is None


def test_another_place_and_the_day_after_hold(held, thea):
    off(held, thea, days=2)
    hurt(held, 6, days=1, region="knee")
    assert "red" in reasons(held)
    evaluate(held, MONDAY + 3 * DAY)
    assert {"calf", "knee"} <= set(held.suggestions.by_rule().values_list("figures__region", flat=True))


def test_a_stop_stops_all_the_same(held, thea):
    off(held, thea)
    answer_signs(athlete=held, region="calf", side="left", signs=["night"], at=MONDAY)
    held.refresh_from_db()
    assert held.stopped_at is not None


def test_switched_on_again_the_rules_hold_at_once_and_the_word_stays_on_record(held, thea):
    word = off(held, thea)
    assert "red" not in reasons(held)
    switch_on(word=word, by=thea, at=MONDAY)
    assert "red" in reasons(held)
    assert not rules_off(held, MONDAY.date()).exists()
    assert KeptPlan.objects.get().reason == "Known scar."


@pytest.mark.parametrize(
    ("values", "field"), [({"reason": " "}, "reason"), ({"days": -1}, "until"), ({"days": 200}, "until")]
)
def test_without_a_reason_or_an_end_it_is_refused(held, thea, values, field):
    with pytest.raises(RefusedError) as refused:
        off(held, thea, **values)
    assert refused.value.field == field
    assert "red" in reasons(held)


def test_a_bone_and_what_is_off_already_are_refused(held, thea):
    PainProfile.objects.create(athlete=held, region="shin", side="left", tissue=Tissue.BONE, set_by=thea)
    with pytest.raises(RefusedError, match="for a bone"):
        off(held, thea, region="shin")
    off(held, thea)
    with pytest.raises(RefusedError, match="already switched off"):
        off(held, thea)


# -- one problem of two --------------------------------------------------------------------------


@pytest.fixture
def held_twice(held):
    """The calf was red, and then the knee."""
    hurt(held, 6, days=1, region="knee")
    return held


def held_places(athlete) -> set[str]:
    return set(athlete.suggestions.by_rule().values_list("figures__region", flat=True)) - {None}


def test_only_the_place_that_was_decided_is_kept(held_twice, thea):
    assert held_places(held_twice) == {"calf", "knee"}
    (word,) = keep_as_written(
        athlete=held_twice, reason="Known.", by=thea, at=MONDAY + 2 * DAY, subject="pain:calf:left"
    )
    assert word.region == "calf"
    assert held_places(held_twice) == {"knee"}
    evaluate(held_twice, MONDAY + 3 * DAY)
    assert held_places(held_twice) == {"knee"}


def test_what_is_no_pain_is_kept_without_the_places(held_twice, thea):
    """What came down with the session is due as written again; the calf and the knee are held as before."""
    before = held_places(held_twice)
    assert keep_as_written(athlete=held_twice, reason="Known.", by=thea, at=MONDAY + 2 * DAY, subject="away") == []
    assert not KeptPlan.objects.exists()
    assert held_places(held_twice) == before
