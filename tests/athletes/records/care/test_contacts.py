"""The log of contacts: what is kept, what is refused, and whose it is."""

from __future__ import annotations

from datetime import timedelta

import pytest
from auditlog.models import LogEntry

from athletes.errors import NotTheirsError, RefusedError
from athletes.models import CareContact
from athletes.records.care.contacts import correct_contact, log_contact, remove_contact, set_next_visit
from tests.people import MONDAY

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
NOW = MONDAY + HOUR


def log(ana, thea, **changes):
    terms = {"kind": "call", "result": "reached", "took_place_at": MONDAY, "minutes": 12, "note": " Felt fine. "}
    return log_contact(athlete=ana, by=thea, at=NOW, **terms | changes)


def test_a_contact_is_kept_with_its_author_and_both_times(ana, thea):
    log(ana, thea)
    kept = CareContact.objects.get()
    assert (kept.athlete, kept.by, kept.at, kept.logged_at) == (ana, thea, MONDAY, NOW)
    assert (str(kept), kept.minutes, kept.note) == ("Call: reached", 12, "Felt fine.")


def test_a_double_click_is_one_contact_and_the_next_one_another(ana, thea):
    assert log(ana, thea) == log(ana, thea)
    log(ana, thea, took_place_at=NOW)
    assert CareContact.objects.count() == 2


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"took_place_at": NOW + HOUR}, "at"),
        ({"took_place_at": NOW - timedelta(days=367)}, "at"),
        ({"minutes": 0}, "minutes"),
        ({"minutes": 481}, "minutes"),
        ({"kind": "visit", "result": "voicemail"}, "result"),
        ({"note": "x" * 2001}, "note"),
    ],
)
def test_what_cannot_be_is_refused_and_stores_nothing(ana, thea, changes, field):
    with pytest.raises(RefusedError) as refused:
        log(ana, thea, **changes)
    assert refused.value.field == field
    assert not CareContact.objects.exists()


@pytest.mark.parametrize(
    ("kind", "result", "is_conversation"),
    [
        ("call", "reached", True),
        ("video", "reached", True),
        ("visit", "reached", True),
        ("mail", "reached", False),
        ("call", "voicemail", False),
        ("visit", "not_reached", False),
    ],
)
def test_a_conversation_is_spoken_and_reached_in_the_database_as_on_the_row(ana, thea, kind, result, is_conversation):
    contact = log(ana, thea, kind=kind, result=result)
    assert contact.is_conversation == is_conversation
    assert CareContact.objects.conversations().exists() == is_conversation


def test_its_author_corrects_and_removes_it_and_the_history_of_changes_knows(ana, thea):
    contact = log(ana, thea)
    terms = {"kind": "visit", "result": "reached", "took_place_at": MONDAY, "minutes": 30, "note": ""}
    correct_contact(contact=contact, by=thea, at=NOW, **terms)
    assert CareContact.objects.get().minutes == 30
    with pytest.raises(RefusedError):
        correct_contact(contact=contact, by=thea, at=NOW, **terms | {"minutes": 481})
    remove_contact(contact=CareContact.objects.get(), by=thea)
    assert not CareContact.objects.exists()
    actions = LogEntry.objects.filter(content_type__model="carecontact").order_by("id").values_list("action", flat=True)
    assert list(actions) == [LogEntry.Action.CREATE, LogEntry.Action.UPDATE, LogEntry.Action.DELETE]


def test_nobody_else_corrects_or_removes_it(ana, thea, carla):
    contact = log(ana, thea)
    terms = {"kind": "visit", "result": "reached", "took_place_at": MONDAY}
    with pytest.raises(NotTheirsError):
        correct_contact(contact=contact, by=carla, at=NOW, **terms)
    with pytest.raises(NotTheirsError):
        remove_contact(contact=contact, by=carla)
    assert CareContact.objects.get().kind == "call"


def test_the_next_visit_is_booked_and_taken_out_and_never_lies_in_the_past(ana):
    set_next_visit(athlete=ana, visit_at=NOW + HOUR, at=NOW)
    for wrong in (NOW, NOW + timedelta(days=367)):
        with pytest.raises(RefusedError):
            set_next_visit(athlete=ana, visit_at=wrong, at=NOW)
    ana.refresh_from_db()
    assert ana.next_visit_at == NOW + HOUR
    set_next_visit(athlete=ana, visit_at=None, at=NOW)
    ana.refresh_from_db()
    assert ana.next_visit_at is None
