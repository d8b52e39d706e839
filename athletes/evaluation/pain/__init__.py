"""How each place of an athlete does: the pain it may reach, its zone and level, what is to be flagged, warning signs.

Read by the rest of this room, and by records, phone and desk; it knows nothing of suggestions.
"""
