"""The made-up language of tests."""
