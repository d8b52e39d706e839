"""The table of kinds: each has its entry, and each entry has all that its kind needs."""

from __future__ import annotations

import pytest
from django.template.loader import get_template

from athletes.mail.kinds import BY_WAY, DEFINITIONS, PUSHES, RECURRING, definition_of, subscription_to
from athletes.models import Athlete, MailChannel, MailKind, PushDevice, User
from tests.athletes.mail.ledger import MAILED
from tests.people import MONDAY

STOPPED_BY_NOBODY = [
    MailKind.URGENT,
    MailKind.INVITE,
    MailKind.STAFF_INVITE,
    MailKind.NEXT_WEEKS,
    MailKind.HANDED_OVER,
    MailKind.CALL,
    MailKind.MESSAGE,
    MailKind.PASSKEY,
    MailKind.ADDRESS_CHANGED,
    MailKind.MAIL_TROUBLE,
    MailKind.TEST,
]
ROUND_BY_MAIL = [recurring for recurring in RECURRING if recurring.channel == MailChannel.EMAIL]
ROUND_BY_PUSH = [recurring for recurring in RECURRING if recurring.channel == MailChannel.PUSH]


def test_every_kind_of_mail_has_one_entry():
    assert [definition.kind for definition in DEFINITIONS] == MAILED
    assert {kind for kind, _channel in BY_WAY} == set(MailKind)
    assert len(BY_WAY) == len(DEFINITIONS) + len(PUSHES)


@pytest.mark.parametrize("kind", [*MAILED, "sign_in"])
def test_every_kind_has_its_three_templates(kind):
    for name in ("subject.txt", "body.txt", "body.html"):
        get_template(f"emails/{kind}/{name}")


@pytest.mark.parametrize("recurring", ROUND_BY_MAIL, ids=lambda recurring: recurring.kind)
def test_what_comes_round_names_fields_of_the_athlete_and_can_be_stopped(recurring):
    assert recurring.due_field in {field.name for field in Athlete._meta.get_fields()}
    athlete = Athlete(**{each.subscription.field: True for each in ROUND_BY_MAIL})
    assert recurring.is_wished_by(athlete)
    setattr(athlete, recurring.subscription.field, False)
    assert not recurring.is_wished_by(athlete)
    assert recurring.is_wanted is not None


@pytest.mark.django_db
@pytest.mark.parametrize("recurring", ROUND_BY_PUSH, ids=lambda recurring: recurring.kind)
def test_what_comes_round_on_phones_is_wished_by_the_switch_there(recurring, ana):
    assert not recurring.is_wished_by(ana)
    PushDevice.objects.create(owner=ana.user, endpoint="https://push.example/1", made_at=MONDAY)
    assert recurring.is_wished_by(ana)
    assert recurring.due_field in {field.name for field in Athlete._meta.get_fields()}


@pytest.mark.parametrize("push", PUSHES, ids=lambda push: push.kind)
def test_nothing_goes_to_phones_without_the_wish(push):
    assert push.is_wanted is not None
    assert set(push.sample()) == {"text", "path"}


def test_a_way_that_a_kind_never_goes_has_no_entry():
    with pytest.raises(KeyError):
        definition_of(MailKind.STRENGTH_DAY)


def test_no_two_recurring_mails_share_a_due_time():
    assert len({recurring.due_field for recurring in RECURRING}) == len(RECURRING)


@pytest.mark.parametrize("kind", [kind for kind in MAILED if kind not in STOPPED_BY_NOBODY])
def test_a_wish_is_kept_on_its_holder_and_the_page_that_ends_it_has_words(kind):
    subscription = subscription_to(kind)
    holder = User if subscription.is_for_staff else Athlete
    assert holder._meta.get_field(subscription.field).get_internal_type() == "BooleanField"
    assert all(str(words) for words in (subscription.question, subscription.off, subscription.no_more))


@pytest.mark.parametrize("kind", STOPPED_BY_NOBODY)
def test_what_has_a_cause_of_its_own_is_stopped_by_nobody(kind):
    with pytest.raises(ValueError, match="nobody turns"):
        subscription_to(kind)


def test_what_is_no_kind_has_no_entry():
    with pytest.raises(ValueError, match="newsletter"):
        definition_of("newsletter")
