"""Forms of the athlete's pages: they work without script and keep what was typed."""
