"""What the pages, the calendar and the mails say about one athlete's day, and where two of them disagree.

Everything is read as it is sent: HTML, JSON, iCalendar, the text of a mail. Whoever adds a place that speaks of today
reads it here too.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from html import unescape
from urllib.parse import urlsplit

from django.test import Client
from icalendar import Calendar

from athletes.mail.compose import compose
from athletes.mail.eligibility import eligible, skip_reason
from athletes.mail.links import calendar_link
from athletes.models import Athlete, Mail, MailKind
from athletes.training.target import Target
from athletes.wording.doses import dose_words
from tests.seen import shown

_SESSION = re.compile(r"/session/([0-9a-f-]{36})/")
_TAGS = re.compile(r"<[^>]+>")
RUN_DUE = re.compile(r"(run|Intervals) (due|today)")
QUIET_DAYS = (
    "Done for today", "No strength", "No training", "Paused", "Race day", "Recover first", "Rest day", "Run day",
)  # fmt: skip
STRENGTH_DAYS = ("Strength day", "A lighter strength day", "Welcome back", "Almost done")


@dataclass(frozen=True)
class Today:
    """What Today says. offered -- the session of its main button; doses -- each exercise with its dose, in words

    follows -- the session of “Next”; minutes -- of the offered session; runs -- whether it asks for a run
    """

    heading: str
    offered: str
    follows: str
    doses: list[str]
    minutes: int | None
    runs: bool
    is_stopped: bool
    asks_signs: bool
    strip: str

    @property
    def first(self) -> str:
        """The session to do, else the one that comes."""
        return self.offered or self.follows


@dataclass(frozen=True)
class Elsewhere:
    """What is said in other places. Sessions by id; doses in words, None where the session does not open.

    is_program_today, program_next -- whether the card of the program's page says “Today”, and the session that it shows
    calendar -- sessions of today and later, by day; earlier -- those before
    mails -- the session that each mail starts, and its minutes
    """

    page_doses: list[str] | None
    is_program_today: bool
    program_next: str
    program_doses: list[str]
    api: list[str]
    api_doses: list[str]
    calendar: dict[str, date]
    earlier: set[str]
    mails: dict[str, tuple[str, int | None]]


def read_day(client: Client, athlete: Athlete, at: datetime) -> tuple[Today, Elsewhere]:
    """client -- signed in as the athlete; at -- now"""
    today = _today(client)
    page = _page(client, "/program/")
    program_card = _between(page, 'aria-labelledby="next"', "</section>")
    document = client.get("/api/v1/program/")
    events = _calendar(client, athlete)
    coming = document.json()["next"] if document.status_code == 200 else []
    elsewhere = Elsewhere(
        page_doses=_session_doses(client, today.offered) if today.offered else None,
        is_program_today="Today:" in _text(program_card),
        program_next=_first_session(program_card),
        program_doses=_listed(program_card),
        api=[each["id"] for each in coming],
        api_doses=[_words(each) for each in coming[0]["targets"]] if coming else [],
        calendar={session: day for session, day in events.items() if day >= athlete.today(at)},
        earlier={session for session, day in events.items() if day < athlete.today(at)},
        mails=dict(_mails(athlete, at)),
    )
    return today, elsewhere


def contradictions(today: Today, elsewhere: Elsewhere, on: date) -> Iterator[str]:
    """One line for each pair of places that do not say the same of that day."""
    yield from _own_contradictions(today)
    yield from _session_contradictions(today, elsewhere)
    yield from _calendar_contradictions(today, elsewhere, on)
    if today.heading.startswith("Race day"):
        return  # it speaks of nothing but the race
    yield from _program_contradictions(today, elsewhere)
    yield from _api_contradictions(today, elsewhere)
    yield from _mail_contradictions(today, elsewhere)


def _own_contradictions(today: Today) -> Iterator[str]:
    """Heading, button and week of Today itself."""
    if today.offered and today.heading.startswith(QUIET_DAYS):
        yield f"“{today.heading}” stands above a session to do"
    if not today.offered and today.heading.startswith(STRENGTH_DAYS):
        yield f"“{today.heading}” stands above no session"
    if today.runs != today.heading.startswith("Run day"):
        yield f"“{today.heading}” and the run on the card do not agree"
    if today.is_stopped and today.strip:
        yield "training is stopped, and the week is shown"
    if today.asks_signs and (today.runs or RUN_DUE.search(today.strip)):
        yield f"the warning signs wait for an answer, and a run is due: {today.strip}"


def _session_contradictions(today: Today, elsewhere: Elsewhere) -> Iterator[str]:
    if today.doses and elsewhere.page_doses != today.doses:
        yield f"Today has {today.doses}, the session's page {elsewhere.page_doses}"


def _program_contradictions(today: Today, elsewhere: Elsewhere) -> Iterator[str]:
    if elsewhere.is_program_today != bool(today.offered):
        yield f"Today offers {today.offered or 'nothing'}, and Program does not say so"
    if elsewhere.program_next != today.first:
        yield f"Today's next is {today.first or 'none'}, Program's {elsewhere.program_next or 'none'}"
    if today.doses and elsewhere.program_doses != today.doses:
        yield f"Today has {today.doses}, Program {elsewhere.program_doses}"


def _api_contradictions(today: Today, elsewhere: Elsewhere) -> Iterator[str]:
    if elsewhere.api[:1] != [today.first][: bool(today.first)]:
        yield f"Today's next is {today.first or 'none'}, the API's {elsewhere.api[:1]}"
    if today.doses and elsewhere.api_doses != today.doses:
        yield f"Today has {today.doses}, the API {elsewhere.api_doses}"


def _calendar_contradictions(today: Today, elsewhere: Elsewhere, on: date) -> Iterator[str]:
    due = [session for session, day in elsewhere.calendar.items() if day == on]
    if today.is_stopped and elsewhere.calendar:
        yield f"training is stopped, and the calendar has {sorted(elsewhere.calendar.values())}"
    if due and today.offered not in due and not today.heading.startswith(("Done for today", "Almost done")):
        yield f"the calendar has {due} today, Today offers {today.offered or 'nothing'} under “{today.heading}”"
    if today.first and today.first not in {*elsewhere.calendar, *elsewhere.earlier}:
        yield f"Today's next, {today.first}, is not in the calendar"


def _mail_contradictions(today: Today, elsewhere: Elsewhere) -> Iterator[str]:
    for kind, (session, minutes) in elsewhere.mails.items():
        if today.is_stopped:
            yield f"training is stopped, and a {kind} mail goes out"
        if session != today.first:
            yield f"Today's next is {today.first or 'none'}, the {kind} mail's {session or 'none'}"
        if today.minutes and minutes != today.minutes:
            yield f"Today says {today.minutes} min, the {kind} mail {minutes}"


# -- Today -------------------------------------------------------------------------------------


def _today(client: Client) -> Today:
    page = _page(client, "/")
    hero = _between(page, '<section class="hero', "</section>")
    follows = _between(page, "Next:", "</section>")
    has_session = "Start session" in hero or "Continue with set" in hero
    found = re.search(r"(\d+) min", hero) if has_session else None
    return Today(
        heading=_text(_between(page, "<h1>", "</h1>")),
        offered=_first_session(hero) if has_session or "Two questions left" in hero else "",
        follows=_first_session(follows) or ("" if has_session else _first_session_of_starts(hero)),
        doses=_listed(_between(page, 'aria-labelledby="entries"', "</section>")),
        minutes=int(found.group(1)) if found else None,
        runs="Log run" in hero,
        is_stopped="Training is stopped" in page,
        asks_signs='id="signs-asked"' in page,
        strip=_text(_between(page, '<ol class="week">', "</ol>")),
    )


def _first_session_of_starts(hero: str) -> str:
    return _first_session(hero) if "See the first session" in hero else ""


def _session_doses(client: Client, session: str) -> list[str] | None:
    answer = client.get(f"/session/{session}/")
    if answer.status_code != 200:
        return None
    found = re.search(r'<script id="targets" type="application/json">(.*?)</script>', answer.text, re.DOTALL)
    assert found is not None
    return [_words(each) for each in json.loads(found.group(1))]


def _words(document: dict[str, object]) -> str:
    target = Target.from_json(document)
    return f"{target.exercise_name} {dose_words(target)}"


# -- the calendar and the mails ------------------------------------------------------------------


def _calendar(client: Client, athlete: Athlete) -> dict[str, date]:
    """The day of each session, by its id."""
    answer = client.get(urlsplit(calendar_link(athlete)).path)
    events = Calendar.from_ical(answer.content).walk("VEVENT")
    return {str(event["uid"]).partition("@")[0]: event["dtstart"].dt for event in events}


def _mails(athlete: Athlete, at: datetime) -> Iterator[tuple[str, tuple[str, int | None]]]:
    """What each mail that urges to train would say, if one came round now; nothing where none would go."""
    for kind in (MailKind.WEEKLY_REMINDER, MailKind.NUDGE):
        mail = Mail.objects.create(
            recipient=athlete.user,
            kind=kind,
            occasion=f"asked {at:%Y-%m-%d %H}",
            planned_at=at,
            send_after=at,
            expires_at=at,
        )
        if Mail.objects.filter(eligible(at, [kind]), pk=mail.pk).exists() and skip_reason(mail, at) is None:
            body = str(compose(mail, at=at).body)
            found = re.search(r"about (\d+) minutes", body)
            yield kind, (_first_session(body), int(found.group(1)) if found else None)
        mail.delete()


# -- reading HTML --------------------------------------------------------------------------------


def _page(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return shown(answer)


def _between(page: str, start: str, end: str) -> str:
    """What stands between the first of one and the next of the other; empty where there is none."""
    _before, found, rest = page.partition(start)
    return rest.partition(end)[0] if found else ""


def _first_session(text: str) -> str:
    found = _SESSION.search(text)
    return found.group(1) if found else ""


def _listed(section: str) -> list[str]:
    """The rows of a list of exercises: name and dose."""
    return [_text(row) for row in re.findall(r"<li>(.*?)</li>", section, re.DOTALL)]


def _text(html: str) -> str:
    html = re.sub(r'<span class="number".*?</span>', "", html, flags=re.DOTALL)
    return re.sub(r"\s+", " ", unescape(_TAGS.sub(" ", html))).strip()
