"""The program grid: a whole program as text that a therapist types, read into a plan and back.

Rows are exercises, columns are weeks, cells are doses in shorthand. Everything that was typed stays
in the grid until it is saved; what cannot be read is marked with its reason and nothing is half
saved. No part of this knows an athlete: what matters of one arrives as a ``GridContext``.

    shape     what a grid is; the stored program as one
    fields    a grid as the fields of its form
    reading   the typed form into a grid
    commands  the buttons as values: what a click sends, read once
    edits     what the buttons do; ``row_edits`` and ``week_edits`` hold most of it
    totals    what every workout adds up to in every week
    checking  what the rules say of it, in words; ``offers`` are those that one click answers
    drafts    one private draft for each author, step by step, for undo and redo
    saving    a grid without errors becomes the program's next revision
    history   what each revision changed, in words
    page      a grid as its page draws it
"""
