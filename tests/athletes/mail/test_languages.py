"""Mails and notes are in the language of whoever reads them, whoever causes them."""

from __future__ import annotations

import pytest
from django.utils import translation

from athletes.mail import compose
from athletes.mail.kinds import definition_of
from athletes.mail.samples import all_samples
from athletes.models import MailChannel, MailKind
from clinic.language.pseudo import OPENS
from tests.foreign import left_in_english, left_in_text, typed_by_people
from tests.people import MONDAY

pytestmark = pytest.mark.django_db


def test_no_mail_is_left_in_english(made_up_language, ana):
    known = typed_by_people()
    left = {}
    with translation.override(made_up_language):
        for sample in all_samples():
            texts = (*left_in_text(sample.subject, known), *left_in_text(sample.text, known))
            words = [text for text in (*texts, *left_in_english(sample.source, known)) if "Ana" not in text]
            assert '<html lang="en-xa">' in sample.source
            if words:
                left[sample.kind] = words
    assert not left


def test_a_mail_is_in_its_recipient_s_language(made_up_language, enrollment, ana):
    mail = ana.user.mails.first()
    assert OPENS not in compose.compose(mail, at=MONDAY).body
    mail.recipient.language = made_up_language
    assert OPENS in compose.compose(mail, at=MONDAY).body
    assert OPENS in compose.sign_in(mail.recipient, "123456").subject


def test_notes_to_phones_have_words_of_a_catalog(made_up_language):
    with translation.override(made_up_language):
        note = definition_of(MailKind.MORNING, MailChannel.PUSH).sample()
    assert str(note["text"]).startswith(OPENS)
