"""Template programs as one JSON document: out, and in again all or nothing.

Above ``models`` and ``rules``; the commands and ``clinic`` import it.
"""
