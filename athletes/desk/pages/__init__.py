"""View-models of the therapist's pages: caseload, chart, brief, hand-over."""
