"""Doors of who cares for an athlete: cover."""
