"""show_mails: what docs/mail.md shows is what goes out."""

from __future__ import annotations

from pathlib import Path

from django.core.management import call_command

DOCUMENTED = Path(__file__).resolve().parents[3] / "docs" / "mail.md"


def test_the_documented_words_are_those_that_go_out(capsys):
    call_command("show_mails")
    assert capsys.readouterr().out.strip() in DOCUMENTED.read_text(), "docs/mail.md: paste what show_mails prints"
