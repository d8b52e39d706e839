"""The demo clinic, lived once more through the pages."""
