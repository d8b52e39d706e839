"""Every mail for a made-up week: as docs/mail.md and the admin show it."""

from __future__ import annotations

import pytest
from django.core.mail import EmailMultiAlternatives

from athletes.mail import compose as composing
from athletes.mail.kinds import definition_of
from athletes.mail.planner import plan_mail
from athletes.mail.samples import all_samples, sample_content
from athletes.models import (
    Mail,
    MailKind,
)
from tests.athletes.mail.ledger import (
    MAILED,
    MORNING,
    WEEK,
    recipient_of,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("kind", MAILED)
def test_the_sample_is_written_with_everything_that_the_real_one_is(asked, thea, kind, monkeypatch):
    given = {}
    monkeypatch.setattr(
        composing, "render", lambda name, to, context: given.update(context) or EmailMultiAlternatives()
    )
    to = recipient_of(kind, asked, thea)
    composing.compose(plan_mail(to, MailKind(kind), occasion="x", at=MORNING, window=WEEK), at=MORNING)
    assert set(given) == set(sample_content(definition_of(kind)))


def test_there_is_a_sample_of_every_kind_and_of_the_sign_in(db):
    assert [sample.kind for sample in all_samples()] == [*MAILED, "sign_in", "password_reset"]
    assert not Mail.objects.exists()


def test_a_sample_is_whole_and_its_words_bring_no_style_of_their_own():
    for sample in all_samples():
        assert sample.subject
        assert sample.text.strip()
        assert "style=" in sample.source
        assert "style=" not in sample.words
        assert "<body" not in sample.words
