"""Accounts: an edited record, another address or role, and signing out everywhere."""

from __future__ import annotations

from datetime import timedelta

import pytest

from athletes.enrollment import accounts
from athletes.enrollment.accounts import change_address, save_account, sign_out_everywhere, update_athlete
from athletes.models import Mail, MailKind, Role, User
from tests.athletes.mail.ledger import stop_training
from tests.people import MONDAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def evaluated(monkeypatch) -> list:
    athletes = []
    monkeypatch.setattr(accounts, "evaluate", lambda athlete, at: athletes.append(athlete))
    return athletes


def update(athlete, **changes):
    columns = ["pain_limit", "reminder_hour", "goal_race_on", "time_zone"]
    given = {"name": athlete.user.name, "email": athlete.user.email, "has_moved_race": False, "at": MONDAY}
    given |= {"columns": columns}
    return update_athlete(athlete=athlete, **given | changes)


def test_an_edited_record_is_stored_with_name_and_next_reminder(ana, evaluated):
    ana.pain_limit, ana.reminder_hour = 2, 9
    update(ana, name="Ana Maria Silva")
    ana.refresh_from_db()
    assert (ana.pain_limit, ana.user.name) == (2, "Ana Maria Silva")
    assert ana.reminder_due_at.astimezone(ana.tzinfo).hour == 9
    assert not Mail.objects.exists()
    assert evaluated == []


def test_a_record_that_is_saved_undoes_no_stop_that_came_meanwhile(ana, evaluated):
    stop_training(ana)
    ana.pain_limit = 2
    update(ana)
    ana.refresh_from_db()
    assert (ana.pain_limit, ana.stopped_at) == (2, MONDAY)


def test_a_race_on_another_day_is_evaluated(ana, evaluated):
    ana.goal_race_on = MONDAY.date() + timedelta(days=60)
    update(ana, has_moved_race=True)
    assert evaluated == [ana]


def test_another_address_ends_the_password_and_invites_anew(ana, evaluated):
    ana.user.set_password("correct horse battery")
    ana.user.bad_address_since = MONDAY
    ana.user.save()
    update(ana, email="ana.silva@stridewell.example")
    user = User.objects.get(pk=ana.pk)
    assert (user.email, user.bad_address_since) == ("ana.silva@stridewell.example", None)
    assert not user.has_usable_password()
    assert mails() == [(MailKind.INVITE, "ana.silva@stridewell.example")]  # nothing arrived at the former one


def mails() -> list[tuple[str, str]]:
    """What is in the ledger, and to which address."""
    return [(mail.kind, mail.to) for mail in Mail.objects.select_related("recipient")]


def test_the_same_address_twice_is_one_invitation(ana):
    for _time in range(2):
        change_address(user=ana.user, email="ana.silva@stridewell.example", at=MONDAY)
    assert Mail.objects.filter(kind=MailKind.INVITE).count() == 1


def test_a_new_account_has_no_password_and_a_small_address():
    user = User(email="New@Stridewell.example", name="New", role=Role.THERAPIST)
    save_account(user=user, changed=["email", "name", "role"], at=MONDAY)
    stored = User.objects.get()
    assert stored.email == "new@stridewell.example"
    assert not stored.has_usable_password()
    assert mails() == [(MailKind.STAFF_INVITE, "new@stridewell.example")]


@pytest.mark.parametrize(
    ("changed", "keeps_password"), [(["name"], True), (["email"], False), (["role"], False), (["is_active"], False)]
)
def test_another_address_or_role_of_staff_or_none_ends_every_session(thea, changed, keeps_password):
    thea.bad_address_since = MONDAY
    thea.save()
    save_account(user=thea, changed=changed, at=MONDAY)
    stored = User.objects.get(pk=thea.pk)
    assert stored.has_usable_password() is keeps_password
    assert (stored.bad_address_since is None) is ("email" in changed)
    assert Mail.objects.filter(kind=MailKind.STAFF_INVITE).exists() is not keeps_password


def test_another_address_of_staff_is_told_to_the_former_one_and_the_new_one_is_invited(thea):
    thea.email = "thea.lind@stridewell.example"
    save_account(user=thea, changed=["email"], at=MONDAY)
    assert set(mails()) == {
        (MailKind.ADDRESS_CHANGED, "thea@stridewell.example"),
        (MailKind.STAFF_INVITE, "thea.lind@stridewell.example"),
    }


def test_another_address_of_an_athlete_invites_them(ana):
    ana.user.email = "Ana.Silva@stridewell.example"
    save_account(user=ana.user, changed=["email"], at=MONDAY)
    assert (MailKind.INVITE, "ana.silva@stridewell.example") in mails()
    assert (MailKind.ADDRESS_CHANGED, "ana@stridewell.example") in mails()


def test_signing_out_everywhere_changes_what_sessions_and_links_are_signed_with(ana):
    before = ana.user.get_session_auth_hash()
    sign_out_everywhere(ana.user)
    assert User.objects.get(pk=ana.pk).get_session_auth_hash() != before
