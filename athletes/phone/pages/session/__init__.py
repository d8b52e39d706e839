"""The session in progress as the phone shows it: the page, a card for each exercise, and the words of its scripts.

Views of the phone and the desk's record of a session import it.
"""
