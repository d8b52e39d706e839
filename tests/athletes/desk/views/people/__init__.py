"""Pages of who cares for an athlete."""
