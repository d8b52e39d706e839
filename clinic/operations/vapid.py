"""The clinic's key for web push (VAPID, RFC 8292): made once, kept in the environment. Read before Django is set up."""

from __future__ import annotations

import binascii

from cryptography.hazmat.primitives.asymmetric import ec
from py_vapid.utils import b64urldecode, b64urlencode

KEY_BYTES = 32


def new_private_key() -> str:
    """A key that nobody has had before: 32 bytes, as base64url without padding."""
    number = ec.generate_private_key(ec.SECP256R1()).private_numbers().private_value
    return str(b64urlencode(number.to_bytes(KEY_BYTES, "big")))


def is_private_key(text: str) -> bool:
    """Whether that is a key of this kind: the right length, and a number of the curve."""
    try:
        raw = b64urldecode(text.encode())
        ec.derive_private_key(int.from_bytes(raw, "big"), ec.SECP256R1())
    except (ValueError, binascii.Error):
        return False
    return len(raw) == KEY_BYTES
