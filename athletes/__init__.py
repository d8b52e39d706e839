"""People in care and what they do, by subject; ``docs/architecture.md`` draws the rooms."""
