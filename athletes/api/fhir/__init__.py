"""Records as HL7 FHIR R4B, read-only: what stands for what is in docs/fhir.md (decision 54)."""
