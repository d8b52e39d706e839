"""Where notes may be sent. A browser names the address, so anybody can name one: only push services are written to.

A list of hosts, and not a look at where a name leads: a name can lead elsewhere by the time it is used.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings


def is_push_service(endpoint: str) -> bool:
    """Whether that is an https address at one of ``PUSH_HOSTS``; a leading point stands for everything below a name.

    In the demo clinic and in tests also an address below ``PUSH_TEST_SERVICE``.
    """
    try:
        address = urlsplit(endpoint)
        port = address.port
    except ValueError:
        return False
    if settings.PUSH_TEST_SERVICE and f"{address.scheme}://{address.netloc}" == settings.PUSH_TEST_SERVICE:
        return True
    is_plain = "@" not in address.netloc and port in {None, 443}
    return address.scheme == "https" and is_plain and _is_listed(address.hostname or "")


def _is_listed(host: str) -> bool:
    families = tuple(listed for listed in settings.PUSH_HOSTS if listed.startswith("."))
    return host in settings.PUSH_HOSTS or host.endswith(families)
