"""How far a member of staff has come, as the list of users says it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from athletes.models import Mail, MailReason, MailState, Role, User
from athletes.wording.staff import joining_words
from tests.people import MONDAY

PASSWORD = "md5$x$x"
SENT = Mail(state=MailState.SENT, planned_at=MONDAY, sent_at=MONDAY)
REFUSED = Mail(state=MailState.FAILED, reason=MailReason.ADDRESS_REFUSED, planned_at=MONDAY)


def person(**values: object) -> User:
    return User(**{"name": "Nora", "role": Role.THERAPIST, "password": "!x", "joined_at": MONDAY} | values)


@pytest.mark.parametrize(
    ("user", "invitation", "words"),
    [
        (person(role=Role.ATHLETE), None, ""),
        (person(is_active=False, password=PASSWORD), None, "Deactivated"),
        (person(), None, "Not invited yet"),
        (person(), Mail(planned_at=MONDAY), "Invited Nov 2, the mail is on its way"),
        (person(), REFUSED, "Invited Nov 2, the mail did not go out: address refused"),
        (person(), SENT, "Invited Nov 2, the link works until Nov 9"),
        (person(password=PASSWORD), SENT, "Joined Nov 2"),
    ],
)
def test_each_step_has_its_words(user, invitation, words):
    assert joining_words(user, invitation, has_second_factor=False, at=MONDAY + timedelta(days=1)) == words


def test_an_old_link_has_ended():
    words = joining_words(person(), SENT, has_second_factor=False, at=MONDAY + timedelta(days=7))
    assert words == "Invited Nov 2, the link has ended"


def test_a_missing_second_factor_is_said_where_staff_need_one(settings):
    settings.STAFF_SECOND_FACTOR = True
    joined = person(password=PASSWORD)
    assert joining_words(joined, None, has_second_factor=False, at=MONDAY) == "Joined Nov 2, no second factor yet"
    assert joining_words(joined, None, has_second_factor=True, at=MONDAY) == "Joined Nov 2"
