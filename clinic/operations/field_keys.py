"""The keys by which secrets are locked in the database: made once, kept in the environment.

Read before Django is set up.
"""

from __future__ import annotations

from collections.abc import Iterable

from cryptography.fernet import Fernet


def new_field_key() -> str:
    """A key that nobody has had before: 32 bytes, as base64url."""
    return Fernet.generate_key().decode()


def are_field_keys(keys: Iterable[str]) -> bool:
    """Whether each of them is a key of this kind, and there is one."""
    try:
        return bool([Fernet(key) for key in keys])
    except ValueError:
        return False
