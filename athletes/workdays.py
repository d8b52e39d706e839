"""Working days, Monday to Friday: how long somebody who asked for a call, or a decision, has waited.

The clinic promises a call within two working days; holidays are not known here. Source: the clinic's own [D].
"""

from __future__ import annotations

from datetime import date, timedelta

#: Working days within which the clinic calls back.
CALL_WITHIN = 2
#: Working days within which a therapist decides what the rules hold until then.
DECIDE_WITHIN = 2


def working_days_between(start: date, end: date) -> int:
    """Days from Monday to Friday after start, up to and with end; 0 where end is not after start."""
    weeks, rest = divmod(max(0, (end - start).days), 7)
    return weeks * 5 + sum((start + timedelta(days=day)).weekday() < 5 for day in range(1, rest + 1))


def is_overdue(asked_on: date, today: date) -> bool:
    """Whether the days within which the clinic calls are over: asked on Monday, it is on Thursday."""
    return working_days_between(asked_on, today) > CALL_WITHIN


def last_overdue_day(today: date) -> date:
    """The latest day on which a call can have been asked for that is overdue today."""
    day = today - timedelta(days=CALL_WITHIN + 1)
    while not is_overdue(day, today):
        day -= timedelta(days=1)
    return day
