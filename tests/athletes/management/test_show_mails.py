"""show_mails: what docs/mail.md shows is what goes out, and why one athlete gets a mail or does not."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from athletes.models import Mail
from tests.athletes.mail.ledger import stop_training

DOCUMENTED = Path(__file__).resolve().parents[3] / "docs" / "mail.md"
SUNDAY = "2026-11-08 19:05-05:00"


def test_the_documented_words_are_those_that_go_out(capsys):
    call_command("show_mails")
    assert capsys.readouterr().out.strip() in DOCUMENTED.read_text(), "docs/mail.md: paste what show_mails prints"


@pytest.mark.django_db
def test_of_one_athlete_it_says_what_would_go_out_and_when_and_keeps_nothing(enrolled, capsys):
    kept = Mail.objects.count()
    call_command("show_mails", "--athlete", "ANA@stridewell.example", "--now", SUNDAY)
    said = capsys.readouterr().out
    assert "### Weekly reminder: due 2026-11-08 18:" in said
    assert "Subject: Tomorrow: about 33 minutes" in said
    assert "### Morning question: never due" in said
    assert "Not sent: stopped" in said
    assert Mail.objects.count() == kept


@pytest.mark.django_db
def test_it_says_why_a_stopped_athlete_gets_none(enrolled, capsys):
    stop_training(enrolled)
    call_command("show_mails", "--athlete", "ana@stridewell.example", "--now", SUNDAY)
    said = capsys.readouterr().out
    assert said.count("Not sent: training stopped") == 3
    assert "Subject:" not in said


@pytest.mark.django_db
@pytest.mark.parametrize(("address", "now"), [("nobody@x.example", SUNDAY), ("ana@stridewell.example", "soon")])
def test_who_or_what_it_does_not_know_is_one_clear_line(enrolled, address, now):
    with pytest.raises(CommandError, match=r"Nobody who trains|is not a time"):
        call_command("show_mails", "--athlete", address, "--now", now)
