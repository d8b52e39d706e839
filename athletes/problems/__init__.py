"""Flags: raised once per cause, on the caseload until a therapist acts.

Above ``training`` and ``access``; mail, evaluation and the rooms above them import it.
"""
