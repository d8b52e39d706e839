"""Numbers as most of Europe writes them: what a program reads of a page must not be written so."""

DECIMAL_SEPARATOR = ","
THOUSAND_SEPARATOR = "."
NUMBER_GROUPING = 3
