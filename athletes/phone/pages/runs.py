"""Runs: what was run, week by week, the mix of it and the longest, in words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from athletes.enrollment.schedule import usual_week
from athletes.localtime import monday_of
from athletes.models import Athlete, Run, RunKind
from athletes.records.run_files.questions import Question
from athletes.records.runs import distance_unit
from programs.dates import date_format
from programs.rules.distance import Distance, DistanceUnit
from programs.rules.load import LOOK_BACK_DAYS, LongestRun, longest_run
from programs.rules.variety import Variety, variety

from .check_in import place_reported_last

WEEKS = 12
#: How long a run can be edited or deleted here.
EDITABLE_DAYS = 14
#: Minutes that stand in the form before the first run of a kind.
USUAL_MINUTES = {RunKind.EASY: 30, RunKind.TEMPO: 30, RunKind.INTERVALS: 40, RunKind.LONG: 60}


@dataclass(frozen=True)
class KindChip:
    """One kind to choose. minutes -- what the last run of this kind took."""

    value: str
    label: str
    minutes: int


@dataclass(frozen=True)
class RunRow:
    """One run of the list. longest -- that it was longer than those before, in words, or empty."""

    run: Run
    longest: str
    is_editable: bool

    @property
    def title(self) -> str:
        return f"{self.run.get_kind_display()} · {self.run.amount}"

    @property
    def details(self) -> str:
        """“Monday · effort 4 · pain 2, Left knee”, as far as it was said."""
        words = [date_format(self.run.ran_on, "l")]
        if self.run.effort is not None:
            words.append(_("effort {score}").format(score=self.run.effort))
        if self.run.pain:
            words.append(_("pain {score}, {place}").format(score=self.run.pain.score, place=self.run.pain.place))
        return " · ".join(words)


@dataclass(frozen=True)
class AskedQuestion:
    """A question about a file on its page. chosen -- the answer so far; error -- why it is asked again"""

    question: Question
    chosen: str = ""
    error: str = ""

    @property
    def is_open(self) -> bool:
        return bool(self.error)


@dataclass(frozen=True)
class RunWeek:
    monday: date
    total: str
    mix: str
    runs: list[RunRow]


@dataclass(frozen=True)
class RunsPage:
    kinds: list[KindChip]
    unit: DistanceUnit
    weeks: list[RunWeek]
    last_region: str
    last_side: str


def runs_page(athlete: Athlete, at: datetime) -> RunsPage:
    """The last twelve weeks of runs, the latest first, in three queries whatever was run before."""
    today = athlete.today(at)
    since = monday_of(today) - timedelta(weeks=WEEKS - 1)
    found = list(athlete.runs.kept().filter(ran_on__gte=since - timedelta(days=LOOK_BACK_DAYS)).select_related("pain"))
    region, side = place_reported_last(athlete)
    return RunsPage(
        kinds=kind_chips(found, usual_week(athlete).get(today.weekday(), "")),
        unit=distance_unit(athlete),
        weeks=_weeks(athlete, found, since, today),
        last_region=region,
        last_side=side,
    )


def kind_chips(found: Sequence[Run] = (), usual: str = "") -> list[KindChip]:
    """The usual kind of this weekday first, then those used last."""
    last_minutes = _last_minutes(found)
    chips = []
    for kind in _kinds_in_order(found, usual):
        minutes = last_minutes.get(kind, USUAL_MINUTES[kind])
        chips.append(KindChip(kind.value, str(kind.label), minutes))
    return chips


def _kinds_in_order(found: Sequence[Run], usual: str) -> list[RunKind]:
    """Each kind that can be run, once."""
    used = [usual]
    used += _kinds_of(found)
    used += RunKind.values
    kinds: list[RunKind] = []
    for kind in used:
        if kind in USUAL_MINUTES and kind not in kinds:
            kinds.append(RunKind(kind))
    return kinds


def _kinds_of(runs: Iterable[Run]) -> list[str]:
    return [run.kind for run in runs]


def _last_minutes(found: Sequence[Run]) -> dict[str, int]:
    """By kind, what its last run with minutes took. found -- the latest first."""
    minutes: dict[str, int] = {}
    for run in found:
        if run.minutes and run.kind not in minutes:
            minutes[run.kind] = run.minutes
    return minutes


def _weeks(athlete: Athlete, found: Sequence[Run], since: date, today: date) -> list[RunWeek]:
    """found -- the latest first, and further back than is shown, so that the longest can be told."""
    runs_of: dict[date, list[Run]] = defaultdict(list)
    for run in found:
        if run.ran_on >= since:
            runs_of[monday_of(run.ran_on)].append(run)
    weeks = []
    for monday, runs in runs_of.items():
        rows = []
        for run in runs:
            rows.append(RunRow(run, longest_words(run, found), is_editable(run, athlete, today)))
        mix = variety(_kinds_of(runs))
        weeks.append(RunWeek(monday, total_words(runs, athlete), mix_words(mix), rows))
    return weeks


def is_editable(run: Run, athlete: Athlete, today: date) -> bool:
    """For fourteen days after the run, or after it was logged."""
    return (today - max(run.ran_on, athlete.today(run.received_at))).days <= EDITABLE_DAYS


# -- in words --------------------------------------------------------------------------------


def total_words(runs: Sequence[Run], athlete: Athlete) -> str:
    """“3 runs · 120 min · 24 km”, in the athlete's own unit."""
    parts = [ngettext("{n} run", "{n} runs", len(runs)).format(n=len(runs))]
    minutes, km = 0, Decimal(0)
    for run in runs:
        minutes += run.minutes or 0
        km += run.distance_km or 0
    if minutes:
        parts.append(_("{minutes} min").format(minutes=minutes))
    if km:
        parts.append(str(Distance.from_km(km, distance_unit(athlete), 1)))
    return " · ".join(parts)


def longest_words(run: Run, found: Sequence[Run]) -> str:
    """That a run is clearly longer than any of the 30 days before it; empty where it is not (clinical.md 4.6)."""
    compared = _beside_those_before(run, found)
    if compared is None or compared.band == "within":
        return ""
    if compared.band == "over_100":
        return _("This run is more than twice as long as any in the 30 days before it.")
    return _("This run is {percent}% longer than any in the 30 days before it.").format(percent=compared.percent)


def _beside_those_before(run: Run, found: Sequence[Run]) -> LongestRun | None:
    """By distance where the run and one before it have one, else by minutes."""
    first = run.ran_on - timedelta(days=LOOK_BACK_DAYS)
    distances, minutes = [], []
    for other in found:
        if not first <= other.ran_on < run.ran_on:
            continue
        if other.distance_km:
            distances.append(other.distance_km)
        if other.minutes:
            minutes.append(other.minutes)
    if run.distance_km and distances:
        return longest_run(run.distance_km, distances)
    return longest_run(run.minutes or 0, minutes)


_SLICES = {
    "easy": gettext_lazy("easy or long runs"),
    "tempo": gettext_lazy("tempo"),
    "intervals": gettext_lazy("intervals"),
}


def mix_words(mix: Variety) -> str:
    """The week's mix against variety; empty where there is none to speak of."""
    if mix.breadth in ("none", "single"):
        return ""
    if mix.breadth == "full":
        return _(
            "Tempo, intervals, and easy or long runs: each trains something different, and this week had all three."
        )
    missing = _(" and ").join([str(_SLICES[part]) for part in mix.missing])
    if mix.breadth == "narrow":
        said = _("All at one kind of pace, which trains a narrow slice. {missing} would each train something else.")
    else:
        said = _("Two kinds of pace, two things trained. The third would be {missing}.")
    return said.format(missing=missing)
