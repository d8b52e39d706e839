"""Verbs that store what an athlete did or said: sessions, pain, runs, check-ins, messages.

Above ``enrollment``; wording, phone, desk and tasks may import it.
"""
