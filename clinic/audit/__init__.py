"""Who looked, and how that is proved: rows of the access log, in words, sealed, searched, verified."""
