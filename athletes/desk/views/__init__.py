"""The caseload's doors."""
