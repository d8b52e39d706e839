"""Random training lives through the rules alone: one place, one lift, and whatever an athlete answers (safety.md 7).

``make random-lives`` tries 20,000 of them.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from programs.rules.advice import CUTS, Advice, AdviceReason, Change, DoneSet, Performance
from programs.rules.governor import RowFacts, govern
from programs.rules.pain.levels import Level, RatedDay, episode_of, level_of
from programs.rules.pain.zones import Reading, Zone, baseline, is_rising, settles, zone
from programs.rules.prescription.dose import DoseValue, Load, Span, parse
from programs.rules.progression import advise

DUE = parse("3x8-10 @6-7 3-1-1-0")
STEP = Decimal("2.5")
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Answers:
    """What an athlete does and says of one session. days -- since the one before; None is no answer

    done -- how many of the sets that are due; amount -- repetitions over or under the low end
    """

    days: int
    during: int | None
    morning: int | None
    effort: Decimal | None
    done: int
    amount: int


#: The best that an athlete can do and say.
IDEAL = Answers(days=3, during=0, morning=0, effort=Decimal("6.5"), done=9, amount=9)

scores = st.one_of(st.none(), st.integers(0, 3), st.integers(0, 10))
efforts = st.one_of(st.none(), st.integers(10, 20).map(lambda halves: Decimal(halves) / 2))
answers = st.builds(
    Answers,
    days=st.one_of(st.integers(2, 5), st.integers(2, 45)),
    during=scores,
    morning=scores,
    effort=efforts,
    done=st.integers(1, 4),
    amount=st.integers(-3, 4),
)
tissues = st.sampled_from(["tendon", "joint", "unknown"])


@dataclass
class Life:
    """One row of a plan, one place that it loads, and what became of both."""

    tissue: str
    regression: str = ""
    on: date = date(2026, 1, 5)
    history: list[Performance] = field(default_factory=list)
    readings: list[tuple[Reading, int | None, bool]] = field(default_factory=list)

    # -- what is known ---------------------------------------------------------------------------

    def days(self) -> list[RatedDay]:
        """Each day with its zone, as the records are rated."""
        rated: list[RatedDay] = []
        mornings: list[int] = []
        usual_mornings: list[int] = []
        for reading, morning, is_exposed in self.readings:
            mornings += [] if morning is None else [morning]
            usual = baseline(usual_mornings, 0)
            has_settled = self.tissue == "tendon" and settles(morning, usual, mornings)
            found = zone(replace(reading, next_morning=morning), self.tissue, usual, has_settled=has_settled)
            if found < Zone.RED and morning is not None:
                usual_mornings.append(morning)
            is_answered = reading.during is not None and morning is not None
            rated.append(RatedDay(reading.on, found, reading.during, is_answered, is_exposed))
        return rated

    def mornings(self) -> dict[date, int]:
        found = {}
        for reading, morning, _is_exposed in self.readings:
            if morning is not None:
                found[reading.on + ONE_DAY] = morning
        return found

    def facts(self) -> RowFacts:
        days = self.days()
        episode = episode_of(days)
        return RowFacts(
            due=DUE,
            history=self.history,
            step=STEP,
            level=level_of(days, self.on, is_rising=is_rising(self.mornings(), self.on)),
            hurt_since=episode.since if episode else None,
            regression=self.regression,
            gap_days=(self.on - self.readings[-1][0].on).days if self.readings else 0,
        )

    # -- what happens ----------------------------------------------------------------------------

    def advice(self) -> Advice:
        """What the rules make of the next session, every step accepted."""
        facts = self.facts()
        return govern(facts) or advise(self.history, step=STEP, due=DUE, may_rise=facts.may_rise())

    def due(self) -> DoseValue | None:
        """The dose that is offered; None where the row is left out or another exercise comes."""
        advice = self.advice()
        if advice.change in (Change.LEAVE_OUT, Change.INSTEAD):
            return None
        dose = advice.dose or DUE
        load = advice.load if advice.dose is None else dose.load
        last = self.history[0].load if self.history else Load(Decimal(40))
        reps = dose.reps
        if advice.change is Change.MORE_REPS and advice.reps:
            reps = Span(Decimal(max(8, advice.reps)), Decimal(max(10, advice.reps)))
        return replace(dose, load=load or last, reps=reps)

    def live(self, said: Answers) -> None:
        """One more session, as it is offered on its day, and what is said of it."""
        self.on += timedelta(days=said.days)
        advice, dose = self.advice(), self.due()
        is_exposed = advice.change is not Change.LEAVE_OUT
        if dose is not None:
            done = min(said.done, dose.sets)
            is_exposed = 2 * done >= dose.sets
            amount = max(1, min(int(dose.reps.low) + said.amount, int(dose.reps.high)))
            sets = [DoneSet(amount)] * (done - 1) + [DoneSet(amount, said.effort)]
            cut = advice.reason in CUTS
            self.history.insert(0, Performance(self.on, replace(dose, load=None), tuple(sets), dose.load, is_cut=cut))
        self.readings.append((Reading(self.on, said.during), said.morning, is_exposed))


lives = st.builds(Life, tissue=tissues, regression=st.sampled_from(["", "box-squat"]))
ways = st.lists(answers, min_size=1, max_size=16)


def kg(load: Load | None) -> Decimal:
    return load.kg if load else Decimal(0)


# -- down and hold -----------------------------------------------------------------------------


@given(lives, ways)
def test_what_loads_a_place_that_is_not_clear_never_rises(life, way):
    for said in way:
        life.live(said)
        coming = replace_day(life, 3)
        dose = coming.due()
        if coming.facts().level is Level.CLEAR or dose is None or not life.history:
            continue
        last = life.history[0]
        assert dose.sets <= last.dose.sets
        assert kg(dose.load) <= kg(last.load)
        assert dose.reps.high <= max(last.dose.reps.high, DUE.reps.high)


@given(lives, ways)
def test_red_takes_at_most_a_fifth_off_and_cuts_do_not_add_up(life, way):
    for said in way:
        life.live(said)
        coming = replace_day(life, 3)
        facts, dose = coming.facts(), coming.due()
        if facts.level is not Level.RED or dose is None:
            continue
        before = [done for done in life.history if done.on <= facts.hurt_since] or life.history[-1:]
        least = min(kg(before[0].load), kg(life.history[0].load))
        assert kg(dose.load) >= least * Decimal("0.8")


@given(lives, ways)
def test_what_came_down_by_itself_comes_back_by_a_tenth_a_week_at_most(life, way):
    for said in way:
        life.live(said)
        coming = replace_day(life, 3)
        advice, dose = coming.advice(), coming.due()
        if dose is None or not life.history or not life.history[0].is_cut:
            continue
        if advice.reason in (AdviceReason.FIRST_LOAD, AdviceReason.STEP_TOO_BIG):
            continue  # the search for a load, and the one step that a small dumbbell has
        recent = [kg(done.load) for done in life.history if (life.history[0].on - done.on).days < 7]
        assert kg(dose.load) <= max(kg(life.history[0].load), min(recent) * Decimal("1.1"))


# -- silence, and the way up ---------------------------------------------------------------------


@given(lives, ways)
def test_a_missing_answer_never_raises_anything(life, way):
    for said in way:
        life.live(replace(said, effort=None))
        dose = replace_day(life, 3).due()
        if dose is None or not life.history:
            continue
        assert kg(dose.load) <= kg(life.history[0].load)
        assert dose.reps.high <= DUE.reps.high


@given(lives, ways)
def test_silence_never_ends_red(life, way):
    for said in way:
        life.live(said)
        if episode_of(life.days()) is not None:
            life.live(replace(said, during=None, morning=None))
            assert episode_of(life.days()) is not None


@given(lives, ways)
def test_from_every_down_the_way_up_is_reached_by_what_an_athlete_can_answer(life, way):
    for said in way:
        life.live(said)
    best = []
    for _session in range(24):
        life.live(IDEAL)
        best.append(life.facts().level)
        if best[-1] is Level.CLEAR and life.advice().is_raise:
            return
    raise AssertionError(f"after 24 good sessions nothing rises: {best[-3:]}, {life.advice()}")


def replace_day(life: Life, days: int) -> Life:
    """The same life, so many days later: what is offered then."""
    return replace(life, on=life.on + timedelta(days=days))
