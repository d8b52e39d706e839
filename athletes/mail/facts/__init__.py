"""What is true of the athletes that mail urges, at the moment at which it is written: read for many at once."""
