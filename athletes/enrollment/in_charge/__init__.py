"""Whose an athlete is: covered by a colleague for some days, or handed over for good."""
