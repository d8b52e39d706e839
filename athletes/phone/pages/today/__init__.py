"""Today: what to do now and why, the week, and the question about yesterday."""
