"""The variables of an installation, read with their kind and limits; what is wrong with any is said at once, by name.

May be imported by the settings: it imports no Django that needs them.
"""

from __future__ import annotations

import json
import logging
import zoneinfo
from collections.abc import Callable, Collection
from typing import Any
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

YES = frozenset({"yes", "true", "on", "1", "y"})
NO = frozenset({"no", "false", "off", "0", "n", ""})
#: Hosts that belong to nobody (RFC 2606), and what `.env.example` is filled in with.
EXAMPLE_ENDINGS = ("example.org", "example.com", "example.net", ".example", ".invalid", ".test")
LOG_LEVELS = tuple(logging.getLevelNamesMapping())


class Environment:
    """Reads variables, or the files that ``NAME_FILE`` points to.

    wrong -- a line for each variable that cannot be read; its default stands until ``refuse`` raises them all
    given, standing -- the names that were asked for and are set, and those whose default stands
    """

    def __init__(self) -> None:
        self._variables = environ.FileAwareEnv()
        self.wrong: list[str] = []
        self.given: set[str] = set()
        self.standing: set[str] = set()

    def text(self, name: str, default: str = "") -> str:
        """What is empty is not there."""
        found = self._variables.str(name, default="")
        (self.given if found else self.standing).add(name)
        return found or default

    def items(self, name: str, default: list[str]) -> list[str]:
        """Comma-separated."""
        found = self.text(name)
        return [each.strip() for each in found.split(",") if each.strip()] if found else default

    def yes(self, name: str, *, default: bool) -> bool:
        """yes or no, in the usual ways to write them; a slip is no *no*."""
        given = self.text(name, "yes" if default else "no").strip().lower()
        if given not in YES | NO:
            self._complain(name, given, "yes or no")
            return default
        return given in YES

    def number(self, name: str, *, default: int, least: int, most: int, off: int | None = None) -> int:
        """off -- a number outside the range that switches the thing off"""
        given = self.text(name, str(default)).strip()
        if off is not None and given == str(off):
            return off
        if not (given.isascii() and given.isdigit()) or not least <= int(given) <= most:
            self._complain(name, given, f"a whole number from {least} to {most}")
            return default
        return int(given)

    def choice(self, name: str, *, default: str, of: Collection[str]) -> str:
        given = self.text(name, default)
        if given not in of:
            self._complain(name, given, f"one of {', '.join(of)}")
            return default
        return given

    def time_zone(self, name: str, *, default: str) -> str:
        given = self.text(name, default)
        if given not in zoneinfo.available_timezones():
            self._complain(name, given, "a name such as America/New_York")
            return default
        return given

    def url(self, name: str, *, schemes: Collection[str], example: str) -> str:
        """An address with one of these schemes and a host, or empty."""
        given = self.text(name)
        if given and not _is_url(given, schemes):
            self._complain(name, _without_password(given), f"an address such as {example}")
            return ""
        return given

    def json(self, name: str) -> dict[str, Any]:
        """An object; empty where there is none."""
        try:
            found = json.loads(self.text(name, "{}"))
        except ValueError:
            found = None
        if not isinstance(found, dict):
            self.wrong.append(f"{name} is not JSON such as {{}}")
            return {}
        return found

    def database(self, name: str, *, default: str) -> dict[str, Any]:
        """Django's settings of one database, from its address."""
        return self._parsed(name, default, self._variables.db_url_config, "postgres://user:password@host:5432/name")

    def mail_server(self, name: str) -> dict[str, Any]:
        """Django's settings of SMTP, from its address; empty where there is none."""
        return self._parsed(name, "", self._variables.email_url_config, "smtp+tls://user:password@host:587")

    def refuse(self, *reasons: str) -> None:
        """Raise one error with a line for everything that is wrong, these reasons too; nothing where nothing is."""
        lines = [*self.wrong, *reasons]
        if lines:
            raise ImproperlyConfigured("This clinic is half configured:\n" + "".join(f"  {line}\n" for line in lines))

    def _parsed(self, name: str, default: str, parse: Callable[[str], dict[str, Any]], example: str) -> dict[str, Any]:
        given = self.text(name, default)
        if not given:
            return {}
        try:
            found = parse(given)
        except (ImproperlyConfigured, KeyError, ValueError):
            found = {}
        if not _is_known(found):
            self.wrong.append(f"{name} is not an address such as {example}")
            return parse(default) if default else {}
        return found

    def _complain(self, name: str, given: str, wanted: str) -> None:
        self.wrong.append(f"{name} is “{given}”: it must be {wanted}")


def _is_known(found: dict[str, Any]) -> bool:
    """Whether an address led to one of the engines or ways to send that there are: environ takes any word."""
    return str(found.get("ENGINE") or found.get("EMAIL_BACKEND")).startswith("django.")


def _is_url(given: str, schemes: Collection[str]) -> bool:
    try:
        parts = urlsplit(given)
        _ = parts.port
    except ValueError:
        return False
    return parts.scheme in schemes and bool(parts.netloc)


def _without_password(address: str) -> str:
    """What may stand in a log."""
    return address.rpartition("@")[2]


def is_example(host: str) -> bool:
    """Whether a host, or the host of a mail address, is one that belongs to nobody."""
    return host.lower().rstrip(".>").endswith(EXAMPLE_ENDINGS)


def is_placeholder_number(phone: str) -> bool:
    """555-01xx is kept free for films and examples."""
    digits = "".join(filter(str.isdigit, phone))
    return digits[-7:-2] == "55501"
