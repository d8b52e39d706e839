"""What is due and what was done of it: targets, swaps, the plyometric clearance, adherence.

Above ``models``; everything from ``problems`` upward may import it.
"""
