"""Bad values for everything that takes one: never a fault of ours, a named field, nothing half written, words kept.

The short walk takes one value for each field, another one for the next; ``pytest tests/access -m long`` takes them all.
"""

from __future__ import annotations

import pytest

from .hostile import Walk, documents_of, places_of, serializers_with_documents

pytestmark = [pytest.mark.django_db, pytest.mark.walk]
#: Parts of the walk, and how many requests each is at least: a walk that finds nothing to ask is no walk.
PARTS = {"parameters": 120, "lists": 200, "options": 150, "documents": 60, "forms": 250}


def faults(part, clients, things, size):
    walk = Walk(clients, things, size)
    with walk.watched():
        found = list(getattr(walk, part)())
    assert walk.requests >= PARTS[part]
    return found


@pytest.mark.parametrize("part", PARTS)
def test_no_bad_value_is_a_fault(clients, things, part):
    found = faults(part, clients, things, size=1)
    assert not found, "\n".join(found)


@pytest.mark.long
@pytest.mark.parametrize("part", PARTS)
def test_no_bad_value_is_a_fault_anywhere(clients, things, part):
    found = faults(part, clients, things, size=0)
    assert not found, "\n".join(found)


def test_every_field_of_a_document_is_tried(things):
    tried = {str(place[-1]) for document in documents_of(things).values() for place in places_of(document)}
    assert serializers_with_documents() <= tried


def test_a_page_that_breaks_is_found(clients, things, monkeypatch):
    """The walk can fail."""
    from athletes.phone import serializers

    def breaks(self, data):
        raise ZeroDivisionError

    monkeypatch.setattr(serializers.RunSerializer, "to_internal_value", breaks)
    walk = Walk(clients, things, size=1)
    with walk.watched():
        assert next(line for line in walk.documents() if "/runs/" in line).endswith(": 500")
