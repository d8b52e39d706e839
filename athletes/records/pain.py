"""The one door of pain: every report goes through it, wherever it was said; and the words that answer it."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from athletes.evaluation.evaluate import evaluate
from athletes.models import Athlete, FlagKind, Moment, PainReport, Session
from athletes.problems import episodes
from athletes.problems.episodes import Finding
from athletes.problems.figures import UnplacedFigures
from athletes.training.pain_limits import limits_of
from programs.models import Condition, Exercise
from programs.rules.pain.screens import DEEP, NEAR_A_BONE
from programs.thresholds import clinic_thresholds

from .clock import when_done
from .merge import check_owner

#: The identity of what belongs to a day and to no session is made in here.
DAYS = uuid.UUID("7be2f7a6-6f0d-4a53-8a5a-3a9a0d2f9f10")


@transaction.atomic
def report_pain(
    *,
    athlete: Athlete,
    report_id: uuid.UUID,
    score: int,
    region: str,
    side: str,
    at: datetime,
    moment: str = Moment.DURING,
    session: Session | None = None,
    exercise: Exercise | None = None,
    is_one_spot: bool | None = None,
    is_sudden: bool = False,
    has_settled: bool | None = None,
    on: date | None = None,
    felt_at: datetime | None = None,
) -> PainReport:
    """Store pain 0-10 (a whole number) with region and side; the same report again replaces itself.

    A report carries no revision: an answer that comes later is the answer. Two places of one exercise are two reports;
    of one place the word stands that was said last, and it is what comes back.
    is_one_spot -- whether a finger covers it; None where that was not asked; is_sudden -- it came on suddenly
    has_settled -- of the morning after: whether a joint had calmed down within an hour; None where nobody asked
    on -- the day it is about, where that is not the day on which it was felt
    felt_at -- when it was said, by the phone's clock: a report that arrives the next morning is of the evening
    Raises NotTheirsError when the id belongs to somebody else's report.
    """
    former = _former(athlete, report_id)
    if on is None:
        on = athlete.today(when_done(felt_at, at)) if former is None else former.reported_on
    report = PainReport(
        id=report_id,
        athlete=athlete,
        session=session,
        exercise=exercise,
        region=region,
        side=side,
        score=score,
        moment=moment,
        is_one_spot=is_one_spot,
        is_sudden=is_sudden,
        has_settled=has_settled,
        reported_on=on,
        felt_at=felt_at,
        reported_at=at,
    )
    standing = _store(report, is_new=former is None)
    if standing is report:
        if moment != Moment.NEXT_MORNING:
            episodes.settle(flags=athlete.flags.open().filter(kind=FlagKind.UNPLACED), at=at)
        evaluate(athlete, at)
    return standing


def store_painless(*, session: Session, places: Iterable[tuple[str, str]], at: datetime) -> None:
    """The places (region, side) that did not hurt in a session; the rules are asked by who calls, once for all."""
    for region, side in places:
        identity = place_report_id(session, region, side)
        former = _former(session.athlete, identity)
        report = PainReport(
            id=identity,
            athlete=session.athlete,
            session=session,
            region=region,
            side=side,
            score=0,
            moment=Moment.DURING,
            reported_on=session.athlete.today(at) if former is None else former.reported_on,
            reported_at=at,
        )
        _store(report, is_new=former is None)


def _former(athlete: Athlete, report_id: uuid.UUID) -> PainReport | None:
    """What stands under that identity, locked; NotTheirsError where it is somebody else's."""
    former = PainReport.objects.select_for_update().filter(pk=report_id).first()
    check_owner(former, athlete)
    return former


def _store(report: PainReport, *, is_new: bool) -> PainReport:
    """The report that stands now: this one, or what was said later of the same."""
    earlier = _said_before_of_the_same(report)
    for other in earlier:
        if _said_at(other) > _said_at(report):
            return other
    earlier.delete()
    report.save(force_insert=is_new, force_update=not is_new)
    return report


def _said_at(report: PainReport) -> datetime:
    """By the phone's clock where that is believable: one that runs ahead does not outvote what is said later."""
    return when_done(report.felt_at, report.reported_at)


def _said_before_of_the_same(report: PainReport) -> QuerySet[PainReport]:
    """What was said of the same place while the same exercise of a session was done, in another report."""
    if report.session is None or report.exercise is None or report.moment != Moment.DURING:
        return PainReport.objects.none()
    same = PainReport.objects.filter(
        session=report.session,
        exercise=report.exercise,
        moment=report.moment,
        region=report.region,
        side=report.side,
    )
    return same.exclude(pk=report.pk)


@transaction.atomic
def hurt_somewhere(*, athlete: Athlete, how: str, on: date, at: datetime, exercise: str = "") -> None:
    """Something hurt, and nobody has said where: it is asked, nothing rises, and the therapist knows (safety.md 3).

    how -- swap, excuse or barrier; on -- the day that it is about; exercise -- by name, of a swap
    Nothing happens where pain of that day is known already.
    """
    told = athlete.pain_reports.filter(reported_on__gte=on).exclude(moment=Moment.NEXT_MORNING)
    if told.exists():
        return
    figures = UnplacedFigures(how=how, on=on, exercise=exercise)
    episodes.raise_flag(athlete=athlete, finding=Finding(FlagKind.UNPLACED, f"{how}:{on}", figures), at=at)
    evaluate(athlete, at)


def report_id(session: Session, exercise_slug: str, moment: str) -> uuid.UUID:
    """The report of an exercise of a session and a moment, where whoever asks has drawn no identity of its own."""
    return uuid.uuid5(session.pk, f"pain/{exercise_slug}/{moment}")


def day_id(athlete: Athlete, on: date) -> uuid.UUID:
    """What the reports of a day that belong to no session are named by; a phone without a connection does it too."""
    return uuid.uuid5(DAYS, f"{athlete.pk}/{on}")


def report_id_of_day(athlete: Athlete, on: date, region: str, side: str) -> uuid.UUID:
    """The report of pain that belongs to no session: one for each place and day."""
    return uuid.uuid5(day_id(athlete, on), f"{region}:{side}")


def morning_report_id(athlete: Athlete, on: date, region: str, side: str) -> uuid.UUID:
    """The answer of one morning after a run, about one place."""
    return uuid.uuid5(DAYS, f"{athlete.pk}/{on}/{region}:{side}/{Moment.NEXT_MORNING}")


def place_report_id(session: Session, region: str, side: str) -> uuid.UUID:
    """One report per watched place of a session: that it did not hurt."""
    return report_id(session, f"{region}:{side}", Moment.DURING)


@dataclass(frozen=True, slots=True)
class SignsRule:
    """From which score on pain asks for the warning signs: anywhere, in deep places, and near a bone in one spot.

    anywhere -- a bone stress injury is suspected: any pain does
    """

    score: int
    deep: list[str]
    near_a_bone: list[str]
    anywhere: bool


@dataclass(frozen=True, slots=True)
class Answers:
    """What the athlete reads after a score: by how far it lies from the limit of the place (ui.md 2.2).

    limit, safe -- scores, 0 to 10; up to safe is noted without more
    limits -- of the places that have another, "region:side"; any other place has the athlete's own
    signs -- what asks for the warning signs, for a phone without a connection
    """

    limit: int
    limits: dict[str, int]
    safe: int
    noted: str
    fine: str
    over: str
    signs: SignsRule

    def limit_at(self, region: str, side: str) -> int:
        return self.limits.get(f"{region}:{side}", self.limit)

    def to(self, score: int, region: str, side: str, *, asks_for_signs: bool) -> str:
        """asks_for_signs -- the warning signs come first: until they are answered nothing is fine to go on with"""
        if score > self.limit_at(region, side):
            return self.over
        if score > self.safe and not asks_for_signs:
            return self.fine
        return self.noted


def answers_for(athlete: Athlete) -> Answers:
    """The answers of this athlete; two queries."""
    limits, numbers = limits_of(athlete), clinic_thresholds()
    return Answers(
        limit=limits.own,
        limits=limits.spelled_out(),
        safe=numbers.pain_safe,
        noted=_("Noted."),
        fine=_("Fine to go on if it settles by tomorrow morning."),
        over=_("That is over your limit. Make it lighter, swap it or stop here. {therapist} will see this.").format(
            therapist=athlete.therapist.name
        ),
        signs=SignsRule(
            score=numbers.screen_score,
            deep=sorted(DEEP),
            near_a_bone=sorted(NEAR_A_BONE),
            anywhere=Condition.BONE_STRESS_SUSPECTED in athlete.conditions,
        ),
    )
