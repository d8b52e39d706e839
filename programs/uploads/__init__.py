"""What strangers send is read in a process of its own, within limits that the system keeps.

Read downward:
  bounded  starts that process, waits for it, and says in words why it gave up
  child    what runs in it: limits first, then one reader
  errors   what a reader raises; it knows no Django, like every reader

A reader is a module with ``read(stream, **arguments)`` that yields values of JSON: ``programs/imports/texts.py`` and
``workbooks.py``, ``programs/uploads/pictures.py``, ``athletes/records/run_files/reading.py``. It and what it imports
know no Django, so that the process starts in some hundredths of a second, and holds no secret.
"""
