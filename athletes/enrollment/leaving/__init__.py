"""How an athlete leaves care: the record is put away, kept as long as it has to be, and erased."""
