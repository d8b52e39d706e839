"""The demo's mail page says when each mail was sent as a person reads it, and copes with one that does not say."""

from __future__ import annotations

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("header", "shown"),
    [
        ("Date: Mon, 02 Nov 2026 14:00:00 -0000\n", "Mon, Nov 2, 2026, 9:00:00 a.m."),
        ("", "ana@stridewell.example · </p>"),
    ],
)
def test_a_mail_has_its_time_by_the_clinic_s_clock(settings, tmp_path, header, shown):
    settings.MAIL_DIR = tmp_path
    (tmp_path / "1.log").write_text(f"To: ana@stridewell.example\nSubject: Hi\n{header}\nhttps://x.example/\n")
    page = Client().get("/dev/mail/").content.decode()
    assert shown in page
    assert '<a href="https://x.example/">' in page
