"""The table of kinds: each has its entry, and each entry has all that its kind needs."""

from __future__ import annotations

from collections import Counter

import pytest
from django.template.loader import get_template

from athletes.mail.kinds import BY_KIND, DEFINITIONS, RECURRING, definition_of, subscription_to
from athletes.models import Athlete, MailKind, User

STOPPED_BY_NOBODY = [MailKind.URGENT, MailKind.INVITE, MailKind.CALL, MailKind.MESSAGE]


def test_every_kind_of_mail_has_one_entry():
    assert Counter(definition.kind for definition in DEFINITIONS) == Counter(MailKind)
    assert list(BY_KIND) == list(MailKind)


@pytest.mark.parametrize("kind", [*MailKind, "sign_in"])
def test_every_kind_has_its_three_templates(kind):
    for name in ("subject.txt", "body.txt", "body.html"):
        get_template(f"emails/{kind}/{name}")


@pytest.mark.parametrize("recurring", RECURRING, ids=lambda recurring: recurring.kind)
def test_what_comes_round_names_fields_of_the_athlete_and_can_be_stopped(recurring):
    fields = {field.name for field in Athlete._meta.get_fields()}
    assert {recurring.due_field, *recurring.wishes} <= fields
    assert recurring.subscription.field in recurring.wishes
    assert recurring.is_wanted is not None


def test_no_two_recurring_mails_share_a_due_time():
    assert len({recurring.due_field for recurring in RECURRING}) == len(RECURRING)


@pytest.mark.parametrize("kind", [kind for kind in MailKind if kind not in STOPPED_BY_NOBODY])
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
