"""Doors of who cares for an athlete: cover, and handing over a caseload."""
