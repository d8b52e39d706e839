"""Mail that goes out by itself: when it is due, whether it is wanted, what it says, and how it is sent at most once.

Above ``problems``; evaluation and the rooms above it may import it.
"""
