"""What watches write, read as people get it: packed.py unpacks, xml_files.py and fit_files.py read, uploads.py stores.

Positions are read to measure the way and are discarded at once; nothing of them is stored. Everything is read as a
stream: a file of 30 MB costs no more memory than a small one.
"""
