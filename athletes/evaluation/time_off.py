"""Time without strength: how long it was for each row that is due, and whether the program has just begun again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Max

from athletes.models import Athlete
from programs.rules.returning import after_gap, gap_before, gaps_between, is_starting_again
from programs.rules.thresholds import Thresholds

from .recent_training import LOOK_BACK, DueDose, RecentTraining

#: Weeks whose first session is no later than this are full: no long time off ends with it.
FULL = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class TimeOff:
    """days -- the athlete's, on which a session of a program ended: of the last weeks, and where those are few the one
    before them; the earliest first
    """

    athlete: Athlete
    days: Sequence[date]
    numbers: Thresholds

    @classmethod
    def read(cls, training: RecentTraining, numbers: Thresholds) -> TimeOff:
        """One query more where a long time off may lie before the first of these sessions."""
        days = training.program_days
        if _may_begin_after_time_off(training, days, numbers):
            earlier = training.athlete.sessions.filter(enrollment__isnull=False)
            opened = [each.opened_at for each in training.begun if each.opened_at is not None]
            if opened:
                earlier = earlier.filter(finished_at__lt=min(opened))
            latest = earlier.aggregate(latest=Max("finished_at"))["latest"]
            if latest is not None:
                days = sorted({training.athlete.today(latest), *days})
        return cls(training.athlete, days, numbers)

    @property
    def has_begun_again(self) -> bool:
        """Whether a program began again in these weeks: what was not done since may have been done long ago."""
        return any(after_gap(gap, self.numbers).kind == "restart" for gap in gaps_between(self.days))

    def before(self, due: DueDose, last_done: date | None) -> int:
        """Days off that count for that dose. last_done -- the day on which its exercise was last done

        Prescribed after the last session, a program is the therapist's word on how to begin again with what is new.
        """
        days = list(self.days)
        prescribed = self._prescribed_on(due)
        if days and last_done is None and prescribed is not None and prescribed > days[-1]:
            days.append(prescribed)
        return gap_before(due.on, days, last_done, self.numbers)

    def is_starting_again(self, due: DueDose) -> bool:
        return is_starting_again(self.days, self._prescribed_on(due), self.numbers)

    def _prescribed_on(self, due: DueDose) -> date | None:
        enrollment = due.session.enrollment
        return None if enrollment is None else self.athlete.today(enrollment.prescribed_at)


def _may_begin_after_time_off(training: RecentTraining, days: Sequence[date], numbers: Thresholds) -> bool:
    """Not where these weeks are full, nor where the program was prescribed shortly before the first session."""
    enrollment = next((each.enrollment for each in training.begun), None)
    if not days or enrollment is None:
        return True
    first_day = training.today - LOOK_BACK
    prescribed_on = training.athlete.today(enrollment.prescribed_at)
    off_since = max(prescribed_on, first_day - timedelta(days=numbers.gap_back))
    return days[0] - first_day > FULL and after_gap((days[0] - off_since).days, numbers).kind == "restart"
