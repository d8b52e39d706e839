"""Others are told that something happened: planned into a ledger, signed, sent until taken (docs/webhooks.md)."""
