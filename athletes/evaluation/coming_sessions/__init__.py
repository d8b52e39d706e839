"""Which sessions there may be, of which week of the plan, and of how many sets: races, time off, phases, deloads.

Above ``pain``; the rest of ``evaluation`` may import it.
"""
