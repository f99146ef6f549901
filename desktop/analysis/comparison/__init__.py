"""What the coding says, counted and compared; pure functions over values.

``pivot`` counts claims by any axes, ``patching`` follows an edit, ``outline`` gives groups a line of their own; of
``counts`` is what a cell holds, ``members`` are what the axes divide by, ``places`` name cells and lines for good.
``contradictions``, ``two_sides``, ``networks``, ``similarity``, ``timeline`` and ``strips`` are the findings.
"""
