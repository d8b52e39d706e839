"""Who comes in, and how: links and codes for athletes, passwords and a second factor for staff."""
