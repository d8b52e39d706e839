"""Every number of the table does something: moved a little, it changes an answer of the rules."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from programs.rules import attention, easing, load, phases, plyometrics, returning, schedule
from programs.rules.advice import DoneSet, Performance
from programs.rules.governor import RowFacts, govern
from programs.rules.pain import screens, soreness, zones
from programs.rules.pain.levels import Level, RatedDay, level_of
from programs.rules.pain.zones import Reading, Zone
from programs.rules.phases import PhaseBefore
from programs.rules.plyometrics import GateFacts
from programs.rules.prescription import coverage, steps
from programs.rules.prescription.dose import DoseValue, Load, Span, parse, print_dose
from programs.rules.prescription.minutes import Item
from programs.rules.prescription.tempo import Tempo
from programs.rules.progression import advise
from programs.rules.thresholds import DEFAULTS, About, Thresholds, about, catalog, with_values

DAY = date(2026, 11, 2)
NOW = datetime(2026, 11, 2, tzinfo=UTC)
#: Months off, and three sessions since.
STARTED_AGAIN = [date(2026, 5, 4), DAY, date(2026, 11, 5), date(2026, 11, 9)]
DOSE = DoseValue(3, Span(Decimal(8), Decimal(10)), rpe=Span(Decimal(6), Decimal(7)), tempo=Tempo("3-1-1-0"))
FACTS = GateFacts(4, 75, 2, 1, 0, 35, "female", (22, 24), (4, 5))


def zone(during, morning, profile="unknown", usual=0) -> Callable[[Thresholds], object]:
    return lambda numbers: zones.zone(Reading(DAY, during, morning), profile, Decimal(usual), numbers=numbers)


def bone(*signs, region="knee"):
    return lambda numbers: screens.is_bone_stop(signs, region, numbers)


def persistent(*scores):
    days = {DAY - timedelta(days=ago): score for ago, score in scores}
    return lambda numbers: zones.is_persistent(days, DAY, numbers)


def did(*reps, rpe=7, kg=40, ago=0):
    sets = tuple(DoneSet(amount, Decimal(str(rpe)) if rpe else None) for amount in reps)
    return Performance(DAY - timedelta(days=ago), DOSE, sets, Load(Decimal(kg)) if kg else None)


def advice(*history, step="2.5"):
    return lambda numbers: advise(history, step=Decimal(step), has_harder=True, numbers=numbers)


def governed(*history, step="1", **facts):
    return lambda numbers: govern(RowFacts(due=DOSE, history=history, step=Decimal(step), **facts), numbers)


def level(*reds, score=6, greens=(), **facts):
    """Days of red with that score, and good days, each so many days ago."""
    days = {ago: RatedDay(DAY - timedelta(days=ago), Zone.RED, score, is_answered=True) for ago in reds}
    days |= {ago: RatedDay(DAY - timedelta(days=ago), Zone.GREEN, 0, is_answered=True) for ago in greens}
    in_order = [days[ago] for ago in sorted(days, reverse=True)]
    return lambda numbers: level_of(in_order, DAY, numbers=numbers, **facts)


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


def dose(shorthand, **facts):
    return Item("any-exercise", facts.pop("pattern", "single_leg"), parse(shorthand), is_loaded=True, **facts)


def next_load(shorthand):
    """The load that filling right goes to, and the growth that the grid warns of."""
    return lambda n: (print_dose(steps.stepped(parse(shorthand), "load", None, n)), steps.max_load_growth(n))


def lighter(*shorthands):
    return lambda n: [
        print_dose(steps.lighter(parse(text), is_plyometric=is_plyometric, numbers=n))
        for text in shorthands
        for is_plyometric in (False, True)
    ]


def window(**week):
    return lambda n: coverage.minutes_window(**{"is_deload": False, "is_race": False} | week, numbers=n)


#: What the grid asks of the rules while a program is written, at the edge where the number decides.
GRID_PROBES: dict[str, Callable[[Thresholds], object]] = {
    "step_most": next_load("3x8 5kg"),
    "minutes_low": window(),
    "minutes_low_lighter": window(is_deload=True),
    "minutes_high": window(is_race=True),
    "exercises_low": lambda n: coverage.fits_exercises(4, n),
    "exercises_high": lambda n: coverage.fits_exercises(6, n),
    "plyometric_exercises": lambda n: coverage.fits_plyometrics(2, n),
    "deload_sets_cut": lighter("16x5"),
    "deload_rpe": lighter("3x8 @7"),
    "deload_contacts_cut": lighter("1x100"),
    "force_reps": lambda n: coverage.is_force_dose(dose("4x5 @8"), n),
    "force_by_week": lambda n: coverage.lacks_force_dose([[]] * 10, n),
    "contacts_first_week": lambda n: plyometrics.contact_cap([], numbers=n),
    "contacts_growth": lambda n: plyometrics.contact_cap([50], numbers=n),
    "contacts_lookback": lambda n: plyometrics.contact_cap([0, 90, 60, 60, 60], numbers=n),
    "week_ceiling_5": lambda n: plyometrics.contact_cap([190], numbers=n),
}
#: These decide both what the grid says and what is suggested for, or shown of, what was done.
SHARED = {
    "step_most", "deload_sets_cut", "force_reps", "contacts_first_week", "contacts_growth", "contacts_lookback",
    "week_ceiling_5",
}  # fmt: skip

#: What is asked of the rules once something was done, at the edge where the number decides.
PROBES: dict[str, Callable[[Thresholds], object]] = {
    "pain_safe": zone(2, 0),
    "limit_tendon": zone(5, 0, "tendon"),
    "limit_joint": lambda numbers: zones.limit_of("joint", numbers),
    "limit_unknown": zone(3, 0),
    "morning_noise": zone(0, 1),
    "morning_red": zone(0, 2),
    "baseline_mornings": lambda numbers: zones.baseline([9, 9, 9, 1, 1, 1, 9, 9, 9, 1], None, numbers),
    "baseline_least": lambda numbers: zones.baseline([5, 5, 5], 1, numbers),
    "red_load_cut": governed(did(9, 9, 9, kg=100), level=Level.RED),
    "red_sets_cut": governed(did(9, 9, 9), level=Level.RED),
    "out_score": level(3, score=8),
    "out_reds": level(0, 7, 13),
    "out_days": level(0, 7, 13),
    "good_days_after_red_again": level(3, 5, greens=(1, 0)),
    "cut_most": governed(did(9, 9, 9, kg=5), level=Level.RED),
    "hold_effort": governed(level=Level.HOLD),
    "watch_days": lambda n: level_of(
        [RatedDay(DAY - timedelta(days=7), Zone.AMBER, 3, is_answered=True)], DAY, numbers=n
    ),
    "tendon_rise": lambda n: zones.settles(1, Decimal(1), [1, 0, 0, 1, 1, 1], n),
    "tendon_morning": lambda n: zones.settles(3, Decimal(3), [3, 3, 3], n),
    "restart_load": governed(did(9, kg=100), gap_days=40),
    "red_plyometrics_days": lambda n: plyometrics.step_now(3, green_sessions=0, days_since_red=7, numbers=n),
    "red_again_days": lambda n: zones.is_red_again([DAY, DAY - timedelta(days=6)], DAY, n),
    "morning_drift": lambda n: zones.is_rising({DAY - timedelta(days=ago): 3 - ago // 3 for ago in range(6)}, DAY, n),
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
    "gate_answers": lambda n: n.gate_answers,
    "good_days_out": lambda n: level_of(
        [RatedDay(DAY - timedelta(days=9), Zone.RED, 6, is_answered=True)]
        + [RatedDay(DAY - timedelta(days=ago), Zone.GREEN, 0, is_answered=True, is_exposed=False) for ago in (6, 3, 0)],
        DAY,
        numbers=n,
    ),
    "jump_gap_days": lambda n: plyometrics.are_too_close(2, n),
    "floor_age": lambda n: easing.least_sets(60, n),
    "floor_sets": lambda n: easing.least_sets(70, n),
    "first_load_percent": advice(did(10, 10, 10, rpe=1, kg=40), step="1"),
    "first_load_most": lambda n: advice(did(10, 10, 10, rpe=1, kg=40), step="1")(replace(n, first_load_percent=10)),
    "unanswered_mornings": lambda n: zones.are_unanswered([1, None, None, None], n),
    "soreness_most": lambda n: soreness.is_soreness("calf", 5, is_one_spot=False, numbers=n),
    "soreness_days": lambda n: soreness.lasting_too_long([DAY - timedelta(days=ago) for ago in (3, 1, 0)], n),
    "screen_score": lambda n: screens.asks_for_signs("groin", 2, numbers=n),
    "screen_days": lambda n: screens.answers_hold(DAY - timedelta(days=7), DAY, n),
    "phase_sessions": lambda n: phases.asked_of_any(PhaseBefore(66, 60, 4, is_held=False), n)[0].is_met,
    "phase_efforts": lambda n: phases.asked_of_any(PhaseBefore(70, 50, 4, is_held=False), n)[2].is_met,
    "phase_lighter_every": lambda n: phases.is_lighter_repeat(4, n),
    "phase_repeats": lambda n: phases.calls_again(3, n),
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
    "far_below": advice(did(10, 10, 10, rpe="4.5", kg=60)),
    "easy_rpe": advice(did(10, 10, 10, rpe=6, kg=0), did(10, 10, 10, rpe=6, kg=0, ago=4)),
    "misses": advice(did(7, 7, 7), did(7, 7, 7, ago=4), did(7, 7, 7, ago=8)),
    "gap_continue": lambda n: returning.after_gap(7, n),
    "gap_repeat": lambda n: returning.after_gap(14, n),
    "gap_back": lambda n: returning.after_gap(28, n),
    "gap_repeat_cut": lambda n: returning.after_gap(10, n),
    "gap_back_cut": lambda n: returning.after_gap(20, n),
    "restart_sessions": lambda n: returning.is_starting_again(STARTED_AGAIN, None, n),
    "deload_reds": lambda n: returning.offers_lighter_week(reds_in_week=2, before=[], after=[], numbers=n),
    "deload_rpe_rise": lambda n: returning.offers_lighter_week(reds_in_week=0, before=[6, 6], after=[7, 8], numbers=n),
    "taper_heavy_short": lambda n: easing.allowed(4, "5k", n),
    "taper_heavy_half": lambda n: easing.allowed(5, "half", n),
    "taper_nothing": lambda n: [easing.allowed(days, "half", n) for days in (3, 4)],
    "taper_plyometrics": lambda n: easing.may_jump(4, n),
    "taper_days": lambda n: easing.allowed(14, "half", n),
    "taper_sets_cut": lambda n: [easing.sets_off(sets, "taper", n) for sets in range(1, 50)],
    "primer_load_cut": governed(did(9, kg=100), ease="primer"),
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
    "clear_after_half": near(-4, "half"),
    "force_reps": lambda n: load.is_heavy_enough(5, Decimal(8), n),
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


def moved(known: About) -> list[Thresholds]:
    """The table with that number one up and one down, as far as a clinic may set it."""
    by = 1 if isinstance(known.default, int) else Decimal("0.5")
    values = [known.default + by, known.default - by, known.default * 2]
    return [replace(DEFAULTS, **{known.code: value}) for value in values if known.low <= value <= known.high]


@pytest.mark.parametrize("code", PROBES)
def test_a_number_that_is_moved_changes_what_is_said_of_training(code):
    ask = PROBES[code]
    assert any(ask(numbers) != ask(DEFAULTS) for numbers in moved(about(code)))


@pytest.mark.parametrize("code", GRID_PROBES)
def test_a_number_that_is_moved_changes_what_the_grid_says(code):
    ask = GRID_PROBES[code]
    assert any(ask(numbers) != ask(DEFAULTS) for numbers in moved(about(code)))


def test_every_number_is_asked_and_the_shared_ones_on_both_sides():
    assert PROBES.keys() | GRID_PROBES.keys() == {each.code for each in catalog()}
    assert PROBES.keys() & GRID_PROBES.keys() == SHARED


#: Figures of the rules and of the grid that no clinic sets, and what they are.
OTHER_FIGURES = {
    "units of measure": ["dose.KG_PER_LB", "distance.KM_PER_MILE", "schedule.DAYS"],
    "ends of a scale": ["dose.MIN_RPE", "dose.MAX_RPE", "attention.A_LOT", "outcomes.WEEKS", "plyometrics.STEPS"],
    "what can be stored": [
        "dose.MAX_SETS", "dose.MAX_REPS", "dose.MAX_SECONDS", "dose.MAX_LOAD_KG", "dose.MAX_REST_SECONDS",
        "dose.MAX_RAMP_UP_SETS",
        "distance.MAX_KM", "distance.MAX_MINUTES",
        "shape.MAX_ROWS", "reading.MAX_CELL", "reading.MAX_FOCUS", "commands.MAX_PASTED", "commands.MAX_TEXT",
        "saving.PARKED",
    ],
    "what a button adds": ["steps.LOAD_GROWTH", "steps.SECONDS_STEP", "offers.FORCE_SETS", "offers.FORCE_REPS"],
    "how much is shown or kept": ["schedule.SHOWN", "fitting.OFFERED", "drafts.KEPT_STEPS"],
    "the formulas of 4.4, 4.5 and 5.2": [
        "load.MIN_TRAINING_DAYS", "load.LOOK_BACK_DAYS", "load.MAX_REPS_TO_FAILURE", "load.MAX_RESERVE",
        "load.NORMAL_REP_SECONDS", "tempo.MIN_REP_SECONDS", "minutes.WARM_UP_SECONDS", "minutes.FINISH_SECONDS",
        "minutes.TRANSITION_SECONDS", "minutes.SIDE_SWITCH_SECONDS", "minutes.TOP_UP_SECONDS",
        "minutes.RAMP_UP_SECONDS",
    ],
    "rules without a number to choose": [
        "schedule.MIN_GAP", "coverage.MINIMUM_EXERCISES", "progression.SLOWEST", "progression.LOWERED",
        "progression.FIRST_SESSIONS", "plyometrics.ADULT", "plyometrics.YOUNGEST_NORM",
        "zones.COMPARED",
    ],
}  # fmt: skip
PROGRAMS = Path(__file__).resolve().parents[3] / "programs"
MODULES = [path for room in ("rules", "grid") for path in sorted((PROGRAMS / room).rglob("*.py"))]


def is_call_of(node: ast.expr, name: str) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name


def figure_of(node: ast.expr) -> float | None:
    """The number that is written there, 0 and 1 left out: they count nothing."""
    if is_call_of(node, "Decimal"):
        node = node.args[0]
    if isinstance(node, ast.UnaryOp):
        node = node.operand
    if not isinstance(node, ast.Constant) or isinstance(node.value, bool):
        return None
    text = str(node.value)
    return float(text) if re.fullmatch(r"[0-9.]+", text) and float(text) not in (0, 1) else None


def figures_named_in(module: Path) -> set[str]:
    """Names that the module gives to figures, also several at once."""
    named = set()
    for node in ast.parse(module.read_text("utf-8")).body:
        if isinstance(node, ast.Assign):
            goal = node.targets[0]
            if isinstance(goal, ast.Tuple) and isinstance(node.value, ast.Tuple):
                named |= {ast.unparse(name) for name in goal.elts}
            elif figure_of(node.value) or any(figure_of(part) for part in getattr(node.value, "elts", [])):
                named.add(ast.unparse(goal))
    return {f"{module.stem}.{name}" for name in named}


def test_a_figure_with_a_name_is_a_number_of_the_clinic_or_it_is_said_what_else():
    named = {name for module in MODULES for name in figures_named_in(module)}
    assert named == {name for names in OTHER_FIGURES.values() for name in names}


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.stem)
def test_nothing_is_compared_with_a_figure_that_has_no_name(module):
    for node in ast.walk(ast.parse(module.read_text("utf-8"))):
        if isinstance(node, ast.Compare):
            sides = [node.left, *node.comparators]
            is_count = any(is_call_of(side, "len") for side in sides)
            assert is_count or not any(figure_of(side) for side in sides), ast.unparse(node)


def test_each_number_names_its_section_its_unit_and_bounds_around_its_default():
    for known in catalog():
        assert known.section[0].isdigit()
        assert known.unit
        assert known.says.endswith(".")
        assert known.low <= known.default <= known.high


def test_the_clinics_own_values_take_the_place_of_the_defaults_and_unknown_codes_are_passed_over():
    numbers = with_values({"silent_days": Decimal("10.0000"), "heavy_rpe": Decimal("1.5"), "gone": Decimal(1)})
    assert (numbers.silent_days, numbers.heavy_rpe) == (10, Decimal("1.5"))
    assert numbers == replace(DEFAULTS, silent_days=10, heavy_rpe=Decimal("1.5"))
