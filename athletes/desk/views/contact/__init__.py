"""The log of contacts with one athlete, and the next visit."""
