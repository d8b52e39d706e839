"""A clinic of a million rows: no page reads a table from end to end. docs/scaling.md has the figures."""
