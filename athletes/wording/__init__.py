"""What rules and records are called in sentences, the same on the phone and on the desk.

Above ``records``; phone and desk may import it.
"""
