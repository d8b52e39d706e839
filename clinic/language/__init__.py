"""Catalogs of words, and the made-up language by which missing ones are seen."""
