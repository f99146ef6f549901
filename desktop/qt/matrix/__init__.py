"""The page of the matrix.

``page`` holds the grid with its ``bar`` (what is shown) and ``find``; ``model`` keeps what a view shows right by every
change, ``contents`` says what stands in its cells, ``short_names`` what above its columns; ``grid`` is painted by hand
(``grid_layout``, ``grid_paint``); ``evidence_panel`` lists the claims of what is chosen.
"""
