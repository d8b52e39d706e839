"""Figures: how an exercise moves, drawn from data (``programs/data/motions``) and built ahead into ``static/figures``.

From the bottom: vectors, body (lengths, joints, masses), posing (numbers to a body), camera, shapes (outlines, colors);
motions (the data), timing and keyframes (when), limbs and props (what is drawn), drawing (SVG), checks, files. A page
asks ``catalog``, and nothing is solved in a request.
"""
