"""The page of the matrix.

``page`` holds the grid with its ``bar`` (what is shown, and finding it); ``model`` keeps what a view shows right by
every change and says what stands in its cells; ``grid`` is painted by hand (``grid_paint``), and told as a table by
``spoken_grid``; ``evidence_panel`` lists the claims of what is chosen.
"""
