"""The way into care and the dates of a plan: discovery calls, prescribing, changes of the plan, the two days.

Above ``evaluation``; records, wording, phone and desk may import it.
"""
