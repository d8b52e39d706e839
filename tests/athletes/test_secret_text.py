"""Secrets stand locked in the database, and what is not locked by the clinic's keys is never taken for one."""

from __future__ import annotations

import pytest
from django.db import connection

from athletes.models import PushDevice
from athletes.secret_text import UnreadableSecretError, is_locked, lock, unlock
from clinic.operations.field_keys import are_field_keys, new_field_key
from tests.people import MONDAY

AUTH, KEY = "c2l4dGVlbi1ieXRlcyEh", "the-public-point"


def stored(column: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM athletes_pushdevice")
        return str(cursor.fetchone()[0])


@pytest.fixture
def device(ana) -> PushDevice:
    return PushDevice.objects.create(
        owner=ana.user, endpoint="https://push.example/1", p256dh=KEY, auth=AUTH, made_at=MONDAY
    )


@pytest.mark.django_db
def test_a_phone_s_keys_are_read_by_the_clinic_and_not_in_the_row(device):
    read = PushDevice.objects.get()
    assert (read.p256dh, read.auth) == (KEY, AUTH)
    for column, text in (("p256dh", KEY), ("auth", AUTH)):
        assert is_locked(stored(column))
        assert text not in stored(column)


@pytest.mark.django_db
def test_one_that_no_key_opens_is_empty_and_in_the_log(device, settings, caplog):
    settings.FIELD_KEYS = [new_field_key()]
    assert PushDevice.objects.get().auth == ""
    assert "athletes.PushDevice.auth cannot be read with FIELD_KEYS" in caplog.text
    assert AUTH not in caplog.text


@pytest.mark.parametrize("text", ["plain", "", "gAAAAABplain"])
def test_what_was_never_locked_is_not_read(text):
    with pytest.raises(UnreadableSecretError):
        unlock(text)


def test_the_first_key_locks_and_each_opens(settings):
    former, newer = new_field_key(), new_field_key()
    settings.FIELD_KEYS = [former]
    locked = lock("words")
    settings.FIELD_KEYS = [newer, former]
    assert unlock(locked) == "words"
    again = lock("words")
    settings.FIELD_KEYS = [newer]
    assert unlock(again) == "words"
    with pytest.raises(UnreadableSecretError):
        unlock(locked)


@pytest.mark.parametrize(("keys", "are"), [([new_field_key()], True), (["short"], False), ([], False)])
def test_what_is_a_key_is_known_before_the_start(keys, are):
    assert are_field_keys(keys) is are
