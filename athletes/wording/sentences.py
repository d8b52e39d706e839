"""Names of exercises and places in the middle of a sentence: small letters, but for proper names."""

from __future__ import annotations

#: Words of the library and of the body that keep their capital letter wherever they stand.
PROPER = frozenset({"A-skip", "Achilles", "Bulgarian", "Copenhagen", "Nordic", "Pallof", "Romanian"})


def in_sentence(name: str) -> str:
    """“Left knee” as “left knee”, “Loaded Bulgarian split squat” as “loaded Bulgarian split squat”."""
    return " ".join(word if word in PROPER else word.lower() for word in name.split(" "))
