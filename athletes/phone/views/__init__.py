"""The athlete's pages: doors that translate a request into a verb and show the result."""
