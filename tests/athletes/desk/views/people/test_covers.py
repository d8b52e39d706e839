"""The page of a cover, and where a cover is shown."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from athletes.evaluation.holds import stop_training
from athletes.models import Cover, Flag, Mail, MailKind
from tests.people import MONDAY, let_cover

pytestmark = pytest.mark.django_db
WEEK = {"from_on": "2026-11-02", "until_on": "2026-12-05", "reason": "vacation"}


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(MONDAY, tick=False)


def page_of(ana) -> str:
    return f"/admin/athletes/athlete/{ana.pk}/cover/"


def as_staff(user) -> Client:
    client = Client()
    client.force_login(user, backend="clinic.sign_in.auth.StaffPasswordBackend")
    return client


def test_a_cover_is_begun_shown_changed_and_ended_on_one_page(as_thea, ana, tom):
    assert "only Thea Lind and the clinic admins" in as_thea.get(page_of(ana)).content.decode()
    assert as_thea.post(page_of(ana), WEEK | {"therapist": tom.pk}).status_code == 302
    said = "Tom Okoro covers until Dec 5, vacation"
    assert said in as_thea.get("/admin/").content.decode()
    assert said in as_thea.get(f"/admin/athletes/athlete/{ana.pk}/").content.decode()
    cover = ana.covers.get()
    as_thea.post(page_of(ana), {"cover": cover.pk, "do": "extend", "until_on": "2026-12-19"})
    assert "covers until Dec 19" in as_thea.get("/admin/").content.decode()
    asked = as_thea.post(page_of(ana), {"cover": cover.pk, "do": "end"}).content.decode()
    assert "Tom Okoro can no longer see this record, and its urgent mail goes only to Thea Lind." in asked
    assert "covers until Dec 19" in as_thea.get("/admin/").content.decode()
    as_thea.post(page_of(ana), {"cover": cover.pk, "do": "end", "sure": "yes"})
    assert "covers until" not in as_thea.get("/admin/").content.decode()
    assert "ended Nov 2, 2026 by Thea Lind" in as_thea.get(page_of(ana)).content.decode()


def test_a_form_that_is_refused_keeps_what_was_typed(as_thea, ana, tom):
    answer = as_thea.post(page_of(ana), WEEK | {"therapist": tom.pk, "until_on": ""})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Give the last day, or check below that none is known yet." in page
    assert 'value="vacation"' in page
    as_thea.post(page_of(ana), WEEK | {"therapist": tom.pk, "until_on": "", "has_no_end": "on"})
    assert "covers, no last day set, vacation" in as_thea.get("/admin/").content.decode()


@pytest.mark.parametrize("typed", ["", "soon", "2026-02-30", "1999-01-01", "2026-11-01", "9999-12-31"])
def test_a_last_day_that_is_none_changes_nothing(as_thea, ana, tom, typed):
    as_thea.post(page_of(ana), WEEK | {"therapist": tom.pk})
    cover = ana.covers.get()
    answer = as_thea.post(page_of(ana), {"cover": cover.pk, "do": "extend", "until_on": typed}, follow=True)
    assert answer.status_code == 200
    assert ana.covers.get().until_on == cover.until_on


def test_who_covers_reads_the_page_and_changes_nothing(ana, tom):
    let_cover(ana, tom)
    client = as_staff(tom)
    assert "Ask someone to cover" not in client.get(page_of(ana)).content.decode()
    for values in (WEEK | {"therapist": tom.pk}, {"cover": ana.covers.get().pk, "do": "end", "sure": "yes"}):
        assert client.post(page_of(ana), values).status_code == 403
    assert ana.covers.get().ended_at is None


def test_a_cover_of_another_athlete_is_not_changed_from_here(as_thea, ana, ben, thea):
    let_cover(ben, thea)
    answer = as_thea.post(page_of(ana), {"cover": ben.covers.get().pk, "do": "end", "sure": "yes"})
    assert answer.status_code == 404
    assert ben.covers.get().ended_at is None


def test_a_record_closes_by_itself_on_the_day_after(ana, tom, time_machine):
    Cover.objects.create(
        athlete=ana, therapist=tom, from_on=MONDAY.date(), until_on=MONDAY.date(), reason="sick", at=MONDAY
    )
    client = as_staff(tom)
    assert client.get(f"/admin/athletes/athlete/{ana.pk}/").status_code == 200
    time_machine.move_to(MONDAY + timedelta(days=1), tick=False)
    client = as_staff(tom)
    assert client.get(f"/admin/athletes/athlete/{ana.pk}/").status_code == 404


def test_urgent_mail_of_a_stop_goes_to_who_covers_too_and_only_while_they_do(ana, thea, tom):
    let_cover(ana, tom)
    first = Flag.objects.create(id=Flag.key(ana.pk, "stop", "a"), athlete=ana, kind="stop", cause="a", raised_at=MONDAY)
    stop_training(ana, [first], MONDAY)
    urgent = Mail.objects.filter(kind=MailKind.URGENT)
    assert {mail.recipient for mail in urgent} == {thea, tom}
    ana.covers.update(until_on=MONDAY.date() - timedelta(days=1))
    second = Flag.objects.create(
        id=Flag.key(ana.pk, "stop", "b"), athlete=ana, kind="stop", cause="b", raised_at=MONDAY
    )
    stop_training(ana, [second], MONDAY)
    assert {mail.recipient for mail in urgent.filter(occasion=str(second.pk))} == {thea}


def test_covers_cost_the_caseload_no_query(as_thea, ana, ben, thea, tom):
    as_thea.get("/admin/")
    with CaptureQueriesContext(connection) as without:
        as_thea.get("/admin/")
    let_cover(ana, tom)
    let_cover(ben, thea)
    with CaptureQueriesContext(connection) as with_covers:
        page = as_thea.get("/admin/").content.decode()
    assert "Ben Carter" in page
    assert len(with_covers) == len(without)
