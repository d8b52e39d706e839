"""What other programs read of a caseload: the clinic's own documents, and FHIR. Read-only (decision 53)."""
