"""The clinic's rules as plain functions of plain values: no Django, no clock, no files.

Everything may import it; it imports nothing of ours.
"""
