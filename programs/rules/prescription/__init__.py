"""What one prescription says: the dose and its shorthand, tempo, minutes, coverage, and a dose one step further.

Above the thresholds; the other rules, the models and the grid read it.
"""
