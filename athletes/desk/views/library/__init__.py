"""Doors of the library that need more than its admin: names while typing, merging, figures."""
