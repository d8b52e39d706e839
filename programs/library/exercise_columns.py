"""The columns of a table of exercises: their other names, and what an exercise gets that a file does not say."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from programs.imports.columns import TableColumn
from programs.models import Laterality, LoadType, Measure, Pattern

AMOUNT = "default_reps_or_seconds"
BY_PATTERN = _("what most exercises of the pattern have")
DRAFT = _("none: the exercise stays a draft until it is written")

COLUMNS = (
    TableColumn(
        name="name",
        label=_("Name"),
        synonyms=("exercise", "exercise name", "title", "movement", "drill"),
        is_required=True,
    ),
    TableColumn(
        name="pattern",
        label=_("Pattern"),
        synonyms=("movement pattern", "category", "type", "group", "exercise type", "muscle group"),
        is_required=True,
        constants=tuple(Pattern.choices),
    ),
    TableColumn(
        name="slug",
        label=_("Address"),
        synonyms=("id", "key", "code", "identifier", "exercise id"),
        if_empty=_("made from the name; a known name is found by it"),
    ),
    TableColumn(
        name="qualities",
        label=_("Qualities"),
        synonyms=("quality", "goal", "goals", "trains", "purpose"),
        if_empty=BY_PATTERN,
    ),
    TableColumn(
        name="laterality",
        label=_("Sides"),
        synonyms=("side", "unilateral or bilateral", "unilateral bilateral", "one or two sided"),
        if_empty=BY_PATTERN,
        constants=tuple(Laterality.choices),
    ),
    TableColumn(
        name="equipment",
        label=_("Equipment"),
        synonyms=("gear", "tools", "equipment needed", "needs", "kit"),
        if_empty=_("none needed"),
    ),
    TableColumn(
        name="level", label=_("Level"), synonyms=("difficulty", "grade", "tier", "stage"), if_empty=BY_PATTERN
    ),
    TableColumn(name="default_sets", label=_("Sets"), synonyms=("set", "number of sets"), if_empty=BY_PATTERN),
    TableColumn(
        name=AMOUNT,
        label=_("Repetitions or seconds"),
        synonyms=(
            "reps", "repetitions", "rep", "default reps", "reps or seconds", "amount", "duration", "time", "hold",
            "seconds", "steps",
        ),
        if_empty=BY_PATTERN,
    ),
    TableColumn(
        name="measure",
        label=_("Counted in"),
        synonyms=("unit", "units", "counted", "reps or time"),
        if_empty=_("seconds where the number ends in s, else repetitions"),
        constants=tuple(Measure.choices),
    ),
    TableColumn(
        name="default_tempo", label=_("Tempo"), synonyms=("speed", "cadence", "rhythm"), if_empty=BY_PATTERN
    ),
    TableColumn(
        name="default_rest_s",
        label=_("Rest (seconds)"),
        synonyms=("rest", "rest s", "rest sec", "rest seconds", "default rest", "pause", "break"),
        if_empty=BY_PATTERN,
    ),
    TableColumn(
        name="regression_slug",
        label=_("Easier neighbor"),
        synonyms=("regression", "easier", "easier exercise", "easier version", "regress to"),
        if_empty=_("none"),
    ),
    TableColumn(
        name="progression_slug",
        label=_("Harder neighbor"),
        synonyms=("progression", "harder", "harder exercise", "harder version", "progress to"),
        if_empty=_("none"),
    ),
    TableColumn(
        name="contacts_per_rep",
        label=_("Contacts per repetition"),
        synonyms=("contacts", "ground contacts", "foot contacts"),
        if_empty=_("1 for plyometrics, none for others"),
    ),
    TableColumn(
        name="short_cue",
        label=_("Short cue"),
        synonyms=("cue", "main cue", "key cue", "coaching cue"),
        if_empty=DRAFT,
    ),
    TableColumn(
        name="setup_cue",
        label=_("Set-up"),
        synonyms=("setup", "start", "starting position", "start position", "position"),
        if_empty=DRAFT,
    ),
    TableColumn(
        name="execution_cue",
        label=_("Execution"),
        synonyms=("description", "instructions", "instruction", "how to", "how", "movement description"),
        if_empty=DRAFT,
    ),
    TableColumn(
        name="common_fault",
        label=_("Common fault"),
        synonyms=("fault", "faults", "common faults", "mistake", "mistakes", "common mistake", "common mistakes"),
        if_empty=DRAFT,
    ),
    TableColumn(
        name="load_type",
        label=_("Loaded with"),
        synonyms=("load", "resistance", "loading", "weight type"),
        if_empty=BY_PATTERN,
        constants=tuple(LoadType.choices),
    ),
    TableColumn(
        name="load_step_kg",
        label=_("Smallest step (kg)"),
        synonyms=("load step", "step", "increment", "load increment", "step kg"),
        if_empty=_("none"),
    ),
)  # fmt: skip
LABELS = {column.name: column.label for column in COLUMNS}


@dataclass(frozen=True, slots=True)
class PatternDefaults:
    """What most shipped exercises of a pattern have, rounded to what one would type."""

    qualities: str
    laterality: str
    amount: int
    tempo: str
    rest_seconds: int
    level: int = 3
    sets: int = 3
    load_type: str = LoadType.BODYWEIGHT
    contacts: int | None = None


ONE_SIDE, BOTH_SIDES = Laterality.UNILATERAL, Laterality.BILATERAL
DEFAULTS = {
    Pattern.SINGLE_LEG: PatternDefaults("force;stability", ONE_SIDE, 8, "3-1-1-0", 60),
    Pattern.HIP_HINGE: PatternDefaults("force", BOTH_SIDES, 8, "3-1-1-0", 75),
    Pattern.CALF_ACHILLES: PatternDefaults("tissue;force", ONE_SIDE, 12, "3-0-2-1", 60),
    Pattern.LATERAL_HIP: PatternDefaults("stability;force", ONE_SIDE, 12, "2-0-1-1", 45),
    Pattern.PLYOMETRIC: PatternDefaults("power;tissue", ONE_SIDE, 5, "rebound", 90, contacts=1),
    Pattern.TRUNK: PatternDefaults("stability", ONE_SIDE, 8, "2-1-2-0", 45, level=2),
    Pattern.FOOT_ANKLE: PatternDefaults("stability", ONE_SIDE, 15, "3-0-1-1", 30, level=2, load_type=LoadType.NONE),
    Pattern.BILATERAL_SQUAT: PatternDefaults("force", BOTH_SIDES, 10, "3-1-1-0", 60, level=1),
    Pattern.MOBILITY: PatternDefaults("tissue", ONE_SIDE, 10, "2-1-2-0", 15, 1, 2, LoadType.NONE),
    Pattern.UPPER_BODY: PatternDefaults("force", BOTH_SIDES, 8, "2-0-1-0", 60, level=2),
}
#: Other words for a choice, by what they say.
PATTERN_WORDS = {
    "hinge": Pattern.HIP_HINGE, "deadlift": Pattern.HIP_HINGE, "posteriorchain": Pattern.HIP_HINGE,
    "calf": Pattern.CALF_ACHILLES, "calves": Pattern.CALF_ACHILLES, "achilles": Pattern.CALF_ACHILLES,
    "calfraise": Pattern.CALF_ACHILLES, "glutes": Pattern.LATERAL_HIP,
    "hipabduction": Pattern.LATERAL_HIP, "plyo": Pattern.PLYOMETRIC, "plyos": Pattern.PLYOMETRIC,
    "plyometrics": Pattern.PLYOMETRIC, "jump": Pattern.PLYOMETRIC, "jumps": Pattern.PLYOMETRIC,
    "jumping": Pattern.PLYOMETRIC, "core": Pattern.TRUNK, "foot": Pattern.FOOT_ANKLE,
    "ankle": Pattern.FOOT_ANKLE, "squat": Pattern.BILATERAL_SQUAT,
    "lunge": Pattern.SINGLE_LEG, "singlelegsquat": Pattern.SINGLE_LEG,
    "stretch": Pattern.MOBILITY, "stretching": Pattern.MOBILITY, "flexibility": Pattern.MOBILITY,
    "upper": Pattern.UPPER_BODY,
}  # fmt: skip
LATERALITY_WORDS = {
    "single": ONE_SIDE, "oneside": ONE_SIDE, "onesided": ONE_SIDE, "perside": ONE_SIDE, "each": ONE_SIDE,
    "eachside": ONE_SIDE, "singleside": ONE_SIDE, "singleleg": ONE_SIDE, "both": BOTH_SIDES, "double": BOTH_SIDES,
    "bothsides": BOTH_SIDES, "twosided": BOTH_SIDES, "bothlegs": BOTH_SIDES,
}  # fmt: skip
MEASURE_WORDS = {
    "rep": Measure.REPS, "repetition": Measure.REPS, "s": Measure.SECONDS, "sec": Measure.SECONDS,
    "secs": Measure.SECONDS, "second": Measure.SECONDS, "time": Measure.SECONDS, "step": Measure.STEPS,
}  # fmt: skip
LOAD_WORDS = {
    "bw": LoadType.BODYWEIGHT, "body": LoadType.BODYWEIGHT, "db": LoadType.DUMBBELL, "dumbbells": LoadType.DUMBBELL,
    "kb": LoadType.KETTLEBELL, "kettlebells": LoadType.KETTLEBELL, "bb": LoadType.BARBELL, "bar": LoadType.BARBELL,
    "trapbar": LoadType.BARBELL, "cable": LoadType.MACHINE, "bands": LoadType.BAND, "no": LoadType.NONE,
}  # fmt: skip
