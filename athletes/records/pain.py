"""The verb that records pain, and the words that answer it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from athletes.evaluation.evaluate import evaluate
from athletes.models import Athlete, Moment, PainReport, Session
from athletes.training.pain_limits import limits_of
from programs.models import Exercise
from programs.thresholds import clinic_thresholds

from .merge import check_owner


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
    on: date | None = None,
    is_history: bool = False,
) -> PainReport:
    """Store pain 0-10 (a whole number) with region and side; the same report again replaces itself.

    A report carries no revision: an answer that comes later is the answer.
    is_one_spot -- whether a finger covers it; None where that was not asked
    on -- the day it is about, where that is not the day of the report
    is_history -- a former log that is brought in: the rules look once, at what comes last
    Raises NotTheirsError when the id belongs to somebody else's report.
    """
    former = PainReport.objects.select_for_update().filter(pk=report_id).first()
    check_owner(former, athlete)
    if on is None:
        on = athlete.today(at) if former is None else former.reported_on
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
        reported_on=on,
        reported_at=at,
    )
    report.save(force_insert=former is None, force_update=former is not None)
    if is_history:
        return report
    evaluate(athlete, at)
    return report


def report_id(session: Session, exercise_slug: str, moment: str) -> uuid.UUID:
    """One report per exercise of a session and moment: a second answer replaces the first."""
    return uuid.uuid5(session.pk, f"pain/{exercise_slug}/{moment}")


def place_report_id(session: Session, region: str, side: str) -> uuid.UUID:
    """One report per watched place of a session: that it did not hurt."""
    return report_id(session, f"{region}:{side}", Moment.DURING)


@dataclass(frozen=True, slots=True)
class Answers:
    """What the athlete reads after a score: by how far it lies from the limit of the place (ui.md 2.2).

    limit, safe -- scores, 0 to 10; up to safe is noted without more
    limits -- of the places that have another, "region:side"; any other place has the athlete's own
    """

    limit: int
    limits: dict[str, int]
    safe: int
    noted: str
    fine: str
    over: str

    def limit_at(self, region: str, side: str) -> int:
        return self.limits.get(f"{region}:{side}", self.limit)

    def to(self, score: int, region: str, side: str) -> str:
        if score > self.limit_at(region, side):
            return self.over
        if score > self.safe:
            return self.fine
        return self.noted


def answers_for(athlete: Athlete) -> Answers:
    """The answers of this athlete; two queries."""
    limits = limits_of(athlete)
    return Answers(
        limit=limits.own,
        limits=limits.spelled_out(),
        safe=clinic_thresholds().pain_safe,
        noted=_("Noted."),
        fine=_("Fine to go on if it settles by tomorrow morning."),
        over=_("That is over your limit. Lighten it, swap it or stop here. {therapist} sees this.").format(
            therapist=athlete.therapist.name
        ),
    )
