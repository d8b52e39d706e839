"""The people and things of the access policy: its pages are asked here."""

from tests.access.conftest import clients, people, things

__all__ = ["clients", "people", "things"]
