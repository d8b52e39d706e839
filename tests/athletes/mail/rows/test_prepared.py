"""A statement that is composed once does what the queryset's own update does, each time with its own values."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from athletes.mail.rows.prepared import Prepared
from athletes.models import Mail, MailKind, MailState
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
