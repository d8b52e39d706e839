"""Django's PostgreSQL with a pool that has outlived its server: what Django asks for in the folder of an engine."""
