"""What the phone says of a day is what the clinic says: a kept page and the phone's own store against a fresh page.

Each state is made by what a person can do. Ana's Today is kept as it was sent; then time passes and she trains without
a connection. The kept page is opened in a browser that has only its own store; the clinic is told of what she did and
asked for a fresh page. Heading, card and button must be the same.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from athletes.enrollment.plan_changes import pause_program
from athletes.models import Athlete, Session, UsualRunDay
from athletes.records.runs import RunItem, record_run
from athletes.training.targets import offer
from tests.doing import do, hurt
from tests.people import MONDAY

from .conftest import PHONE

pytestmark = pytest.mark.django_db
CLINIC = "http://clinic.test"
STATIC = Path(__file__).resolve().parents[2] / "static"
TUESDAY, WEDNESDAY, THURSDAY, FRIDAY = (MONDAY + timedelta(days=days) for days in (1, 2, 3, 4))
TYPES = {".js": "text/javascript", ".css": "text/css"}


@dataclass
class Ana:
    """Ana, her clinic, and her phone's store. kept -- Today as it was sent last"""

    client: Client
    athlete: Athlete
    clock: Any
    kept: str = ""

    def __post_init__(self) -> None:
        self.sessions: list[dict[str, Any]] = []
        self.reports: list[dict[str, Any]] = []
        self.last = ""

    @property
    def first(self) -> Session:
        return self.athlete.sessions.order_by("planned_on")[0]

    @property
    def second(self) -> Session:
        return self.athlete.sessions.order_by("planned_on")[1]

    def look(self, at: datetime) -> str:
        self.clock.move_to(at, tick=False)
        return self.client.get("/").content.decode()

    def keep(self, at: datetime = MONDAY) -> None:
        self.kept = self.look(at)

    def train(self, session: Session, at: datetime, *, left: int = 0, finish: bool = False) -> None:
        """Without a connection: the clinic has it by the time of the fresh page. left -- sets that she did not do"""
        self.clock.move_to(at, tick=False)
        targets = json.loads(json.dumps(offer(session).to_json(), default=str))
        do(session, self.athlete, at, finish=finish)
        if left:
            numbers = session.sets.order_by("-pk").values_list("prescription_id", "number").distinct()[:left]
            for prescription, number in list(numbers):
                session.sets.filter(prescription_id=prescription, number=number).delete()
        self.last = f"{session.pk} {at.date().isoformat()}"
        sets = {str(row.pk): item_of(row, at) for row in session.sets.all()}
        header = {"status": "completed", "done_at": at.isoformat()} if finish else None
        self.sessions.append({"id": str(session.pk), "targets": targets, "sets": sets, "header": header})

    def run(self, at: datetime) -> None:
        item = RunItem("easy", at.date(), 1, uuid.uuid4(), minutes=30)
        record_run(athlete=self.athlete, run_id=uuid.uuid4(), item=item, at=at)
        report = {"ran_on": at.date().isoformat(), "minutes": 30}
        self.reports.append({"id": str(uuid.uuid4()), "kind": "runs", "report": report})


def item_of(row: Any, at: datetime) -> dict[str, Any]:
    return {"target": row.prescription_id, "number": row.number, "side": row.side, "done_at": at.isoformat()}


@dataclass(frozen=True)
class Said:
    """What a page says of the day. button -- where its main button leads"""

    heading: str
    title: str
    button: str


@pytest.fixture
def as_she_was(as_ana, ana, time_machine) -> Ana:
    return Ana(as_ana, ana, time_machine)


@pytest.fixture
def asked(as_she_was, enrollment) -> Ana:
    """She follows a program on Mondays and Thursdays, and usually runs on Tuesdays and Saturdays."""
    for weekday, kind in enumerate(["rest", "easy", "rest", "rest", "rest", "long", "rest"]):
        UsualRunDay.objects.create(athlete=as_she_was.athlete, weekday=weekday, kind=kind)
    return as_she_was


@pytest.fixture
def window(browser: Browser) -> Iterator[Callable[..., Page]]:
    contexts: list[BrowserContext] = []

    def opened(html: str, at: datetime, ana: Ana | None = None) -> Page:
        """The page at that time; with Ana's store and its scripts, or without any script as the clinic sent it."""
        context = browser.new_context(viewport=PHONE, java_script_enabled=ana is not None, service_workers="block")
        contexts.append(context)
        page = context.new_page()
        page.route(f"{CLINIC}/**", lambda route: answer(route, html))
        if ana is not None:
            page.clock.set_fixed_time(at)
            page.goto(f"{CLINIC}/static/empty/")
            page.evaluate(FILL, [ana.athlete.owner_mark, ana.sessions, ana.reports, ana.last])
            context.set_offline(True)
        page.goto(f"{CLINIC}/")
        return page

    yield opened
    for context in contexts:
        context.close()


FILL = """async ([owner, sessions, reports, last]) => {
  if (last) localStorage.setItem(`last:${owner}`, last);
  const asked = indexedDB.open(`clinic-${owner}`, 2);
  asked.onupgradeneeded = () => {
    for (const kind of ["sessions", "reports"]) asked.result.createObjectStore(kind, { keyPath: "id" });
  };
  const store = await new Promise((done) => (asked.onsuccess = () => done(asked.result)));
  const writing = store.transaction(["sessions", "reports"], "readwrite");
  for (const each of sessions) writing.objectStore("sessions").put(each);
  for (const each of reports) writing.objectStore("reports").put(each);
  await new Promise((done) => (writing.oncomplete = done));
  store.close();
}"""


def answer(route: Route, html: str) -> None:
    path = urlsplit(route.request.url).path
    file = STATIC / path.removeprefix("/static/")
    if path == "/":
        route.fulfill(body=html, content_type="text/html; charset=utf-8")
    elif path.startswith("/static/") and file.is_file():
        route.fulfill(body=file.read_bytes(), content_type=TYPES.get(file.suffix, "image/svg+xml"))
    elif path == "/static/empty/":
        route.fulfill(body="<!doctype html>", content_type="text/html")
    else:
        route.abort()


def said(page: Page) -> Said:
    main = page.locator("#main-card")
    buttons = main.locator("a.button:not(.quiet)")
    return Said(
        heading=page.locator("h1").inner_text(),
        title=main.locator("h2, #done").first.inner_text(),
        button=urlsplit(buttons.first.get_attribute("href") or "").path if buttons.count() else "",
    )


# -- the table ---------------------------------------------------------------------------------


def a_run_day(ana: Ana) -> datetime:
    ana.keep()
    ana.train(ana.first, MONDAY, finish=True)
    return TUESDAY


def a_rest_day(ana: Ana) -> datetime:
    ana.keep()
    ana.train(ana.first, MONDAY, finish=True)
    return WEDNESDAY


def the_next_strength_day(ana: Ana) -> datetime:
    ana.keep()
    ana.train(ana.first, MONDAY, finish=True)
    return THURSDAY


def missed_with_room(ana: Ana) -> datetime:
    ana.keep()
    return TUESDAY


def missed_without_room(ana: Ana) -> datetime:
    ana.keep()
    return WEDNESDAY


def missed_and_done_a_day_late(ana: Ana) -> datetime:
    ana.keep(TUESDAY)
    ana.train(ana.first, TUESDAY, finish=True)
    return TUESDAY + timedelta(hours=2)


def nothing_yet(ana: Ana) -> datetime:
    ana.keep()
    return MONDAY


def half_done(ana: Ana) -> datetime:
    ana.keep()
    ana.train(ana.first, MONDAY, left=3)
    return MONDAY


def still_open_from_yesterday(ana: Ana) -> datetime:
    ana.keep()
    ana.train(ana.first, MONDAY, left=3)
    return TUESDAY + timedelta(days=1)


def all_sets_done(ana: Ana) -> datetime:
    ana.keep()
    ana.train(ana.first, MONDAY)
    return MONDAY


def finished(ana: Ana) -> datetime:
    ana.keep()
    ana.train(ana.first, MONDAY, finish=True)
    return MONDAY


def one_was_open_and_is_finished(ana: Ana) -> datetime:
    do(ana.first, ana.athlete, MONDAY, finish=False)
    ana.first.sets.order_by("-pk").first().delete()
    ana.keep(TUESDAY)
    ana.train(ana.first, TUESDAY, finish=True)
    return TUESDAY


def run_logged(ana: Ana) -> datetime:
    do(ana.first, ana.athlete, MONDAY)
    ana.keep(TUESDAY)
    ana.run(TUESDAY)
    return TUESDAY


def evening_before_and_after_midnight(ana: Ana) -> datetime:
    ana.keep()
    ana.train(ana.first, MONDAY + timedelta(hours=14), finish=True)
    return MONDAY + timedelta(hours=16)


def race_day_after_a_kept_page(ana: Ana) -> datetime:
    ana.athlete.goal_race_on, ana.athlete.goal_race = THURSDAY.date(), "Harbor 10K"
    ana.athlete.save()
    ana.keep(TUESDAY)
    return THURSDAY


def the_day_after_the_race(ana: Ana) -> datetime:
    ana.athlete.goal_race_on = WEDNESDAY.date()
    ana.athlete.save()
    ana.keep(TUESDAY)
    return THURSDAY


def paused_and_over(ana: Ana) -> datetime:
    do(ana.first, ana.athlete, MONDAY)
    pause_program(enrollment=ana.athlete.enrollments.get(), until=FRIDAY.date(), at=TUESDAY)
    ana.keep(TUESDAY)
    return FRIDAY


def still_paused(ana: Ana) -> datetime:
    do(ana.first, ana.athlete, MONDAY)
    pause_program(enrollment=ana.athlete.enrollments.get(), until=FRIDAY.date(), at=TUESDAY)
    ana.keep(TUESDAY)
    return WEDNESDAY


def starts_in_days(ana: Ana) -> datetime:
    ana.keep(MONDAY - timedelta(days=4))
    return MONDAY - timedelta(days=2)


def the_first_day_after_waiting(ana: Ana) -> datetime:
    ana.keep(MONDAY - timedelta(days=4))
    return MONDAY


def lighter_and_half_done(ana: Ana) -> datetime:
    do(ana.first, ana.athlete, MONDAY)
    hurt(ana.athlete, 4, session=ana.first)
    ana.keep(THURSDAY)
    ana.train(ana.second, THURSDAY, left=2)
    return THURSDAY


STATES = [
    nothing_yet, half_done, all_sets_done, finished, still_open_from_yesterday, one_was_open_and_is_finished,
    a_run_day, run_logged, a_rest_day, the_next_strength_day, missed_with_room, missed_without_room,
    missed_and_done_a_day_late, evening_before_and_after_midnight, race_day_after_a_kept_page, the_day_after_the_race,
    still_paused, paused_and_over, starts_in_days, the_first_day_after_waiting, lighter_and_half_done,
]  # fmt: skip


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
def test_the_phone_says_what_the_clinic_says(asked, window, state):
    at = state(asked)
    told = said(window(asked.look(at), at))
    known = window(asked.kept, at, asked)
    expect(known.locator("h1")).to_have_text(told.heading)
    assert said(known) == told


def test_a_page_that_is_older_than_a_week_says_so_and_claims_nothing(asked, window):
    asked.keep()
    page = window(asked.kept, MONDAY + timedelta(days=9), asked)
    expect(page.locator("h1")).to_have_text("Hello, Ana")
    expect(page.locator("#main-card h2")).to_have_text("This page is from Monday, November 2")
    expect(page.locator(".week")).to_be_hidden()
    expect(page.get_by_text("This week")).to_be_hidden()  # its count is that of the week before
    expect(page.get_by_role("link", name="Log a run")).to_be_visible()
    expect(page.get_by_text("In this session")).to_be_hidden()


def test_the_week_shows_what_was_done_here_and_which_day_it_is(asked, window):
    asked.keep()
    asked.train(asked.first, MONDAY, finish=True)
    page = window(asked.kept, WEDNESDAY, asked)
    expect(page.locator("[aria-current=date]")).to_contain_text("Wed")
    expect(page.locator(".week li").first).to_contain_text("done")
    expect(page.locator(".week li").nth(1).locator("[data-label]")).to_be_empty()  # Tuesday's run: nobody knows here
    expect(page.locator("#today")).to_have_text("Wednesday, November 4")


@pytest.mark.parametrize(
    ("left", "finish", "heading", "facts"),
    [
        (3, False, "Today: Split squat and bridge", "sets"),
        (0, True, "Done: Split squat and bridge", "Kept on this phone"),
    ],
)
def test_the_program_says_of_its_next_session_what_the_phone_knows(asked, window, left, finish, heading, facts):
    asked.clock.move_to(MONDAY - timedelta(days=1), tick=False)
    program = asked.client.get("/program/").content.decode()
    asked.train(asked.first, MONDAY, left=left, finish=finish)
    page = window(program, MONDAY, asked)
    expect(page.locator("#next")).to_have_text(heading)
    expect(page.locator("[data-facts]")).to_contain_text(facts)


def test_a_kept_session_asks_first_where_another_was_trained_here_the_day_before(asked, window):
    """The page was kept on Sunday and knows nothing of Monday's session."""
    asked.clock.move_to(MONDAY - timedelta(days=1), tick=False)
    kept = asked.client.get(f"/session/{asked.second.pk}/").content.decode()
    asked.train(asked.first, MONDAY, finish=True)
    page = window(kept, TUESDAY, asked)
    question, cards, dock = page.locator("#too-close"), page.locator("details.exercise"), page.locator(".dock")
    expect(question).to_be_visible()
    expect(cards.first).to_be_hidden()
    expect(dock).to_be_hidden()
    page.get_by_role("link", name="Open it all the same").click()
    expect(question).to_be_hidden()
    expect(cards.first).to_be_visible()
    expect(dock).to_be_visible()
    asked.last = f"{asked.first.pk} 2026-11-01"
    expect(window(kept, TUESDAY, asked).locator("#too-close")).to_be_hidden()


def test_without_script_the_question_is_answered_by_a_link(asked, window):
    do(asked.first, asked.athlete, MONDAY)
    asked.clock.move_to(TUESDAY, tick=False)
    page = window(asked.client.get(f"/session/{asked.second.pk}/").content.decode(), TUESDAY)
    expect(page.locator(".dock")).to_be_hidden()
    page.get_by_role("link", name="Open it all the same").click()
    expect(page.locator(".dock")).to_be_visible()
