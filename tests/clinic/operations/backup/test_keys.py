"""The key pair of the backups, and what is said of one that is none."""

from __future__ import annotations

import pytest
from django.core.management import call_command

from clinic.operations.backup import keys
from clinic.operations.backup.errors import BackupError


def test_the_command_prints_the_private_half_and_the_line_for_the_settings(capsys):
    call_command("backup_key")
    said = capsys.readouterr()
    line = said.err.splitlines()[-1]
    public = line.removeprefix("BACKUP_RECIPIENTS=")
    assert str(keys.identity(said.out).to_public()) == public
    assert keys.are_recipients([public])


@pytest.mark.parametrize(
    ("typed", "words"), [("age1abc", "no private key"), ("AGE-SECRET-KEY-1ABC", "is damaged"), ("", "no private key")]
)
def test_what_is_no_private_key_is_said(typed, words):
    with pytest.raises(BackupError, match=words):
        keys.identity(typed)


@pytest.mark.parametrize(("listed", "words"), [(["age1abc"], "“age1abc” is no public key"), ([], "There is no key")])
def test_what_is_no_public_key_is_said(listed, words):
    with pytest.raises(BackupError, match=words):
        keys.recipients(listed)
    assert not keys.are_recipients(listed)
