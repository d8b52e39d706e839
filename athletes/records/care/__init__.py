"""Verbs of what the clinic keeps of its own care: the log of contacts, and its texts for messages."""
