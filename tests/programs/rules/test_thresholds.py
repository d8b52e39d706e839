"""Every number of the table does something: moved a little, it changes an answer of the rules."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from programs.rules import attention, easing, load, pain, plyometrics, returning, schedule
from programs.rules.dose import Dose, Load, Span
from programs.rules.pain import Reading, Zone
from programs.rules.plyometrics import GateFacts
from programs.rules.progression import DoneSet, Performance, advise
from programs.rules.tempo import Tempo
from programs.rules.thresholds import DEFAULTS, About, Thresholds, catalog, with_values

DAY = date(2026, 11, 2)
NOW = datetime(2026, 11, 2, tzinfo=UTC)
DOSE = Dose(3, Span(Decimal(8), Decimal(10)), rpe=Span(Decimal(6), Decimal(7)), tempo=Tempo("3-1-1-0"))
FACTS = GateFacts(4, 75, 2, 1, 0, 35, "female", (22, 24), (4, 5))


def zone(during, morning, profile="unknown", usual=0) -> Callable[[Thresholds], object]:
    return lambda numbers: pain.zone(Reading(DAY, during, morning), profile, Decimal(usual), numbers=numbers)


def bone(*signs, region="knee"):
    return lambda numbers: pain.is_bone_stop(signs, region, numbers)


def persistent(*scores):
    days = {DAY - timedelta(days=ago): score for ago, score in scores}
    return lambda numbers: pain.is_persistent(days, DAY, numbers)


def did(*reps, rpe=7, kg=40, ago=0):
    sets = tuple(DoneSet(amount, Decimal(str(rpe)) if rpe else None) for amount in reps)
    return Performance(DAY - timedelta(days=ago), DOSE, sets, Load(Decimal(kg)) if kg else None)


def advice(*history, zone=Zone.GREEN, step="2.5"):
    return lambda numbers: advise(history, zone, step=Decimal(step), has_harder=True, numbers=numbers)


def gate(**change):
    return lambda numbers: plyometrics.is_open(plyometrics.gate(replace(FACTS, **change), numbers))


def pairs(*runs, **options):
    """Every pair of days with its cost, so that any cost that moves is seen."""
    week = list(runs) + ["easy"] * (7 - len(runs))
    return lambda numbers: [
        (pair.days, pair.cost)
        for blocked in ({0, 1, 2}, {3, 4, 5}, {5, 6}, set())
        for pair in schedule.best_pairs(week, blocked=blocked, numbers=numbers, **options)
    ]


def near(days, distance):
    return lambda numbers: schedule.is_near_race(days, distance, numbers)


def cap(step):
    return lambda numbers: (plyometrics.session_cap(step, numbers), plyometrics.week_ceiling(step, numbers))


def threshold(age, sex):
    return lambda numbers: plyometrics.heel_raise_threshold(age, sex, numbers)


#: A question to the rules that the number decides, at its edge.
PROBES: dict[str, Callable[[Thresholds], object]] = {
    "pain_safe": zone(2, 0),
    "limit_tendon": zone(5, 0, "tendon"),
    "limit_joint": lambda numbers: pain.limit_of("joint", numbers),
    "limit_unknown": zone(3, 0),
    "morning_noise": zone(0, 1),
    "morning_red": zone(0, 2),
    "baseline_mornings": lambda numbers: pain.baseline([9, 9, 9, 1, 1, 1, 9, 9, 9, 1], None, numbers),
    "baseline_least": lambda numbers: pain.baseline([5, 5, 5], 1, numbers),
    "red_load_cut": advice(did(9, kg=100), zone=Zone.RED, step="1"),
    "red_sets_cut": advice(did(9), zone=Zone.RED),
    "red_plyometrics_days": lambda n: plyometrics.step_now(3, green_sessions=0, days_since_red=7, numbers=n),
    "red_again_days": lambda n: pain.is_red_again([DAY, DAY - timedelta(days=6)], DAY, n),
    "morning_drift": lambda n: pain.has_drifted({DAY: 3, DAY - timedelta(days=8): 2}, DAY, n),
    "persistent_score": persistent((4, 2), (2, 2), (0, 2)),
    "persistent_days": persistent((4, 2), (2, 2), (0, 2)),
    "persistent_window": persistent((13, 2), (2, 2), (0, 2)),
    "persistent_high": persistent((1, 3), (0, 3)),
    "bone_spot": bone("spot", "new_load"),
    "bone_worsens": bone("worsens", "new_load"),
    "bone_night": bone("night"),
    "bone_walking": bone("walking"),
    "bone_hop": bone("hop"),
    "bone_before": bone("before", "new_load"),
    "bone_energy": bone("energy", "new_load"),
    "bone_new_load": bone("new_load", region="shin"),
    "bone_stop": bone("night"),
    "bone_stop_high_risk": bone("new_load", region="shin"),
    "gate_weeks": gate(),
    "gate_weeks_window": lambda n: n.gate_weeks_window,
    "gate_adherence": gate(),
    "gate_adherence_days": lambda n: n.gate_adherence_days,
    "gate_pain": gate(),
    "gate_morning": gate(),
    "gate_pain_days": lambda n: n.gate_pain_days,
    "gate_lsi": gate(heel_raises=(27, 30)),
    "gate_step_down": gate(),
    "norm_share": threshold(45, "male"),
    "norm_low": threshold(75, "male"),
    "norm_high": threshold(25, "male"),
    "contacts_first_week": lambda n: plyometrics.contact_cap([], None, n),
    "contacts_growth": lambda n: plyometrics.contact_cap([50], None, n),
    "contacts_lookback": lambda n: plyometrics.contact_cap([0, 90, 60, 60, 60], None, n),
    "contacts_gap_days": lambda n: plyometrics.step_now(3, green_sessions=0, gap_days=14, numbers=n),
    "step_green_sessions": lambda n: plyometrics.step_now(1, green_sessions=4, numbers=n),
    "heavy_sets": advice(did(8, 7, 7)),
    "heavy_rpe": advice(did(8, 8, 8, rpe=8)),
    "heavy_cut": advice(did(7, 7, 7, kg=100), step="1"),
    "step_most": advice(did(10, 10, 10, kg=25)),
    "extra_reps": advice(did(13, 13, 13, kg=20)),
    "two_for_two_reps": advice(did(12, 12, 12, rpe=None), did(12, 12, 12, rpe=None, ago=7)),
    "easy_rpe": advice(did(10, 10, 10, rpe=6, kg=0), did(10, 10, 10, rpe=6, kg=0, ago=4)),
    "misses": advice(did(7, 7, 7), did(7, 7, 7, ago=4), did(7, 7, 7, ago=8)),
    "gap_continue": lambda n: returning.after_gap(7, n),
    "gap_repeat": lambda n: returning.after_gap(14, n),
    "gap_back": lambda n: returning.after_gap(28, n),
    "gap_repeat_cut": lambda n: returning.after_gap(10, n),
    "gap_back_cut": lambda n: returning.after_gap(20, n),
    "deload_reds": lambda n: returning.offers_lighter_week(reds_in_week=2, before=[], after=[], numbers=n),
    "deload_rpe_rise": lambda n: returning.offers_lighter_week(reds_in_week=0, before=[6, 6], after=[7, 8], numbers=n),
    "taper_heavy_short": lambda n: easing.allowed(4, "5k", n),
    "taper_heavy_half": lambda n: easing.allowed(5, "half", n),
    "taper_nothing": lambda n: [easing.allowed(days, "half", n) for days in (3, 4)],
    "taper_plyometrics": lambda n: easing.may_jump(4, n),
    "taper_days": lambda n: easing.allowed(14, "half", n),
    "taper_sets_cut": lambda n: [easing.sets_off(sets, "taper", n) for sets in range(1, 50)],
    "primer_load_cut": lambda n: advise([did(9, kg=100)], Zone.GREEN, step=Decimal(1), ease="primer", numbers=n),
    "deload_sets_cut": lambda n: [easing.sets_off(sets, "lighter_week", n) for sets in range(1, 50)],
    **{f"session_cap_{step}": cap(step) for step in plyometrics.STEPS},
    **{f"week_ceiling_{step}": cap(step) for step in plyometrics.STEPS},
    "hard_days_hard": pairs("tempo", "easy", "tempo", "easy", "tempo", "easy", "tempo"),
    "cost_same_day": pairs(*["tempo"] * 7),
    "cost_same_day_welcome": lambda n: pairs(*["tempo"] * 7)(replace(n, hard_days_hard=1)),
    "cost_before_intervals": pairs(*["intervals"] * 7),
    "cost_before_long": pairs("easy", "long", "easy", "long", "easy", "long"),
    "cost_before_tempo": pairs(*["tempo"] * 7),
    "cost_after_long": pairs("easy", "long", "easy", "long", "easy", "long"),
    "cost_after_long_jumping": pairs("easy", "long", "easy", "long", "easy", "long", has_plyometrics=True),
    "cost_after_hard": pairs(*["tempo"] * 7),
    "cost_only_rest_day": pairs("rest", "long", "easy", "long", "easy", "long", "long"),
    "cost_shortest_gap": pairs("easy", "long", "easy", "long", "long", "long", "long"),
    "gain_preferred": pairs(preferred=[0, 3]),
    "clear_after_5k": near(-1, "5k"),
    "clear_after_10k": near(-2, "10k"),
    "clear_after_half": near(-3, "half"),
    "force_weeks": lambda n: load.force_dose_met([True, True, True, False], n),
    "force_window": lambda n: load.force_dose_met([True, True, True, False, False], n),
    "light_rpe": lambda n: attention.stays_light([(DAY - timedelta(weeks=w), Decimal(6)) for w in range(4)], DAY, n),
    "light_weeks": lambda n: attention.stays_light([(DAY - timedelta(weeks=w), Decimal(6)) for w in range(4)], DAY, n),
    "missed_hours": lambda n: attention.missed_from(NOW, n),
    "silent_days": lambda n: attention.is_silent(NOW, NOW + timedelta(days=7), n),
    "stalled_sessions": lambda n: attention.is_stalled([Decimal(20)] * 3, n),
    "barrier_times": lambda n: attention.named_again(["time", "time"], n),
    "run_spike": lambda n: n.run_spike,
}


def moved(about: About) -> list[Thresholds]:
    """The table with that number one up and one down, as far as a clinic may set it."""
    by = 1 if isinstance(about.default, int) else Decimal("0.5")
    values = [about.default + by, about.default - by, about.default * 2]
    return [replace(DEFAULTS, **{about.code: value}) for value in values if about.low <= value <= about.high]


@pytest.mark.parametrize("about", catalog(), ids=lambda about: about.code)
def test_a_number_that_is_moved_changes_an_answer(about):
    ask = PROBES[about.code]
    assert any(ask(numbers) != ask(DEFAULTS) for numbers in moved(about))


def test_each_number_names_its_section_its_unit_and_bounds_around_its_default():
    for about in catalog():
        assert about.section[0].isdigit()
        assert about.unit
        assert about.says.endswith(".")
        assert about.low <= about.default <= about.high


def test_the_clinics_own_values_take_the_place_of_the_defaults_and_unknown_codes_are_passed_over():
    numbers = with_values({"silent_days": Decimal("10.0000"), "heavy_rpe": Decimal("1.5"), "gone": Decimal(1)})
    assert (numbers.silent_days, numbers.heavy_rpe) == (10, Decimal("1.5"))
    assert numbers == replace(DEFAULTS, silent_days=10, heavy_rpe=Decimal("1.5"))
