"""A statement that is composed once does what the queryset's own update does, each time with its own values."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, connection

from athletes.access.events import EventKind, record_event
from athletes.mail.rows.prepared import Prepared, written_at_once
from athletes.models import Mail, MailKind, MailState
from clinic.models import AccessLog
from tests.athletes.mail.ledger import THURSDAY, a_row

pytestmark = pytest.mark.django_db
KEY, TIME = 7_654_321_987, datetime(2999, 1, 1, tzinfo=UTC)


def test_each_row_gets_its_own_values_and_the_others_keep_theirs(ana, django_assert_num_queries):
    first, second = a_row(ana, MailKind.NUDGE), a_row(ana, MailKind.MORNING)
    rows = Mail.objects.filter(pk=KEY, state=MailState.PLANNED)
    taken = Prepared(rows, {"state": MailState.SENDING, "leased_until": TIME}, {"key": KEY, "at": TIME})
    with django_assert_num_queries(2):
        assert [taken.run(key=first.pk, at=THURSDAY), taken.run(key=first.pk, at=THURSDAY)] == [1, 0]
    assert taken.run(key=second.pk, at=THURSDAY + timedelta(hours=1)) == 1
    kept = Mail.objects.order_by("leased_until").values_list("pk", "state", "leased_until")
    assert list(kept) == [
        (first.pk, MailState.SENDING, THURSDAY),
        (second.pk, MailState.SENDING, THURSDAY + timedelta(hours=1)),
    ]
    assert connection.in_atomic_block


def test_a_value_that_stands_nowhere_in_the_statement_is_said_at_once():
    with pytest.raises(ValueError, match="no place for"):
        Prepared(Mail.objects.filter(pk=KEY), {"reason": ""}, {"key": KEY, "at": TIME})


def test_what_is_written_at_once_stands_whole_or_not_at_all(ana):
    mail = a_row(ana, MailKind.NUDGE)
    rows = Mail.objects.filter(pk=KEY, state=MailState.PLANNED)
    taken = Prepared(rows, {"state": MailState.SENDING, "leased_until": TIME}, {"key": KEY, "at": TIME})
    with written_at_once():
        taken.run(key=mail.pk, at=THURSDAY)
        record_event(EventKind.MAIL_SENT, note="nudge", athletes=[ana.pk])
    mail.refresh_from_db()
    assert (mail.state, mail.leased_until) == (MailState.SENDING, THURSDAY)
    assert AccessLog.objects.about(ana.pk).filter(kind=EventKind.MAIL_SENT).count() == 1

    nobody = Prepared(Mail.objects.filter(pk=KEY), {"kind": "k" * 100}, {"key": KEY})

    def break_off() -> None:
        with written_at_once():
            record_event(EventKind.MAIL_SENT, note="nudge", athletes=[ana.pk])
            Mail.objects.filter(pk=mail.pk).update(state=MailState.SENT)
            nobody.run(key=mail.pk)
            if connection.vendor == "sqlite":  # which takes a text of any length
                raise DatabaseError

    with pytest.raises(DatabaseError):
        break_off()
    mail.refresh_from_db()
    assert mail.state == MailState.SENDING
    assert AccessLog.objects.about(ana.pk).filter(kind=EventKind.MAIL_SENT).count() == 1


def test_a_connection_that_has_carried_out_a_statement_often_does_not_plan_it_anew(ana):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite plans nothing ahead")
    mail = a_row(ana, MailKind.NUDGE)
    marked = Prepared(Mail.objects.filter(pk=KEY), {"leased_until": TIME}, {"key": KEY, "at": TIME})
    for number in range(10):
        assert marked.run(key=mail.pk, at=THURSDAY + timedelta(hours=number)) == 1
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE 'UPDATE%%leased_until%%'", [])
        assert cursor.fetchone() == (1,)
