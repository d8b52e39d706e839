"""Programs that ended in the period, by how they ended."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from itertools import starmap

from django.db.models import Exists, Max, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from athletes.models import Enrollment, EnrollmentStatus, Session
from athletes.models.athletes import AthleteQuerySet
from programs.models import Week

from .period import ReportPeriod

#: How a program ended, the first that is true of it.
ENDINGS = {
    "to_the_end": _("Ran to its last week"),
    "replaced": _("Ended early, and another program began"),
    "early": _("Ended early, and no other program followed"),
}


@dataclass(frozen=True)
class EndedLine:
    reason: str
    count: int


def ended_lines(athletes: AthleteQuerySet, period: ReportPeriod, today: date) -> list[EndedLine]:
    """A line for each way to end. One query.

    A program whose days are over has ended, also where nobody has closed it.
    """
    weeks = Week.objects.filter(program=OuterRef("program")).order_by().values("program")
    last_week = Subquery(weeks.annotate(last=Max("number")).values("last"))
    of_last_week = Session.objects.filter(enrollment=OuterRef("pk"), week__number=OuterRef("last_week"))
    later = Enrollment.objects.filter(athlete=OuterRef("athlete"), prescribed_at__gt=OuterRef("prescribed_at"))
    ended = (
        Enrollment.objects.filter(athlete__in=athletes.values("pk"), ends_on__range=(period.first, period.last))
        .filter(Q(status=EnrollmentStatus.FINISHED) | Q(ends_on__lt=today))
        .annotate(last_week=last_week)
        .annotate(is_whole=Exists(of_last_week), is_followed=Exists(later))
        .order_by()
        .values_list("is_whole", "is_followed")
    )
    counts = Counter(starmap(_ending, ended))
    return [EndedLine(str(words), counts[code]) for code, words in ENDINGS.items()]


def _ending(is_whole: bool, is_followed: bool) -> str:
    if is_whole:
        return "to_the_end"
    return "replaced" if is_followed else "early"
