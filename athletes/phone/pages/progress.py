"""Progress: what was done, what was lifted, how it felt. Every chart has its table."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db.models import F, Max, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from athletes.localtime import monday_of
from athletes.models import Athlete, PainReport, Session, SessionStatus, SetLog, Side
from athletes.models.sessions import SessionQuerySet
from athletes.training.adherence import Adherence, adherence
from athletes.training.loads import in_unit
from athletes.training.pain_limits import limits_of
from programs.rules.prescription.dose import Load
from programs.translating import name_by_key

from ..charts import Chart, day_chart, day_name, day_names, steps_between
from .pain_line import PainLine, pain_line
from .volume import Volume, volume

#: Weeks that the page offers; the last is as far back as it looks.
PERIODS = (6, 12, 52)
#: A line needs three points.
ENOUGH = 3
#: How many weeks the squares show at most, and exercises the gaps between the sides.
SQUARES, GAPS = 12, 6


@dataclass(frozen=True)
class Lift:
    """The working load of one exercise, the heaviest set of each day in the athlete's own unit."""

    slug: str
    name: str
    days: list[tuple[date, Decimal]]
    unit: str

    @property
    def first(self) -> Decimal:
        return self.days[0][1]

    @property
    def last(self) -> Decimal:
        return self.days[-1][1]

    @property
    def chart(self) -> Chart:
        values, loads = [], []
        for on, load in self.days:
            values.append((on, float(load)))
            loads.append(float(load))
        levels = steps_between(min(loads), max(loads))
        label = _("{name}: {first} {unit} on {start}, {last} {unit} on {end}.").format(
            name=self.name, first=self.first, last=self.last, unit=self.unit, start=day_name(self.days[0][0]),
            end=day_name(self.days[-1][0]),
        )  # fmt: skip
        return day_chart(label, lines=[values], levels=levels, names=day_names(self.days))


@dataclass(frozen=True)
class SquareWeek:
    """One week's squares, a state for each session: done, partial, missed, excused or ahead.

    name -- the week's Monday where it is written beneath, else empty
    """

    monday: date
    states: list[str]
    name: str

    @property
    def done(self) -> int:
        return self.states.count("done") + self.states.count("partial")


@dataclass(frozen=True)
class SideGap:
    """Left beside right: load times repetitions of all one-sided sets, or repetitions where nothing was loaded."""

    name: str
    left: int
    right: int

    @property
    def percent(self) -> int:
        """How far the lower side is below the other."""
        return round(100 * (1 - min(self.left, self.right) / max(self.left, self.right)))

    @property
    def gap(self) -> str:
        side = _("left") if self.left < self.right else _("right")
        return _("{side} {percent}% less").format(side=side, percent=self.percent)


@dataclass(frozen=True)
class Period:
    """How far back the page may look."""

    weeks: int
    label: str
    is_shown: bool


@dataclass(frozen=True)
class ProgressPage:
    """sessions -- how many were completed; lifts -- what may be drawn instead of the lift that is."""

    periods: list[Period]
    weeks: int
    sessions: int
    eyebrow: str
    sentence: str
    lift: Lift | None
    lifts: list[Lift]
    pain: PainLine | None
    squares: list[SquareWeek]
    adherence: Adherence
    sides: list[SideGap]
    volume: Volume | None

    @property
    def has_enough(self) -> bool:
        return self.sessions >= ENOUGH

    @property
    def has_other_lifts(self) -> bool:
        return len(self.lifts) > 1

    @property
    def adherence_words(self) -> str:
        """“9 of 12 strength sessions, 1 partial, 2 excused”."""
        kept = self.adherence
        words = _("{done} of {planned} strength sessions").format(done=kept.done, planned=kept.planned)
        if kept.partial:
            words += ", " + _("{n} partial").format(n=kept.partial)
        if kept.excused:
            words += ", " + _("{n} excused").format(n=kept.excused)
        return words

    @property
    def adherence_note(self) -> str:
        """What the count leaves out, and what of it was partial, in sentences."""
        excused, partial = self.adherence.excused, self.adherence.partial
        sentences = [_("Done of planned, up to today.")]
        if excused:
            sentences = [ngettext("{n} excused is left out.", "{n} excused are left out.", excused).format(n=excused)]
        if partial:
            sentences.append(ngettext("{n} was partial.", "{n} were partial.", partial).format(n=partial))
        return " ".join(sentences)


def progress_page(athlete: Athlete, at: datetime, *, weeks: int = PERIODS[0], slug: str = "") -> ProgressPage:
    """What the last weeks show, in five queries whatever was logged.

    slug -- the exercise whose load is drawn; the one that was loaded on most days if empty or not found
    """
    today = athlete.today(at)
    since = monday_of(today) - timedelta(weeks=weeks - 1)
    sessions = list(_sessions(athlete, since, today))
    lifts = _lifts(athlete, since)
    lift = _chosen(lifts, slug)
    pain = _pain(athlete, since)
    counts = adherence(sessions, today)
    eyebrow, sentence = _sentence(lift, pain, counts)
    return ProgressPage(
        periods=_periods(weeks),
        weeks=weeks,
        sessions=_completed(sessions),
        eyebrow=eyebrow,
        sentence=sentence,
        lift=lift,
        lifts=lifts,
        pain=pain,
        squares=_squares(sessions, today),
        adherence=counts,
        sides=_sides(athlete, since),
        volume=volume(athlete, list(athlete.runs.kept().between(since, today)), sessions, today),
    )


def _sessions(athlete: Athlete, first: date, last: date) -> SessionQuerySet:
    """Without what was due in them: a document of some kilobytes each."""
    sessions = Session.objects.filter(athlete=athlete).between(first, last).order_by("planned_on")
    return sessions.only(
        "athlete_id", "enrollment_id", "planned_on", "status", "is_optional", "is_partial", "is_held", "excuse",
        "session_rpe", "minutes",
    )  # fmt: skip


def _completed(sessions: list[Session]) -> int:
    """How many of them; extra and optional ones count too, other than in the adherence."""
    completed = 0
    for session in sessions:
        if session.status == SessionStatus.COMPLETED:
            completed += 1
    return completed


def _periods(shown: int) -> list[Period]:
    *shorter, longest = PERIODS
    periods = []
    for weeks in shorter:
        periods.append(Period(weeks, _("{weeks} weeks").format(weeks=weeks), weeks == shown))
    periods.append(Period(longest, _("All"), longest == shown))
    return periods


def _chosen(lifts: list[Lift], slug: str) -> Lift | None:
    for lift in lifts:
        if lift.slug == slug:
            return lift
    if lifts:
        return lifts[0]
    return None


def _lifts(athlete: Athlete, since: date) -> list[Lift]:
    """Exercises with a line to draw, the one that was loaded on most days first."""
    rows = (
        SetLog.objects.kept()
        .filter(athlete=athlete, performed_on__gte=since, load_kg__gt=0)
        .values("exercise_id", "exercise__slug", "exercise__name", "performed_on")
        .annotate(top=Max("load_kg"))
        .order_by("performed_on")
    )
    days_of: dict[tuple[str, str], list[tuple[date, Decimal]]] = defaultdict(list)
    for row in rows:
        load = in_unit(Load.from_kg(row["top"], "kg"), athlete.unit).amount
        name = name_by_key(row["exercise_id"], row["exercise__name"])
        days_of[row["exercise__slug"], name].append((row["performed_on"], load))
    lifts = []
    for (slug, name), days in days_of.items():
        if len(days) >= ENOUGH:
            lifts.append(Lift(slug, name, days, athlete.unit))
    return sorted(lifts, key=lambda lift: (-len(lift.days), lift.name))


def _pain(athlete: Athlete, since: date) -> PainLine | None:
    """The place that was reported most often."""
    reports = list(PainReport.objects.filter(athlete=athlete, reported_on__gte=since).order_by("reported_on"))
    if not reports:
        return None
    ((place, _times),) = Counter(report.place for report in reports).most_common(1)
    here = [report for report in reports if report.place == place]
    return pain_line(here, limits_of(athlete).at(here[0].region, here[0].side))


def _squares(sessions: list[Session], today: date) -> list[SquareWeek]:
    """The last weeks; each of few has its day written beneath, else every third, counted from the last."""
    states_of: dict[date, list[str]] = defaultdict(list)
    for session in sessions:
        if session.enrollment_id and not session.is_optional:
            states_of[monday_of(session.planned_on)].append(_state(session, today))
    mondays = sorted(states_of)[-SQUARES:]
    weeks_per_name = 1
    if len(mondays) > PERIODS[0]:
        weeks_per_name = 3
    named = mondays[::-weeks_per_name]
    squares = []
    for monday in mondays:
        name = day_name(monday) if monday in named else ""
        squares.append(SquareWeek(monday, states_of[monday], name))
    return squares


def _state(session: Session, today: date) -> str:
    if session.status == SessionStatus.COMPLETED:
        return "partial" if session.is_partial else "done"
    if session.status == SessionStatus.SKIPPED and session.excuse:
        return "excused"
    return "ahead" if session.planned_on >= today else "missed"


def _sides(athlete: Athlete, since: date) -> list[SideGap]:
    """Exercises that were done on both sides and not alike, the widest gap first."""
    rows = (
        SetLog.objects.kept()
        .filter(athlete=athlete, performed_on__gte=since, side__in=(Side.LEFT, Side.RIGHT), reps__isnull=False)
        .values("exercise_id", "exercise__name", "side")
        .annotate(work=Sum(Coalesce(F("load_kg"), Decimal(1)) * F("reps")))
        .order_by("exercise__name")
    )
    work: dict[str, dict[str, int]] = defaultdict(dict)
    for row in rows:
        work[name_by_key(row["exercise_id"], row["exercise__name"])][row["side"]] = round(row["work"])
    gaps = []
    for name, sides in work.items():
        left, right = sides.get(Side.LEFT, 0), sides.get(Side.RIGHT, 0)
        if left and right:
            gap = SideGap(name, left, right)
            if gap.percent:
                gaps.append(gap)
    gaps.sort(key=lambda gap: -gap.percent)
    return gaps[:GAPS]


def _sentence(lift: Lift | None, pain: PainLine | None, counts: Adherence) -> tuple[str, str]:
    """An eyebrow and one true sentence, the first of these that the figures allow."""
    if lift is None or lift.last <= lift.first:
        done = _("{done} of {planned} strength sessions done.").format(done=counts.done, planned=counts.planned)
        return _("What you put in"), done
    heavier = _("{name}: {first} {unit} then, {last} {unit} now.").format(
        name=lift.name, first=lift.first, last=lift.last, unit=lift.unit
    )
    if pain is None or not pain.has_better_mornings:
        return _("Heavier than before"), heavier
    (_first_on, first), *_between, (_last_on, last) = pain.mornings
    better = _("Morning pain was {first}. Now it is {last}.").format(first=first, last=last)
    return _("Heavier than before"), f"{heavier} {better}"
