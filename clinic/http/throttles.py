"""How often one person may do one thing: what is dear has a limit of its own, and every write has a wide one.

Counted in the cache, in windows that begin with the clock. Without a cache nothing is counted: pages go on, and what an
upload may cost is bounded anyway (``programs/uploads``). For those who are not signed in limits go by address
(``ACCOUNT_RATE_LIMITS``).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .away import is_away
from .problems import answer_problem, is_for_a_program

SAFE = {"GET", "HEAD", "OPTIONS"}
SECONDS = {"m": 60, "h": 3600, "d": 24 * 3600}
RATE = re.compile(r"(\d+)/(\d*)([mhd])")
#: What is counted by itself when it is written, by the name of its route. ``THROTTLES`` says how often.
WRITES = {
    "run_upload": "run_file",
    "run": "run",
    "runs": "run",
    "api_run": "run",
    "pain": "pain_report",
    "session_pain": "pain_report",
    "api_pain_report": "pain_report",
    "messages": "message",
    "admin:athletes_athlete_messages": "message",
    "admin:athletes_athlete_import": "import",
    "admin:programs_exercise_import": "import",
    "admin:programs_exercise_add": "picture",
    "admin:programs_exercise_change": "picture",
    "admin:programs_exercise_figure_preview": "live_check",
    "admin:programs_program_grid": "live_check",
}
#: And what is dear to be read.
READS = {
    "download": "export",
    "admin:athletes_athlete_record_file": "export",
    "admin:athletes_enrollment_handover_pdf": "export",
    "admin:programs_exercise_export": "export",
    "admin:programs_program_shorthand": "live_check",
    "admin:athletes_mail_preview": "live_check",
}


@dataclass(frozen=True, slots=True)
class Rate:
    """So many in so many seconds."""

    most: int
    seconds: int

    @classmethod
    def of(cls, text: str) -> Rate:
        """``10/5m`` is ten in five minutes; ``60/d`` sixty a day. Raises ValueError for anything else."""
        match = RATE.fullmatch(text)
        if match is None:
            raise ValueError(f"{text} is no rate such as 10/5m")
        most, count, unit = match.groups()
        return cls(int(most), int(count or 1) * SECONDS[unit])


class ThrottleMiddleware:
    """Answers 429, with when to come back, before the page is asked."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, named: Any) -> HttpResponse | None:
        match = request.resolver_match
        if match is None or not request.user.is_authenticated:
            return None
        wait = seconds_to_wait(scopes_of(match.view_name, str(request.method)), request.user.pk)
        return too_many(request, wait) if wait else None


def scopes_of(route: str, method: str) -> Iterator[str]:
    """What a request counts as: the route's own scope, and each write as one."""
    table = READS if method in SAFE else WRITES
    if route in table:
        yield table[route]
    if method not in SAFE:
        yield "write"


def seconds_to_wait(scopes: Iterable[str], user_id: int) -> int:
    """Count this request of the person; how many seconds until the next is taken, 0 where this one is."""
    now = int(timezone.now().timestamp())
    wait = 0
    for scope in scopes:
        for rate in map(Rate.of, settings.THROTTLES.get(scope, [])):
            window, gone = divmod(now, rate.seconds)
            if _counted(f"throttle/{scope}/{user_id}/{rate.seconds}/{window}", rate.seconds) > rate.most:
                wait = max(wait, rate.seconds - gone)
    return wait


def _counted(key: str, seconds: int) -> int:
    """The number of this request in its window; 0 where nothing can be counted."""
    try:
        cache.add(key, 0, timeout=seconds)
        return int(cache.incr(key))
    except ValueError:  # the window has just ended
        return 0
    except Exception as error:
        if is_away(error):
            return 0
        raise


def too_many(request: HttpRequest, wait: int) -> HttpResponse:
    """A program reads the seconds; a person reads when, and what was typed goes again by one tap."""
    words = _("That was too many tries. Try again in {when}.").format(when=_in_words(wait))
    if is_for_a_program(request):
        answer: HttpResponse = answer_problem(request, 429, words)
    else:
        answer = render(request, "429.html", {"words": words, "typed": _typed(request)}, status=429)
    answer.headers["Retry-After"] = str(wait)
    return answer


def _typed(request: HttpRequest) -> list[tuple[str, str]]:
    """Every field as it was sent, in its order; files have to be chosen again."""
    fields: list[tuple[str, str]] = []
    for name, values in request.POST.lists():
        if name != "csrfmiddlewaretoken":
            fields += [(name, value) for value in values]
    return fields


def _in_words(seconds: int) -> str:
    minutes = -(-seconds // 60)
    if seconds < 60:
        return ngettext("{count} second", "{count} seconds", seconds).format(count=seconds)
    if minutes < 100:
        return ngettext("{count} minute", "{count} minutes", minutes).format(count=minutes)
    hours = -(-minutes // 60)
    return ngettext("{count} hour", "{count} hours", hours).format(count=hours)
