"""Statements about rows of the ledger that are made for every mail, and have to be cheap."""
