"""The key pair of the backups: the public half in the settings, the private one elsewhere.

Read before Django is set up.
"""

from __future__ import annotations

from collections.abc import Iterable

from pyrage import IdentityError, RecipientError, x25519

from .errors import BackupError

SECRET_MARK = "AGE-SECRET-KEY-"  # noqa: S105 - how every such key begins


def new_key_file() -> tuple[str, str]:
    """A new pair: what is kept in a file, as ``age-keygen`` writes it, and the public half."""
    identity = x25519.Identity.generate()
    public = str(identity.to_public())
    return f"# public key: {public}\n{identity}\n", public


def recipients(texts: Iterable[str]) -> list[x25519.Recipient]:
    """Who can read the backups. texts -- public keys, ``age1...``. Raises BackupError for none, or what is none."""
    found = []
    for text in texts:
        try:
            found.append(x25519.Recipient.from_str(text.strip()))
        except RecipientError as error:
            raise BackupError(f"BACKUP_RECIPIENTS: “{text}” is no public key; it begins with age1.") from error
    if not found:
        raise BackupError("There is no key to lock the backup with: put the line of manage.py backup_key into .env.")
    return found


def are_recipients(texts: Iterable[str]) -> bool:
    try:
        return bool(recipients(texts))
    except BackupError:
        return False


def identity(text: str) -> x25519.Identity:
    """The private key out of a key file, or typed. Raises BackupError where there is none in it."""
    lines = text.splitlines()
    for line in lines:
        if line.strip().startswith(SECRET_MARK):
            return _identity_of(line.strip())
    raise BackupError(f"That is no private key: its line begins with {SECRET_MARK}.")


def _identity_of(line: str) -> x25519.Identity:
    try:
        return x25519.Identity.from_str(line)
    except IdentityError as error:
        raise BackupError("The private key is damaged: a letter is missing or wrong.") from error
