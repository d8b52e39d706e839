"""The page of one athlete: who they are, what is open, what comes next, and everything that happened, in order."""
