"""The doors of the reports: a page, its print, and the same as a file for a spreadsheet."""
