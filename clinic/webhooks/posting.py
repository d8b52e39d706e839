"""One POST to one address: signed, to the machine that was looked at, without following anybody elsewhere."""

from __future__ import annotations

import hashlib
import hmac
import socket
import ssl
from datetime import datetime
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Any

from .addresses import Destination

#: Seconds for the connection and for each part of the answer.
TIMEOUT = 10
SIGNATURE = "Stridewell-Signature"
#: Of the answer nothing is read but its status and the first of its bytes.
READ = 1024


class NotTakenError(Exception):
    """It did not arrive, or nobody said that it did. words -- why, in a few words for the page of deliveries"""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words[:120]


class PinnedConnection(HTTPSConnection):
    """To one machine by its number; its certificate is still asked for the name."""

    def __init__(self, where: Destination) -> None:
        self._tls = ssl.create_default_context()
        super().__init__(where.host, where.port, timeout=TIMEOUT, context=self._tls)
        self._ip = where.ip

    def connect(self) -> None:
        plain = socket.create_connection((self._ip, self.port), TIMEOUT)
        self.sock: Any = self._tls.wrap_socket(plain, server_hostname=self.host)


class PlainConnection(HTTPConnection):
    """The same without a certificate: of the demo clinic alone."""

    def __init__(self, where: Destination) -> None:
        super().__init__(where.host, where.port, timeout=TIMEOUT)
        self._ip = where.ip

    def connect(self) -> None:
        self.sock = socket.create_connection((self._ip, self.port), TIMEOUT)


def signature(secret: str, body: bytes, at: datetime) -> str:
    """``t=1730556000,v1=<hex>``: HMAC-SHA256 over the second and the body, so that an old one cannot be sent again."""
    second = int(at.timestamp())
    digest = hmac.new(secret.encode(), f"{second}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={second},v1={digest}"


def post(where: Destination, body: bytes, *, secret: str, at: datetime) -> int:
    """Returns the status, of 200 to 299. Raises NotTakenError for every other, for silence and for a broken answer."""
    connection = PinnedConnection(where) if where.scheme == "https" else PlainConnection(where)
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "Stridewell",
        SIGNATURE: signature(secret, body, at),
    }
    try:
        connection.request("POST", where.target, body, headers)
        answer = connection.getresponse()
        answer.read(READ)
    except (OSError, HTTPException) as error:
        raise NotTakenError(f"{type(error).__name__}: {error}") from error
    finally:
        connection.close()
    if not 200 <= answer.status < 300:
        raise NotTakenError(f"answered {answer.status}")
    return answer.status
