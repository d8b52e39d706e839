"""Figures that the clinic draws itself: numbers typed in a form, checked, reviewed, and then shown in place of ours.

documents.py is a motion as one document, fields.py its numbers as fields, drawing.py what is drawn of it and what is
wrong with it in words, corrections.py the verbs, and shown.py the one door that says which figure is shown.
"""
