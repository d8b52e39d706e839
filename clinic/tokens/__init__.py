"""What programs show instead of a person: made once, kept as a digest, limited by scopes (decision 53)."""
