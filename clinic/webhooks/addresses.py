"""Where a webhook may lead: https, to an address of the open internet. Asked when it is made, and again at each try.

Whoever may type an address here could else have this server ask the inside of its own network for them. The name is
looked up once, and the connection goes to just that address: a name may lead elsewhere a moment later.
"""

from __future__ import annotations

import socket
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from athletes.errors import RefusedError

#: IPv4 addresses as IPv6 of networks that translate them: what is behind one is not seen from its number.
TRANSLATED = (IPv6Network("64:ff9b::/96"), IPv6Network("64:ff9b:1::/48"), IPv6Network("2002::/16"))
HTTPS_PORT = 443


@dataclass(frozen=True, slots=True)
class Destination:
    """Where a request goes. ip -- the address that was looked at; target -- path and query"""

    scheme: str
    host: str
    port: int
    ip: str
    target: str


def destination(url: str) -> Destination:
    """The one place that a request to this address may go to. Looks the name up.

    Raises RefusedError, which says why: no https, a login in it, a name that leads nowhere or into a private network.
    In the demo clinic every address is taken.
    """
    try:
        address = urlsplit(url)
        port = address.port
    except ValueError as error:
        raise _refusal(_("This is not an address.")) from error
    if not address.hostname or "@" in address.netloc or address.fragment:
        raise _refusal(_("Write an address such as https://example.org/hooks, without a login or a #."))
    if address.scheme != "https" and not (settings.DEMO_CLINIC and address.scheme == "http"):
        raise _refusal(_("Only https:// is sent to."))
    target = (address.path or "/") + (f"?{address.query}" if address.query else "")
    port = port or (HTTPS_PORT if address.scheme == "https" else 80)
    return Destination(address.scheme, address.hostname, port, _looked_up(address.hostname, port), target)


def _looked_up(host: str, port: int) -> str:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise _refusal(_("This name leads nowhere at the moment.")) from error
    addresses = [str(each[4][0]) for each in found]
    if not settings.DEMO_CLINIC and not all(map(is_public, addresses)):
        raise _refusal(_("This name points into a private network, so nothing is sent there."))
    return addresses[0]


def is_public(text: str) -> bool:
    """Whether that is an address of the open internet, of one machine, and no other in disguise."""
    address = ip_address(text.partition("%")[0])
    if isinstance(address, IPv6Address):
        if any(address in network for network in TRANSLATED) or address.teredo:
            return False
        address = address.ipv4_mapped or address
    return _is_open(address)


def _is_open(address: IPv4Address | IPv6Address) -> bool:
    return address.is_global and not address.is_multicast and not address.is_reserved


def _refusal(words: object) -> RefusedError:
    return RefusedError(words, field="url")
