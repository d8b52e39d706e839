"""The way back: one encrypted file with the database and the uploaded files, made, checked and put back (decision 43).

errors.py what goes wrong in words; keys.py the key pair; archive.py the file as a stream; manifest.py what it says of
itself; database.py the two engines behind one door, sqlite.py and postgres.py; making.py, restoring.py the verbs;
nightly.py the one that comes round.
"""
