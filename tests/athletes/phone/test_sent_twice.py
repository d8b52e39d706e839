"""Every form of every page of an athlete, found on the page: sent twice it is once, and after Back the last holds.

A double click sends the same form twice. *Back* and another answer send the form that the page was made with.
"""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.test import Client

from athletes.models import Athlete, Session
from athletes.records.messages import send_message
from athletes.records.pain import report_pain
from athletes.records.runs import RunItem, record_run
from tests.doing import do
from tests.forms import Form, forms_of
from tests.people import MONDAY

pytestmark = [pytest.mark.django_db, pytest.mark.walk]

#: Not of this: they end the sign-in, need a file or a phone's own keys, or make something new on purpose.
OTHERWISE = ("/sign-out/", "/runs/upload/", "/settings/phones/", "/settings/passkeys/")
NEW_EACH_TIME = ("new_calendar", "everywhere")
#: What differs between two ways to the same state: identities, and how often something was edited.
HOW_IT_CAME = frozenset({"rev", "edit_id", "pain", "report"})
HISTORY = frozenset({"setedit"})
#: Pain somewhere else or of another day, and signs of another place, are reports of their own.
WHAT_IT_IS_ABOUT = frozenset({"region", "side", "place", "days_ago"})
PAGES = (
    "/", "/session/{session}/", "/session/{session}/pain/", "/session/{session}/finish/", "/program/", "/history/",
    "/runs/", "/runs/{run}/", "/check-in/", "/messages/", "/could-not/", "/trained-elsewhere/", "/pain/",
    "/warning-signs/", "/schedule/", "/settings/", "/welcome/gear/", "/welcome/runs/", "/welcome/reminders/",
    "/welcome/pain/",
)  # fmt: skip
TUESDAY = MONDAY + timedelta(days=1)


@pytest.fixture
def things(ana: Athlete, first_session: Session, time_machine) -> dict[str, Any]:
    """Ana has begun a session, has run, has been written to, and felt a knee the day before."""
    time_machine.move_to(MONDAY - timedelta(days=1), tick=False)
    report_pain(athlete=ana, report_id=uuid.uuid4(), score=4, region="knee", side="left", at=MONDAY - timedelta(days=1))
    time_machine.move_to(MONDAY, tick=False)
    do(first_session, ana, MONDAY, finish=False)
    first_session.sets.filter(number=1).first().delete()
    easy = RunItem("easy", MONDAY.date(), 1, uuid.uuid4(), minutes=40)
    run = record_run(athlete=ana, run_id=uuid.uuid4(), item=easy, at=MONDAY).run
    send_message(athlete=ana, author=ana.therapist, text="How was it?", at=MONDAY)
    return {"session": first_session.pk, "run": run.pk}


def state() -> list[str]:
    """All that is stored of athletes, each row as text, without how it came about. Asked often: by column."""
    found = []
    with connection.cursor() as cursor:
        for model in apps.get_app_config("athletes").get_models():
            fields = [field for field in model._meta.concrete_fields if field.name not in {*HOW_IT_CAME, "id"}]
            if model._meta.model_name in HISTORY or not fields:
                continue
            names = ", ".join(connection.ops.quote_name(field.column) for field in fields)
            cursor.execute(f"SELECT {names} FROM {model._meta.db_table}")
            found += [f"{model._meta.model_name} {row}" for row in cursor.fetchall()]
    return found


def difference(one: list[str], other: list[str]) -> list[str]:
    """Rows of only one of both; a row that stands there twice is two."""
    return sorted((Counter(one) - Counter(other)).elements()) + sorted((Counter(other) - Counter(one)).elements())


@contextmanager
def undone() -> Iterator[None]:
    """What happens inside is taken back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def sendings(form: Form) -> Iterator[tuple[str, str]]:
    for button in form.buttons or [("", "")]:
        if button[0] not in NEW_EACH_TIME:
            yield button


def send(browser: Client, form: Form, button: tuple[str, str], filled_in: dict[str, list[str]]) -> int:
    by_button = {button[0]: [button[1]]} if button[0] else {}
    return browser.post(form.action.split("#")[0], filled_in | by_button).status_code


def forms_on(browser: Client, path: str) -> list[Form]:
    """The forms of a page. Where they differ only by the row they are about: the last of a kind."""
    page = browser.get(path)
    assert page.status_code == 200, path
    by_kind = {}
    for form in forms_of(page.text, path):
        if not form.action.startswith(OTHERWISE):
            by_kind[form.action, tuple(form.filled_in()), tuple(form.buttons)] = form
    return list(by_kind.values())


@pytest.mark.parametrize("on_tuesday", [False, True], ids=["monday", "tuesday"])
@pytest.mark.parametrize("path", PAGES)
def test_a_double_click_is_one(as_ana, things, path, on_tuesday, time_machine):
    if on_tuesday:
        time_machine.move_to(TUESDAY, tick=False)
    path = path.format(**things)
    for form in forms_on(as_ana, path):
        for button in sendings(form):
            with undone():
                assert send(as_ana, form, button, form.filled_in()) < 500
                once = state()
                assert send(as_ana, form, button, form.filled_in()) < 500
                assert difference(state(), once) == [], f"{form.action} {button}"


@pytest.mark.parametrize("on_tuesday", [False, True], ids=["monday", "tuesday"])
@pytest.mark.parametrize("path", PAGES)
def test_after_back_the_last_answer_holds(as_ana, things, path, on_tuesday, time_machine):
    if on_tuesday:
        time_machine.move_to(TUESDAY, tick=False)
    path = path.format(**things)
    for form in forms_on(as_ana, path):
        first, corrected = form.filled_in(), form.corrected(but=WHAT_IT_IS_ABOUT)
        if first == corrected or form.action == "/messages/":  # what was sent is sent: another text is another message
            continue
        for button in sendings(form):
            with undone():
                send(as_ana, form, button, corrected)
                alone = state()
            with undone():
                send(as_ana, form, button, first)
                send(as_ana, form, button, corrected)
                again = state()
                assert difference(again, alone) == [], f"{form.action} {button}"


def test_the_forms_are_found_and_taken(as_ana, things):
    """Or the two above ask nothing: how many forms the pages have, and how many are taken as they are filled in."""
    forms = [form for path in PAGES for form in forms_on(as_ana, path.format(**things))]
    answers = []
    for form in forms:
        with undone():
            answers.append(send(as_ana, form, next(sendings(form), ("", "")), form.filled_in()))
    assert len(forms) > 35
    assert answers.count(302) + answers.count(200) > 0.8 * len(forms), dict(
        zip([form.action for form in forms], answers, strict=True)
    )
