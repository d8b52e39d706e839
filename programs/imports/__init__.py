"""Tables from elsewhere: read what any spreadsheet writes, say which column is which, check, store all or nothing.

Read downward:
  jobs      an upload on its way: columns, check, run, forget
  plans     what a file would do, and what each kind of import has to say about itself
  auditing  many rows at once, each with its line in the change log
  refusals  what was refused: by row, by cause, and as a file
  columns   which column means what
  reading   an upload to rows of text, by one of the two below, in a process of its own
  texts, workbooks  CSV and XLSX to rows; they know no Django
  writing   rows of text to CSV and XLSX
  rows      what a row is, and how many there may be
No module here knows an exercise or an athlete: ``programs/library`` and ``athletes/enrollment`` bring their own plan.
"""
