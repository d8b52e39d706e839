"""Second factors and phones' keys: locked at rest, and locked anew with another key without anybody noticing."""

from __future__ import annotations

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.core.management import CommandError, call_command

from athletes.models import PushDevice
from clinic.operations.field_keys import new_field_key
from clinic.operations.rotating import count_unreadable, rotate_secrets, secret_fields
from tests.athletes.enrollment.leaving.canaries import rows_by_table
from tests.people import MONDAY

pytestmark = pytest.mark.django_db
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
AUTH = "c2l4dGVlbi1ieXRlcyEh"


@pytest.fixture
def locked(thea, ana):
    """A therapist with a second factor, an athlete with a phone; returns the therapist's recovery codes."""
    TOTP.activate(thea, SECRET)
    codes = RecoveryCodes.activate(thea).generate_codes()
    PushDevice.objects.create(
        owner=ana.user, endpoint="https://push.example/1", p256dh="key", auth=AUTH, made_at=MONDAY
    )
    return codes


def code_now() -> str:
    return format_hotp_value(hotp_value(SECRET, int(time.time()) // 30))


def factor(kind: str) -> Authenticator:
    return Authenticator.objects.get(type=kind)


def everything_stored() -> str:
    return "".join("".join(rows) for rows in rows_by_table().values())


def test_no_secret_is_in_any_row(locked):
    stored = everything_stored()
    for secret in (SECRET, AUTH, *locked):
        assert secret not in stored


def test_with_another_key_the_same_codes_open_and_the_former_key_is_not_needed(locked, settings, capsys):
    before = everything_stored()
    settings.FIELD_KEYS = [new_field_key(), *settings.FIELD_KEYS]
    call_command("rotate_secrets")
    assert "4 secrets are locked with the first key" in capsys.readouterr().out
    assert everything_stored() != before
    settings.FIELD_KEYS = settings.FIELD_KEYS[:1]
    assert TOTP(factor("totp")).validate_code(code_now())
    assert RecoveryCodes(factor("recovery_codes")).generate_codes() == locked
    assert RecoveryCodes(factor("recovery_codes")).validate_code(locked[0])
    assert PushDevice.objects.get().auth == AUTH


def test_what_was_stored_unlocked_is_locked(locked, settings, capsys):
    Authenticator.objects.filter(type="totp").update(data={"secret": SECRET})
    assert SECRET in everything_stored()
    call_command("rotate_secrets")
    assert "1 stood there unlocked" in capsys.readouterr().out
    assert SECRET not in everything_stored()
    assert TOTP(factor("totp")).validate_code(code_now())


def test_what_no_key_opens_is_named_and_stays(locked, settings):
    former = settings.FIELD_KEYS
    settings.FIELD_KEYS = [new_field_key()]
    before = everything_stored()
    assert count_unreadable().total() == 4
    with pytest.raises(CommandError, match=r"1 × athletes.PushDevice.auth.*1 × second factor, secret"):
        call_command("rotate_secrets")
    assert everything_stored() == before
    settings.FIELD_KEYS = former
    assert rotate_secrets().locked == 4


def test_each_secret_field_is_found():
    assert {f"{model.__name__}.{each.name}" for model, each in secret_fields()} == {
        "PushDevice.p256dh",
        "PushDevice.auth",
        "Webhook.secret",
    }
