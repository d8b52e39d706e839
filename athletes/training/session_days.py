"""On which days the workouts of a program fall."""

from __future__ import annotations

from datetime import date, timedelta

from athletes.models import Enrollment


def day_of(enrollment: Enrollment, week_number: int, letter: str) -> date:
    """The date of a workout in a program week, counted from the start: a program week is seven days
    from its first strength day, and the optional top-up lies in the middle of the longer gap, at least
    two days from both.
    """
    first, second = enrollment.first_weekday, enrollment.second_weekday
    first_day = enrollment.starts_on + timedelta(days=(first - enrollment.starts_on.weekday()) % 7)
    days_to_second = (second - first) % 7
    days_after_second = 7 - days_to_second
    if days_to_second > days_after_second:
        days_to_top_up = days_to_second // 2
    else:
        days_to_top_up = days_to_second + days_after_second // 2
    days = {"A": 0, "B": days_to_second, "C": days_to_top_up}
    return first_day + timedelta(weeks=week_number - 1, days=days[letter])
