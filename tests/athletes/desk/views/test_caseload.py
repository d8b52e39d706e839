"""The caseload: who comes first, what a row says, what one click does, and what it costs."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime, timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection
from django.test.utils import CaptureQueriesContext

from athletes.enrollment.prescribing import add_athlete, prescribe
from athletes.evaluation.evaluate import evaluate
from athletes.models import (
    Flag,
    FlagAct,
    FlagKind,
    Suggestion,
    SuggestionState,
)
from athletes.records.pain import report_pain
from athletes.training.targets import offer
from clinic.models import AccessLog
from tests.doing import do, open_kinds, train
from tests.people import MONDAY, let_cover

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(MONDAY + timedelta(hours=2), tick=False)


def hurt(athlete, score, **more):
    report_pain(athlete=athlete, report_id=uuid.uuid4(), score=score, region="knee", side="left", at=MONDAY, **more)


def names(client, **query) -> list[str]:
    return [row.name for row in client.get("/admin/", query).context["page"].rows]


def another(thea, name):
    return add_athlete(email=f"{name.lower()}@x.example", name=f"{name} Runner", therapist=thea, at=MONDAY)


def test_the_most_urgent_comes_first_then_who_has_no_program_then_everybody_else(as_thea, ana, thea, enrollment):
    zoe, adam = another(thea, "Zoe"), another(thea, "Adam")
    hurt(zoe, 9)
    assert names(as_thea) == ["Zoe Runner", "Adam Runner", "Ana Silva"]
    Flag.objects.create(
        id=uuid.uuid4(),
        athlete=ana,
        kind=FlagKind.SILENT,
        cause="x",
        figures={"days": 9, "since": "2026-10-24"},
        raised_at=MONDAY,
    )
    assert names(as_thea) == ["Zoe Runner", "Ana Silva", "Adam Runner"]
    assert names(as_thea, group="missed") == ["Ana Silva"]
    counts = {tile.name: tile.count for tile in as_thea.get("/admin/").context["page"].tiles}
    assert counts == {"pain": 1, "missed": 1, "progress": 0, "look": 0, "none": 1, "ok": 0}
    assert adam.flags.count() == 0


def test_a_row_says_why_in_figures_with_squares_a_line_and_one_button(as_thea, ana, weeks):
    do(weeks[0], ana, MONDAY)
    hurt(ana, 6, session=weeks[0])
    answer = as_thea.get("/admin/")
    row = answer.context["page"].rows[0]
    assert (row.title, row.why) == ("Left knee pain", "Pain over limit: 6 in Left knee, the limit is 3")
    assert row.squares[-2:] == ["done", "ahead"]
    assert (row.spark.last, row.likely.label) == (6, "Review")
    assert "week 1 of 8" in answer.text
    assert answer.context["review"].session == weeks[0]


def test_one_click_accepts_every_step_and_answers_the_flag(as_thea, ana, thea, weeks):
    train(weeks[0], ana, MONDAY)
    row = as_thea.get("/admin/").context["page"].rows[0]
    assert row.title == "Ready to progress"
    assert row.likely.label.startswith("Accept ")
    answer = as_thea.post(f"/admin/caseload/{ana.pk}/", {"do": "accept", "group": "progress"}, follow=True)
    assert "accepted for Ana Silva" in answer.text
    assert answer.redirect_chain[0][0] == "/admin/?group=progress"
    assert not ana.flags.open().exists()
    steps = Suggestion.objects.filter(session=weeks[2], change="more_load")
    assert {each.state for each in steps} == {SuggestionState.ACCEPTED}
    assert {each.decided_by for each in steps} == {thea}
    targets = {target.prescription_id: target for target in offer(weeks[2]).targets}
    assert all(str(targets[each.target].load) == "42.5kg" for each in steps)


def test_reviewing_seeing_and_putting_off_are_kept_with_who_and_the_note(as_thea, ana, thea, enrollment):
    hurt(ana, 6)
    act = f"/admin/caseload/{ana.pk}/"
    as_thea.post(act, {"do": "seen"})
    assert ana.flags.get().acknowledged_at
    assert names(as_thea) == ["Ana Silva"]
    as_thea.post(act, {"do": "snooze", "days": "3", "note": "Visit on Thursday."})
    row = as_thea.get("/admin/").context["page"].rows[0]
    assert (row.group, row.title) == ("look", "Held back because of pain")  # put off, and never on track with it
    as_thea.post(act, {"do": "right", "note": "Lighter for a week."})
    flag = ana.flags.get()
    assert flag.resolved_at
    assert list(flag.acts.order_by("id").values_list("kind", "note", "by")) == [
        (FlagAct.Kind.ACKNOWLEDGED, "", thea.pk),
        (FlagAct.Kind.SNOOZED, "Visit on Thursday.", thea.pk),
        (FlagAct.Kind.RESOLVED, "Lighter for a week.", thea.pk),
    ]
    evaluate(ana, MONDAY + timedelta(hours=3))
    assert not ana.flags.open().exists()


@pytest.mark.parametrize("body", [{"do": "nothing"}, {"do": "snooze", "days": "400"}, {}])
def test_what_is_not_offered_is_not_there(as_thea, ana, body):
    assert as_thea.post(f"/admin/caseload/{ana.pk}/", body).status_code == 404


def test_another_therapists_athlete_is_neither_shown_nor_acted_on(as_thea, ben, ana):
    hurt(ben, 9)
    assert names(as_thea) == ["Ana Silva"]
    assert as_thea.post(f"/admin/caseload/{ben.pk}/", {"do": "right"}).status_code == 404
    assert ben.flags.open().exists()


def test_a_covering_therapist_sees_the_athlete_too(as_thea, thea, ben):
    let_cover(ben, thea)
    assert names(as_thea) == ["Ben Carter"]


def test_the_look_names_every_athlete_of_the_page(as_thea, ana, thea):
    zoe = another(thea, "Zoe")
    as_thea.get("/admin/")
    assert sorted(AccessLog.objects.latest("at").athletes) == sorted([ana.pk, zoe.pk])


def test_nobody_and_an_empty_tile_say_so(as_thea, thea):
    assert "No athletes yet" in as_thea.get("/admin/").text
    another(thea, "Zoe")
    assert "Nobody on this list" in as_thea.get("/admin/", {"group": "pain"}).text


@pytest.mark.parametrize("query", [{"page": "99999"}, {"page": "x"}, {"group": "x"}, {"athlete": "\x00"}])
def test_an_address_that_means_nothing_shows_the_list(as_thea, ana, query):
    assert names(as_thea, **query) == ["Ana Silva"]


def test_the_second_factor_costs_no_query_of_its_own(as_thea, thea, enrollment, settings):
    """Three places of a page ask for it: it came with the person."""
    settings.STAFF_SECOND_FACTOR = True
    Authenticator.objects.create(user=thea, type=Authenticator.Type.TOTP, data={"secret": "x"})
    with CaptureQueriesContext(connection) as found:
        assert as_thea.get("/admin/").status_code == 200
    asked = [each["sql"] for each in found if "mfa_authenticator" in each["sql"]]
    assert len(asked) == 1
    assert 'FROM "athletes_user"' in asked[0]
    Authenticator.objects.all().delete()
    assert as_thea.get("/admin/").status_code == 302


def queries(client, **query) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get("/admin/", query).status_code == 200
    return len([each for each in captured if not each["sql"].startswith(("BEGIN", "SAVEPOINT", "RELEASE"))])


def test_it_costs_at_most_twelve_queries_for_few_and_for_many(as_thea, ana, thea, enrollment, base_template):
    hurt(ana, 6)
    do(enrollment.sessions.order_by("planned_on").first(), ana, MONDAY)
    as_thea.get("/admin/")
    few = queries(as_thea)
    for number in range(30):
        other = another(thea, f"R{number}")
        prescribe(athlete=other, template=base_template, starts_on=MONDAY.date(), weekdays=(0, 3), by=thea, at=MONDAY)
        if number % 3 == 0:
            hurt(other, 5)
    assert queries(as_thea) == few <= 12
    page = as_thea.get("/admin/", {"page": "2"}).context["page"]
    assert (len(page.rows), page.page, page.pages, page.total) == (6, 2, 2, 31)


def test_accept_all_takes_the_steps_of_those_whom_this_person_sees_and_of_nobody_else(as_thea, client, tom, ana, weeks):
    train(weeks[0], ana, MONDAY)
    waiting = Suggestion.objects.filter(athlete=ana, state=SuggestionState.WAITING)
    assert waiting.exists()
    client.force_login(tom)
    assert client.post("/admin/caseload/accept-all/").status_code == 302
    assert waiting.exists()
    as_thea.post("/admin/caseload/accept-all/")
    assert not waiting.exists()
    assert FlagKind.READY not in open_kinds(ana)


def test_in_the_evening_it_is_still_the_clinics_day(as_thea, ana, time_machine):
    """At half past eight in New York the page said tomorrow."""
    time_machine.move_to(datetime(2026, 11, 3, 1, 30, tzinfo=UTC), tick=False)
    assert as_thea.get("/admin/").context["page"].today == date(2026, 11, 2)
