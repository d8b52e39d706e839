"""Somebody is told: what is wrong with outgoing mail, what of it mends itself, and who hears of it."""
