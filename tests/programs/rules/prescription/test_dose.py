"""The shorthand of a dose: what it means, what it refuses and how it comes back."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs.rules.prescription.dose import DoseValue, Load, Span, parse, plain, print_dose
from programs.rules.prescription.errors import ShorthandError
from programs.rules.prescription.tempo import Tempo

from ..strategies import doses


def span(low, high=None):
    return Span(Decimal(low), Decimal(high or low))


REPS_8 = span("8")
TEMPO = Tempo("3-1-X-0")

READ = [
    ("3x8", DoseValue(3, reps=REPS_8)),
    ("3x8-10", DoseValue(3, reps=span("8", "10"))),
    ("3x8-8", DoseValue(3, reps=REPS_8)),
    ("3×8", DoseValue(3, reps=REPS_8)),
    ("3X8", DoseValue(3, reps=REPS_8)),
    ("3x8/side", DoseValue(3, reps=REPS_8)),
    ("  3x8   @7 ", DoseValue(3, reps=REPS_8, rpe=span("7"))),
    ("4x30s", DoseValue(4, seconds=30)),
    ("4x30s/side", DoseValue(4, seconds=30)),
    ("4X30S R45", DoseValue(4, seconds=30, rest_seconds=45)),
    ("1w+3x5 @8 r120", DoseValue(3, reps=span("5"), rpe=span("8"), rest_seconds=120, ramp_up_sets=1)),
    ("0w+3x5", DoseValue(3, reps=span("5"))),
    ("3x8 24kg", DoseValue(3, reps=REPS_8, load=Load(Decimal(24), "kg"))),
    ("3x8 24KG", DoseValue(3, reps=REPS_8, load=Load(Decimal(24), "kg"))),
    ("3x8 24,5kg", DoseValue(3, reps=REPS_8, load=Load(Decimal("24.5"), "kg"))),
    ("3x8 52.50lb", DoseValue(3, reps=REPS_8, load=Load(Decimal("52.5"), "lb"))),
    ("3x8 bw", DoseValue(3, reps=REPS_8, load=Load(Decimal(0)))),
    ("3x8 BW", DoseValue(3, reps=REPS_8, load=Load(Decimal(0)))),
    ("3x8 @7.5", DoseValue(3, reps=REPS_8, rpe=span("7.5"))),
    ("3x8 @6,5-7", DoseValue(3, reps=REPS_8, rpe=span("6.5", "7"))),
    ("3x8 3-1-x-0", DoseValue(3, reps=REPS_8, tempo=TEMPO)),
    ("3x8 Rebound", DoseValue(3, reps=REPS_8, tempo=Tempo("rebound"))),
    ("3x8 r0", DoseValue(3, reps=REPS_8, rest_seconds=0)),
    (
        "3x8-10 24kg @6-7 3-1-X-0 r90",
        DoseValue(3, span("8", "10"), None, Load(Decimal(24)), span("6", "7"), TEMPO, 90),
    ),
]


@pytest.mark.parametrize(("text", "dose"), READ, ids=[row[0] for row in READ])
def test_a_cell_reads_as_its_dose(text, dose):
    assert parse(text) == dose


@pytest.mark.parametrize(
    "text", ["20x1000 1000kg @1-10 99-99-99-99 r900", "5w+20x7200s 2204.62lb @10 hold r900", "1x1 0.01kg @1 0-0-0-0 r0"]
)
def test_the_outermost_values_come_back_as_typed(text):
    assert print_dose(parse(text)) == text


@pytest.mark.parametrize("text", ["", "   ", "-", " - "])
def test_an_empty_cell_is_no_dose(text):
    assert parse(text) is None


def test_no_dose_prints_as_a_dash():
    assert print_dose(None) == "-"


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("3x8-8", "3x8"),
        ("3X08", "3x8"),
        ("0w+3x8", "3x8"),
        ("1W+3×8 24,50KG @6,5-7 03-1-x-0 R090", "1w+3x8 24.5kg @6.5-7 3-1-X-0 r90"),
        ("3x8 100kg", "3x8 100kg"),
        ("3x8 0.05lb", "3x8 0.05lb"),
        ("3x8/side @7-7", "3x8 @7"),
    ],
)
def test_a_dose_prints_in_its_shortest_form(typed, printed):
    assert print_dose(parse(typed)) == printed


def test_the_side_is_printed_for_a_one_sided_exercise_only():
    assert print_dose(parse("3x8-10 @7"), is_unilateral=True) == "3x8-10/side @7"
    assert print_dose(parse("4x30s"), is_unilateral=True) == "4x30s/side"
    assert print_dose(parse("3x8/side", is_unilateral=True), is_unilateral=False) == "3x8"


SETS_HINT = "(sets x reps) or 4x30s (sets x seconds)"

REFUSED = [
    # the work itself
    ("3 by 8", "sets", "write 3x8"),
    ("3 x 8", "sets", "write 3x8"),
    ("3*10", "sets", "write 3x10"),
    ("eight", "sets", f"write 3x8 {SETS_HINT}"),
    ("3x", "sets", SETS_HINT),
    ("x8", "sets", SETS_HINT),
    ("3x8@7", "sets", SETS_HINT),
    ("3x8.5", "sets", SETS_HINT),
    ("3x-8", "sets", SETS_HINT),
    ("@7 3x8", "sets", SETS_HINT),
    ("- 3x8", "sets", "write 3x8"),
    ("0x8", "sets", "0 is outside 1 to 20"),
    ("21x8", "sets", "21 is outside 1 to 20"),
    ("3x0", "sets", "0 is outside 1 to 1000"),
    ("3x1001", "sets", "1001 is outside 1 to 1000"),
    ("3x8-1001", "sets", "1001 is outside 8 to 1000"),
    ("3x10-8", "sets", "8 is outside 10 to 1000"),
    ("6w+3x8", "sets", "6 is outside 0 to 5"),
    ("2x0s", "sets", "0 is outside 1 to 7200"),
    ("2x7201s", "sets", "7201 is outside 1 to 7200"),
    ("3x20-30s", "sets", "one number of seconds"),
    # load
    ("3x8 0kg", "load", "write bw"),
    ("3x8 kg", "load", "24kg, 52.5lb or bw"),
    ("3x8 -5kg", "load", "24kg, 52.5lb or bw"),
    ("3x8 24.555kg", "load", "24kg, 52.5lb or bw"),
    ("3x8 20-24kg", "load", "24kg, 52.5lb or bw"),
    ("3x8 1000.01kg", "load", "at most 1000 kg"),
    ("3x8 99999lb", "load", "at most 1000 kg"),
    ("3x8 24kg bw", "load", "once each and in this order"),
    ("3x8 @7 24kg", "load", "once each and in this order"),
    # effort
    ("3x8 @", "rpe", "@7, @6-7 or @7.5"),
    ("3x8 @7.3", "rpe", "@7, @6-7 or @7.5"),
    ("3x8 @hard", "rpe", "@7, @6-7 or @7.5"),
    ("3x8 @7-6", "rpe", "the lower figure first"),
    ("3x8 @0", "rpe", "from 1 to 10"),
    ("3x8 @0.5", "rpe", "from 1 to 10"),
    ("3x8 @10.5", "rpe", "from 1 to 10"),
    ("3x8 @7 @8", "rpe", "once each and in this order"),
    ("3x8 r90 @7", "rpe", "once each and in this order"),
    # tempo
    ("3x8 3-1-X", "tempo", "four parts like 3-1-X-0"),
    ("3x8 3-X-1-0", "tempo", "four parts like 3-1-X-0"),
    ("3x8 100-0-1-0", "tempo", "four parts like 3-1-X-0"),
    ("3x8 holding", "tempo", "hold, free, rebound, stick"),
    ("3x8 hold free", "tempo", "once each and in this order"),
    ("3x8 r90 3-1-X-0", "tempo", "once each and in this order"),
    # rest
    ("3x8 r90s", "rest", "seconds like r90"),
    ("3x8 r901", "rest", "901 is outside 0 to 900"),
    ("3x8 r90 r60", "rest", "once each and in this order"),
    # nothing that belongs here
    ("3x8 24", "text", "24kg, @6-7, 3-1-X-0 or r90"),
    ("3x8 24 kg", "text", "24kg, @6-7, 3-1-X-0 or r90"),
    ("3x8 rest90", "text", "24kg, @6-7, 3-1-X-0 or r90"),
    ("3x8 70%", "text", "24kg, @6-7, 3-1-X-0 or r90"),
    ("3x8 4x30s", "text", "24kg, @6-7, 3-1-X-0 or r90"),
]


@pytest.mark.parametrize(("text", "part", "hint"), REFUSED, ids=[row[0] for row in REFUSED])
def test_a_bad_token_is_named_with_what_to_write_instead(text, part, hint):
    with pytest.raises(ShorthandError) as refused:
        parse(text)
    assert refused.value.part == part
    assert hint in refused.value.hint
    assert refused.value.text in text
    assert str(refused.value) == f"“{refused.value.text}”: {refused.value.hint}"


def test_only_the_bad_token_is_quoted():
    with pytest.raises(ShorthandError) as refused:
        parse("3x8 24kg @11 r90")
    assert refused.value.text == "@11"


@pytest.mark.parametrize("text", ["3x8/side", "3x8-10/side @7", "4x30s/side"])
def test_a_side_is_refused_where_both_sides_work_at_once(text):
    with pytest.raises(ShorthandError, match="leave out /side") as refused:
        parse(text, is_unilateral=False)
    assert refused.value.part == "side"


@pytest.mark.parametrize("is_unilateral", [True, None])
@pytest.mark.parametrize("text", ["3x8/side", "3x8"])
def test_the_side_may_be_typed_or_left_out_for_a_one_sided_exercise(text, is_unilateral):
    assert parse(text, is_unilateral=is_unilateral) == DoseValue(3, reps=REPS_8)


@given(doses)
def test_every_dose_comes_back_from_its_own_shorthand(dose):
    assert parse(print_dose(dose)) == dose


@given(doses)
def test_every_dose_comes_back_from_its_one_sided_shorthand(dose):
    assert parse(print_dose(dose, is_unilateral=True), is_unilateral=True) == dose


@given(doses, st.sampled_from([str.upper, str.lower, lambda text: text.replace(".", ","), lambda text: f" {text} "]))
def test_another_way_of_typing_prints_the_same(dose, retyped):
    printed = print_dose(dose)
    assert print_dose(parse(retyped(printed))) == printed


PIECES = ["3", "24", "0", "x", "s", "-", "/side", " ", "kg", "lb", "bw", "@", ".5", ",", "r", "X", "hold", "w+"]


@given(st.lists(st.sampled_from(PIECES), max_size=9).map("".join))
def test_any_text_is_read_or_refused_and_never_breaks(text):
    try:
        dose = parse(f"3x8 {text}")
    except ShorthandError:
        return
    assert parse(print_dose(dose)) == dose


def test_pounds_come_back_as_pounds_after_being_kept_in_kilograms():
    quarters = [Decimal(quarter) / 4 for quarter in range(1, 4 * 500 + 1)]
    assert [lb for lb in quarters if Load.from_kg(Load(lb, "lb").kg, "lb") != Load(lb, "lb")] == []


def test_135_pounds_are_61_kilograms_and_135_pounds_again():
    stored = parse("3x5 135lb").load.kg
    assert stored == Decimal("61.2350")
    assert str(Load.from_kg(stored, "lb")) == "135lb"


@pytest.mark.parametrize(
    ("number", "printed"), [("24.50", "24.5"), ("1E+2", "100"), ("100", "100"), ("0.0", "0"), ("7.25", "7.25")]
)
def test_a_number_prints_without_zeros_at_its_end_or_an_exponent(number, printed):
    assert str(plain(Decimal(number))) == printed


def test_the_row_fills_in_tempo_and_rest_only_where_the_dose_has_none():
    row = {"tempo": Tempo("2-0-2-0"), "rest_seconds": 60}
    assert parse("3x8").with_defaults(**row) == parse("3x8 2-0-2-0 r60")
    assert parse("3x8 3-1-X-0 r0").with_defaults(**row) == parse("3x8 3-1-X-0 r0")
