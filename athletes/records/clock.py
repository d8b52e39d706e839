"""When something was done: phones say so, and are wrong about the time now and then.

What a phone says is kept as it was said; it counts where it is believable. What is logged in a basement in the evening
and sent the next morning was done in the evening.
"""

from __future__ import annotations

from datetime import datetime, timedelta

#: How far a phone's clock may be behind the server's, and ahead of it, to be believed.
TRUSTED_PAST, TRUSTED_FUTURE = timedelta(days=14), timedelta(hours=1)


def when_done(said: datetime | None, at: datetime) -> datetime:
    """When it was done: by the phone's clock where that is believable, else when it arrived.

    said -- by the phone, None where it says nothing; at -- when it arrived: nothing was done after that
    """
    if said is None or not at - TRUSTED_PAST <= said <= at + TRUSTED_FUTURE:
        return at
    return min(said, at)
