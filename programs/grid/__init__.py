"""The program grid: a whole program as text that a therapist types, read into a plan and back.

Rows are exercises, columns are weeks, cells are doses in shorthand. Everything that was typed stays
in the grid until it is saved; what cannot be read is marked with its reason and nothing is half
saved. No part of this knows an athlete: what matters of one arrives as a ``GridContext``.

    shape     what a grid is; the stored program as one
    reading   the typed form into a grid, and a grid back into the form's fields
    commands  the buttons as values: what a click sends, read once
    edits     what the buttons do: rows, weeks, filling, swapping, lighter weeks
    totals    what every workout adds up to in every week
    checking  what the rules say of it, in words, and what would fill each gap
    drafts    one private draft for each author, step by step, for undo and redo
    saving    a grid without errors becomes the program's next revision
    history   what each revision changed, in words
    page      a grid as its page draws it
"""
