"""The clinic's key pair, by which push services know who writes (VAPID, RFC 8292). Without one nothing is offered."""

from __future__ import annotations

from functools import cache

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings
from py_vapid import Vapid
from py_vapid.utils import b64urlencode


def is_offered() -> bool:
    """Whether this clinic sends to phones at all."""
    return bool(settings.VAPID_PRIVATE_KEY)


def public_key() -> str:
    """What browsers are told when they subscribe: the point in full, as base64url. To be asked only where offered."""
    return public_key_of(settings.VAPID_PRIVATE_KEY)


@cache
def public_key_of(private_key: str) -> str:
    point = signer_of(private_key).public_key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return str(b64urlencode(point))


def signer() -> Vapid:
    """Signs what goes out. To be asked only where offered."""
    return signer_of(settings.VAPID_PRIVATE_KEY)


@cache
def signer_of(private_key: str) -> Vapid:
    return Vapid.from_raw(private_key.encode())
