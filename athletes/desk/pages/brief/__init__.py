"""The visit brief: an athlete's last weeks on one page, in the order of a SOAP note.

``page`` puts it together; ``subjective``, ``objective``, ``assessment`` and ``plan`` are its sections, each bounded so
that the whole stays one page; ``as_text`` writes the same lines for the record.
"""
