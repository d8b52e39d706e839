"""Muscles that are sore after training, which is not pain. Source: safety.md 3 [D].

Only a muscle is sore; a tendon, a joint or a bone hurts.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from ..thresholds import DEFAULTS, Thresholds

#: Calf, thigh, hamstring, and the buttock, which is named together with the hip.
MUSCLES = frozenset({"calf", "thigh", "hamstring", "hip"})


def is_soreness(
    region: str, score: int, *, is_one_spot: bool | None, is_sudden: bool = False, numbers: Thresholds = DEFAULTS
) -> bool:
    """Whether what was said of a place is soreness: a muscle, spread out, not much, and not all of a sudden.

    score -- 0 to 10; is_one_spot -- None where nobody asked, which is no soreness
    """
    is_spread_out = is_one_spot is False and not is_sudden
    return region in MUSCLES and is_spread_out and score <= numbers.soreness_most


def lasting_too_long(days: Iterable[date], numbers: Thresholds = DEFAULTS) -> set[date]:
    """Those of the sore days of one place on which soreness should have gone: then it is pain.

    Sore days belong together where no more days lie between them than soreness may last.
    """
    most = timedelta(days=numbers.soreness_days)
    too_long: set[date] = set()
    first = last = date.min
    for on in sorted(days):
        if on - last > most:
            first = on
        if on - first >= most:
            too_long.add(on)
        last = on
    return too_long
