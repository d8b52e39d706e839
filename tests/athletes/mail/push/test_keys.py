"""The clinic's key: made by a command, believed by push services, and refused where it is none."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command

from athletes.mail.push import keys
from clinic.operations.vapid import is_private_key
from tests.push_service import claims_of, decoded


def test_the_command_prints_a_line_for_the_environment_and_another_one_each_time():
    out = [StringIO(), StringIO()]
    for each in out:
        call_command("vapid_keys", stdout=each)
    lines = [each.getvalue().strip() for each in out]
    assert lines[0] != lines[1]
    for line in lines:
        name, _sign, key = line.partition("=")
        assert (name, is_private_key(key)) == ("VAPID_PRIVATE_KEY", True)


@pytest.mark.parametrize("text", ["", "short", "x" * 40, "A" * 43, "é" * 43, "_" * 43])
def test_what_is_no_key_is_refused(text):
    assert not is_private_key(text)


def test_browsers_are_told_the_key_that_signs(settings):
    public = keys.public_key()
    assert len(decoded(public)) == 65
    claims = claims_of(keys.signer().sign({"sub": "mailto:a@b.example", "aud": "https://c.example"})["Authorization"])
    assert (claims["scheme"], claims["key"]) == ("vapid", public)


def test_without_a_key_nothing_is_offered(settings):
    assert keys.is_offered()
    settings.VAPID_PRIVATE_KEY = ""
    assert not keys.is_offered()
