"""What the rules make of one athlete's records: pain zones, suggestions, deloads, flags.

Above ``mail``; enrollment, records and what shows them may import it.
"""
