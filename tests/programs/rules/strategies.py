"""Every dose, tempo and exercise of a workout that the rules can meet, for the property tests."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import strategies as st

from programs.rules.prescription.coverage import REQUIRED_PATTERNS
from programs.rules.prescription.dose import DoseValue, Load, Span
from programs.rules.prescription.minutes import Item
from programs.rules.prescription.tempo import WORDS, Tempo

PATTERNS = (*REQUIRED_PATTERNS, "plyometric", "trunk")

tempo_figures = st.integers(0, 99).map(str)
tempos = st.sampled_from(WORDS).map(Tempo) | st.builds(
    lambda *parts: Tempo("-".join(parts)), tempo_figures, tempo_figures, st.just("X") | tempo_figures, tempo_figures
)


def spans(low, high, step=1):
    """Ranges within low to high, in parts of a whole: step 2 is halves."""
    ends = st.tuples(st.integers(low * step, high * step), st.integers(low * step, high * step)).map(sorted)
    return ends.map(lambda pair: Span(Decimal(pair[0]) / step, Decimal(pair[1]) / step))


def hundredths(high):
    return st.integers(1, high * 100).map(lambda amount: Decimal(amount) / 100)


loads = (
    st.just(Load(Decimal(0)))
    | hundredths(1000).map(lambda amount: Load(amount, "kg"))
    | hundredths(2204).map(lambda amount: Load(amount, "lb"))
)


def _doses(**work):
    return st.builds(
        DoseValue,
        sets=st.integers(1, 20),
        load=st.none() | loads,
        rpe=st.none() | spans(1, 10, step=2),
        tempo=st.none() | tempos,
        rest_seconds=st.none() | st.integers(0, 900),
        ramp_up_sets=st.integers(0, 5),
        **work,
    )


counted_doses = _doses(reps=spans(1, 1000))
timed_doses = _doses(seconds=st.integers(1, 7200))
doses = counted_doses | timed_doses
items = st.builds(
    Item,
    exercise=st.just("any-exercise"),
    pattern=st.sampled_from(PATTERNS),
    dose=doses,
    sides=st.sampled_from((1, 2)),
    contacts_per_rep=st.integers(0, 3),
    is_loaded=st.booleans(),
)
