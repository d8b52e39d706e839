"""The clinic's numbers: every threshold of the rules in one table.

Each field is one number with its unit, the section of clinical.md that it comes from, the tag it has
there (F found in a source, C consensus, D our own decision) and what it says. A clinic may set and
sign another value (``programs.thresholds``); the rules take the whole table as a value.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from decimal import Decimal
from functools import cache
from typing import Any, Literal

Number = int | Decimal
Tag = Literal["F", "C", "D"]


@dataclass(frozen=True, slots=True)
class About:
    """What one number is. group -- its subject; low and high bound what a clinic may set."""

    code: str
    group: str
    default: Number
    unit: str
    section: str
    tag: Tag
    says: str
    low: Number
    high: Number


def _number(
    default: Number, unit: str, section: str, tag: Tag, says: str, low: Number = 0, high: Number | None = None
) -> Any:
    if high is None:
        high = default * 4 + 10
    return field(
        default=default,
        metadata={"unit": unit, "section": section, "tag": tag, "says": says, "low": low, "high": high},
    )


def _title(text: str) -> str:
    """Marks a name for translators: `makemessages` reads it, and nothing here knows a language."""
    return text


#: Every unit that is a word.
UNITS = (
    _title("of 10"),
    _title("points"),
    _title("mornings"),
    _title("sets"),
    _title("days"),
    _title("red sessions"),
    _title("good sessions"),
    _title("good days"),
    _title("times"),
    _title("weeks"),
    _title("sessions"),
    _title("of 5"),
    _title("raises"),
    _title("contacts"),
    _title("reps"),
    _title("minutes"),
    _title("exercises"),
    _title("years"),
    _title("yes 1, no 0"),
    _title("hours"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """One value for every threshold; the defaults are those of clinical.md."""

    # Pain: zones of one region (2.3). A therapist may set the limit of a region for one athlete.
    pain_safe: int = _number(2, "of 10", "2.3", "F", "Pain up to this score is safe.", high=10)
    limit_tendon: int = _number(5, "of 10", "2.3", "F", "Highest pain that a tendon may reach.", high=10)
    limit_joint: int = _number(3, "of 10", "2.3", "F", "Highest pain that a joint may reach.", high=10)
    limit_unknown: int = _number(3, "of 10", "2.3", "D", "Highest pain where nobody has set a tissue.", high=10)
    morning_noise: int = _number(1, "points", "2.3", "F", "A morning this far above the usual one is noise.", high=10)
    morning_red: int = _number(2, "points", "2.3", "F", "A morning this far above the usual one is red.", 1, 10)
    baseline_mornings: int = _number(
        7, "mornings", "2.2", "D", "Answered mornings whose median is the usual morning.", 1, 28
    )
    baseline_least: int = _number(
        3,
        "mornings",
        "2.2",
        "D",
        "Answered mornings before the usual morning is known; until then the intake counts.",
        1,
        28,
    )
    red_load_cut: int = _number(10, "%", "2.3", "D", "Load taken off after a red session.", 1, 50)
    red_sets_cut: int = _number(1, "sets", "2.3", "D", "Sets taken off after a red session.", 0, 5)
    red_plyometrics_days: int = _number(7, "days", "2.3", "D", "Days without plyometrics after a red session.", 1, 60)
    red_again_days: int = _number(
        7, "days", "2.3", "D", "Days within which two red sessions step back to what came before.", 1, 60
    )
    out_score: int = _number(
        8, "of 10", "2.3", "D", "Pain from which the exercises of the place are left out at once.", 1, 10
    )
    out_reds: int = _number(
        3, "red sessions", "2.3", "D", "Red sessions that leave the exercises of the place out.", 2, 10
    )
    out_days: int = _number(14, "days", "2.3", "D", "Days within which those red sessions are counted.", 1, 60)
    good_days_after_red_again: int = _number(
        2,
        "good sessions",
        "2.3",
        "D",
        "Good sessions that end pain that was red twice; a single red ends with one.",
        2,
        10,
    )
    good_days_out: int = _number(
        3,
        "good days",
        "2.3",
        "D",
        "Good days after which exercises that pain left out come back.",
        1,
        30,
    )
    unanswered_mornings: int = _number(
        3, "mornings", "2.3", "D", "Unanswered mornings in a row that call the therapist.", 1, 20
    )
    soreness_most: int = _number(5, "of 10", "2.3", "D", "Highest score of muscle soreness; more is pain.", 1, 10)
    soreness_days: int = _number(3, "days", "2.3", "D", "Days after which muscle soreness counts as pain.", 1, 14)
    cut_most: int = _number(20, "%", "2.3", "D", "Most that is taken off a load at once.", 5, 50)
    hold_effort: Decimal = _number(
        Decimal(6), "RPE", "2.3", "D", "Highest effort of an exercise that begins while its place is held.", 1, 10
    )
    watch_days: int = _number(
        7, "days", "2.3", "D", "Days without an answer after which a place is not watched any more.", 1, 60
    )
    tendon_morning: int = _number(3, "of 10", "2.3", "F", "Highest morning of a tendon that has settled.", 0, 10)
    tendon_rise: Decimal = _number(
        Decimal("0.5"),
        "points",
        "2.3",
        "D",
        "Rise of a tendon’s mornings from which it has not settled.",
        Decimal("0.1"),
        10,
    )
    morning_drift: Decimal = _number(
        Decimal(1),
        "points",
        "2.3",
        "D",
        "Rise of three mornings over the three before that calls the therapist.",
        Decimal("0.1"),
        10,
    )
    # Persistent localized discomfort (2.4).
    persistent_score: int = _number(2, "of 10", "2.4", "D", "Score from which a day counts as discomfort.", 1, 10)
    persistent_days: int = _number(3, "days", "2.4", "D", "Days of discomfort that make it persistent.", 2, 14)
    persistent_window: int = _number(14, "days", "2.4", "D", "Days within which those days are counted.", 2, 60)
    persistent_high: int = _number(3, "of 10", "2.4", "D", "Score from which two days in a row are persistent.", 1, 10)
    # Bone-stress tripwire (2.5).
    bone_spot: int = _number(2, "points", "2.5", "D", "Points for one spot that a finger can cover.", high=10)
    bone_worsens: int = _number(2, "points", "2.5", "D", "Points for pain that gets worse through the run.", high=10)
    bone_night: int = _number(3, "points", "2.5", "D", "Points for pain at night or at rest.", high=10)
    bone_walking: int = _number(3, "points", "2.5", "D", "Points for pain when walking.", high=10)
    bone_hop: int = _number(3, "points", "2.5", "D", "Points for pain in a hop on that leg.", high=10)
    bone_before: int = _number(2, "points", "2.5", "D", "Points for a bone stress injury before.", high=10)
    bone_energy: int = _number(2, "points", "2.5", "D", "Points for signs of low energy.", high=10)
    bone_new_load: int = _number(
        1, "points", "2.5", "D", "Points for much more running in the last eight weeks.", high=10
    )
    screen_score: int = _number(
        2, "of 10", "2.5", "D", "Pain over a bone from which the warning signs are asked about.", 1, 10
    )
    screen_days: int = _number(7, "days", "2.5", "D", "Days for which answers to the warning signs hold.", 1, 60)
    bone_stop: int = _number(3, "points", "2.5", "D", "Points from which training stops.", 1, 10)
    bone_stop_high_risk: int = _number(
        1, "points", "2.5", "D", "Points from which training stops at a high-risk site.", 1, 10
    )
    # What a phase asks for that has no conditions of its own (2.7).
    phase_sessions: int = _number(66, "%", "2.7", "D", "Sessions of the phase before that must be done.", 0, 100)
    phase_efforts: int = _number(
        50, "%", "2.7", "D", "Exercises of the phase before whose effort must be said.", 0, 100
    )
    phase_lighter_every: int = _number(
        4, "times", "2.7", "D", "Repeats of a week of which the last is a lighter week.", 2, 20
    )
    phase_repeats: int = _number(3, "times", "2.7", "D", "Repeats of a week that call the therapist again.", 1, 20)
    # Plyometric gate and steps (3.2, 3.3).
    gate_weeks: int = _number(4, "weeks", "3.2", "D", "Full strength weeks before plyometrics.", 0, 12)
    gate_weeks_window: int = _number(
        12, "weeks", "3.2", "D", "Weeks within which full strength weeks are counted.", 1, 52
    )
    gate_adherence: int = _number(
        75, "%", "3.2", "D", "Share of planned sessions that must be done before plyometrics.", 0, 100
    )
    gate_adherence_days: int = _number(28, "days", "3.2", "D", "Days over which that share is counted.", 7, 84)
    gate_pain: int = _number(2, "of 10", "3.2", "D", "Worst pain that still opens plyometrics.", 0, 10)
    gate_morning: int = _number(1, "of 10", "3.2", "D", "Worst morning that still opens plyometrics.", 0, 10)
    gate_pain_days: int = _number(
        14, "days", "3.2", "D", "Days over which pain and mornings are looked at for plyometrics.", 1, 84
    )
    gate_answers: int = _number(
        3, "sessions", "3.2", "D", "Sessions that say “nothing hurt” and stand for answers about pain.", 1, 20
    )
    gate_lsi: int = _number(90, "%", "3.2", "C", "Heel raises of the weaker side, as a share of the stronger.", 50, 100)
    gate_step_down: int = _number(4, "of 5", "3.2", "D", "Clean step-downs on each side before plyometrics.", 0, 5)
    norm_share: int = _number(80, "%", "3.2", "D", "Share of the heel-raise norm that is asked for.", 1, 100)
    norm_low: int = _number(12, "raises", "3.2", "D", "Fewest heel raises that are asked for.", 0, 60)
    norm_high: int = _number(25, "raises", "3.2", "D", "Most heel raises that are asked for.", 1, 60)
    contacts_first_week: int = _number(
        40, "contacts", "3.3", "D", "Most contacts in the first week with plyometrics.", 1, 200
    )
    contacts_growth: int = _number(
        20, "contacts", "3.3", "D", "Contacts by which a week may exceed the best of the weeks before.", 0, 200
    )
    contacts_lookback: int = _number(4, "weeks", "3.3", "D", "Weeks before that are looked at for that growth.", 1, 12)
    contacts_gap_days: int = _number(
        14, "days", "3.3", "D", "Days without jumps after which plyometrics go one step lower.", 1, 60
    )
    jump_gap_days: int = _number(2, "days", "3.3", "D", "Days from one session with jumps to the next.", 1, 7)
    step_green_sessions: int = _number(
        4, "sessions", "3.3", "D", "Green sessions with jumps before the next plyometric step.", 1, 20
    )
    session_cap_1: int = _number(30, "contacts", "3.3", "D", "Most contacts in one session on step P1.", 1, 300)
    session_cap_2: int = _number(45, "contacts", "3.3", "D", "Most contacts in one session on step P2.", 1, 300)
    session_cap_3: int = _number(70, "contacts", "3.3", "D", "Most contacts in one session on step P3.", 1, 300)
    session_cap_4: int = _number(90, "contacts", "3.3", "D", "Most contacts in one session on step P4.", 1, 300)
    session_cap_5: int = _number(100, "contacts", "3.3", "D", "Most contacts in one session on step P5.", 1, 300)
    week_ceiling_1: int = _number(60, "contacts", "3.3", "D", "Most contacts in a week on step P1.", 1, 600)
    week_ceiling_2: int = _number(80, "contacts", "3.3", "D", "Most contacts in a week on step P2.", 1, 600)
    week_ceiling_3: int = _number(120, "contacts", "3.3", "D", "Most contacts in a week on step P3.", 1, 600)
    week_ceiling_4: int = _number(160, "contacts", "3.3", "D", "Most contacts in a week on step P4.", 1, 600)
    week_ceiling_5: int = _number(200, "contacts", "3.3", "D", "Most contacts in a week on step P5.", 1, 600)
    # Progression (4.2).
    heavy_sets: int = _number(2, "sets", "4.2", "D", "Sets below the range that make a load too heavy.", 1, 10)
    heavy_rpe: Decimal = _number(
        Decimal(1),
        "RPE",
        "4.2",
        "D",
        "Effort of the last set above the target that makes a load too heavy.",
        Decimal("0.5"),
        5,
    )
    heavy_cut: int = _number(5, "%", "4.2", "D", "Load taken off when it was too heavy.", 1, 50)
    step_most: int = _number(10, "%", "4.2", "D", "Most by which a load grows at once, and in a week.", 1, 20)
    extra_reps: int = _number(3, "reps", "4.2", "D", "Repetitions over the range before a step that is too big.", 0, 10)
    first_load_percent: int = _number(
        3, "%", "4.2", "D", "Correction of a first load for each repetition in reserve over the target.", 0, 10
    )
    first_load_most: int = _number(20, "%", "4.2", "D", "Most by which a first load is raised.", 0, 50)
    far_below: Decimal = _number(
        Decimal("1.5"),
        "RPE",
        "4.2",
        "D",
        "Effort under the target from which the load grows by two steps.",
        Decimal("0.5"),
        5,
    )
    easy_rpe: Decimal = _number(
        Decimal(6), "RPE", "4.2", "D", "Highest effort at which a harder exercise may come.", Decimal(1), 10
    )
    misses: int = _number(
        3, "sessions", "4.2", "D", "Short sessions in a row before an easier exercise is offered.", 1, 10
    )
    # What a workout holds, as the grid checks it (0, 1.2, 3.3 and 5.2).
    minutes_low: int = _number(30, "minutes", "0", "D", "Shortest workout of an ordinary week.", 5, 120)
    minutes_low_lighter: int = _number(
        20, "minutes", "0", "D", "Shortest workout of a lighter week or race week.", 5, 120
    )
    minutes_high: int = _number(45, "minutes", "0", "D", "Longest workout that needs no reason.", 10, 240)
    exercises_low: int = _number(4, "exercises", "5.2", "D", "Fewest exercises of a workout.", 1, 20)
    exercises_high: int = _number(6, "exercises", "5.2", "D", "Most exercises of a workout.", 1, 20)
    plyometric_exercises: int = _number(2, "exercises", "3.3", "D", "Most plyometric exercises of a workout.", 0, 10)
    # Lighter weeks and gaps (4.3).
    gap_continue: int = _number(7, "days", "4.3", "D", "Days off after which training goes on as planned.", 1, 60)
    gap_repeat: int = _number(14, "days", "4.3", "D", "Days off up to which the last doses come again, lighter.", 1, 60)
    gap_back: int = _number(
        28, "days", "4.3", "D", "Days off up to which the phase begins again; after more, the program does.", 1, 120
    )
    gap_repeat_cut: int = _number(10, "%", "4.3", "D", "Load taken off after the shorter time off.", 0, 50)
    gap_back_cut: int = _number(
        20, "%", "4.3", "D", "Load taken off after the longer time off, and after a stop.", 0, 80
    )
    restart_load: int = _number(70, "%", "4.3", "D", "Most of the last load when the program begins again.", 10, 100)
    restart_sessions: int = _number(
        4, "sessions", "4.3", "D", "Sessions that stay easy once the program has begun again.", 0, 20
    )
    deload_reds: int = _number(
        2, "red sessions", "4.3", "D", "Red sessions in a week that make the next one lighter.", 1, 7
    )
    deload_rpe_rise: Decimal = _number(
        Decimal("1.5"),
        "RPE",
        "4.3",
        "D",
        "Rise of session effort at the same plan that makes the next week lighter.",
        Decimal("0.5"),
        5,
    )
    deload_sets_cut: int = _number(40, "%", "4.3", "D", "Sets left out in a lighter week.", 10, 60)
    deload_rpe: Decimal = _number(Decimal(6), "RPE", "4.3", "D", "Highest effort of a lighter week.", 1, 10)
    deload_contacts_cut: int = _number(50, "%", "4.3", "D", "Contacts left out in a lighter week.", 0, 90)
    # Heavy enough for running economy (1.2 and section 0).
    force_reps: int = _number(7, "reps", "1.2", "D", "Repetitions plus reserve up to which a set is heavy.", 5, 12)
    force_by_week: int = _number(10, "weeks", "1.2", "D", "Week by which a program holds a heavy set.", 1, 52)
    force_weeks: int = _number(3, "weeks", "1.2", "D", "Weeks with a heavy set that keep force.", 1, 12)
    force_window: int = _number(
        4, "weeks", "1.2", "D", "Weeks, lighter ones left out, among which those are counted.", 1, 12
    )
    light_rpe: Decimal = _number(
        Decimal(6), "RPE", "0", "D", "Effort up to which single-leg and hinge work is light.", 1, 10
    )
    light_weeks: int = _number(4, "weeks", "0", "D", "Weeks of light work only that call the therapist.", 1, 26)
    # Taper (1.2).
    taper_heavy_short: int = _number(4, "days", "1.2", "C", "Days without heavy legs before a 5K or 10K.", 1, 14)
    taper_heavy_half: int = _number(5, "days", "1.2", "C", "Days without heavy legs before a half marathon.", 1, 14)
    taper_nothing: int = _number(3, "days", "1.2", "C", "Days without any strength before a race.", 0, 7)
    taper_plyometrics: int = _number(4, "days", "1.2", "C", "Days without plyometrics before a race.", 1, 14)
    taper_days: int = _number(14, "days", "1.2", "C", "Days before a race on which the taper begins.", 1, 28)
    taper_sets_cut: int = _number(40, "%", "1.2", "D", "Sets left out in the taper.", 10, 80)
    floor_age: int = _number(60, "years", "1.2", "D", "Age from which more sets stay in a lighter week.", 40, 100)
    floor_sets: int = _number(
        2, "sets", "1.2", "D", "Sets of an exercise that stay in a lighter week from that age on.", 1, 5
    )
    primer_load_cut: int = _number(20, "%", "1.2", "D", "Load taken off in the one light session before a race.", 0, 60)
    # Placing strength days (7): the costs order choices, they measure nothing.
    hard_days_hard: int = _number(0, "yes 1, no 0", "7", "D", "Strength on the day of a hard run is welcome.", 0, 1)
    cost_same_day: int = _number(6, "points", "7", "D", "Cost of strength on the day of tempo or intervals.", 0, 20)
    cost_same_day_welcome: int = _number(
        3, "points", "7", "D", "Cost of strength on the day of a hard run, where that is welcome.", 0, 20
    )
    cost_before_intervals: int = _number(4, "points", "7", "D", "Cost of strength on the day before intervals.", 0, 20)
    cost_before_long: int = _number(4, "points", "7", "D", "Cost of strength on the day before the long run.", 0, 20)
    cost_before_tempo: int = _number(3, "points", "7", "D", "Cost of strength on the day before tempo.", 0, 20)
    cost_after_long: int = _number(2, "points", "7", "D", "Cost of strength on the day after the long run.", 0, 20)
    cost_after_long_jumping: int = _number(
        4, "points", "7", "D", "Cost of strength with plyometrics on the day after the long run.", 0, 20
    )
    cost_after_hard: int = _number(
        1, "points", "7", "D", "Cost of strength on the day after tempo or intervals.", 0, 20
    )
    cost_only_rest_day: int = _number(2, "points", "7", "D", "Cost of taking the only day of rest.", 0, 20)
    cost_shortest_gap: int = _number(
        1, "points", "7", "D", "Cost of only one day between the two strength days.", 0, 20
    )
    gain_preferred: int = _number(1, "points", "7", "D", "Taken off the cost where the athlete prefers the day.", 0, 20)
    clear_after_5k: int = _number(1, "days", "7", "C", "Days without strength after a 5K.", 0, 14)
    clear_after_10k: int = _number(2, "days", "7", "C", "Days without strength after a 10K.", 0, 14)
    clear_after_half: int = _number(4, "days", "7", "C", "Days without strength after a half marathon.", 0, 14)
    # What calls the therapist.
    missed_hours: int = _number(36, "hours", "2.3", "D", "Hours after a planned day without a log: missed.", 0, 168)
    silent_days: int = _number(7, "days", "2.3", "D", "Days with nothing at all: silent.", 1, 60)
    stalled_sessions: int = _number(
        3, "sessions", "4.2", "D", "Sessions with one exercise unchanged: it stands still.", 2, 20
    )
    barrier_times: int = _number(
        2, "times", "2.3", "D", "Times the same barrier is named before it is looked at together.", 2, 10
    )
    run_spike: int = _number(
        10, "%", "4.6", "F", "How much longer a run may be than the longest of thirty days.", 1, 200
    )


DEFAULTS = Thresholds()

#: The subjects of the table, each from its first number on.
GROUPS = {
    "pain_safe": _title("Pain"),
    "persistent_score": _title("Discomfort that stays"),
    "bone_spot": _title("Warning signs of a bone"),
    "phase_sessions": _title("The next phase"),
    "gate_weeks": _title("Before plyometrics"),
    "contacts_first_week": _title("Plyometric steps and contacts"),
    "heavy_sets": _title("Load, up and down"),
    "minutes_low": _title("What a workout holds"),
    "gap_continue": _title("Coming back after time off"),
    "deload_reds": _title("Lighter weeks"),
    "force_reps": _title("Heavy enough"),
    "taper_heavy_short": _title("Before a race"),
    "hard_days_hard": _title("Where strength days go"),
    "missed_hours": _title("What calls the therapist"),
}
#: The clinical basis, section by section.
SECTIONS = {
    "0": _title("What the clinic teaches"),
    "1.2": _title("The strength dose"),
    "2.2": _title("How pain is asked"),
    "2.3": _title("Pain zones"),
    "2.4": _title("Persistent discomfort"),
    "2.5": _title("Bone stress"),
    "2.7": _title("Phases"),
    "3.2": _title("The plyometric gate"),
    "3.3": _title("Plyometric steps"),
    "4.2": _title("Progression"),
    "4.3": _title("Lighter weeks and time off"),
    "4.6": _title("Running load"),
    "5.2": _title("The workout"),
    "7": _title("Placing strength days"),
}


@cache
def catalog() -> tuple[About, ...]:
    """Every number with what is known of it, in the table's order."""
    found = []
    group = ""
    for number in fields(Thresholds):
        group = GROUPS.get(number.name, group)
        about = About(code=number.name, group=group, default=getattr(DEFAULTS, number.name), **number.metadata)
        found.append(about)
    return tuple(found)


def about(code: str) -> About:
    """What is known of one number. Raises KeyError for a code that there is not."""
    return next(known for known in catalog() if known.code == code)


def with_values(values: Mapping[str, Decimal]) -> Thresholds:
    """The table with the clinic's own values put in; codes that are gone are passed over."""
    own: dict[str, Any] = {}
    for about in catalog():
        if about.code in values:
            own[about.code] = type(about.default)(values[about.code])
    return Thresholds(**own)
