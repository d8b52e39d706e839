"""What watches write, read as people get it.

Read downward:
  uploads    stores what was read, asks about what may be no run
  questions  what is asked, signed
  reading    every file of an upload; runs in a process of its own, like all below it, and knows no Django
  packed, xml_files, fit_files  unpack and read
  activity   what is taken from a file

Positions are read to measure the way and are discarded at once; nothing of them is stored. Everything is read as a
stream: a file of 30 MB costs no more memory than a small one.
"""
