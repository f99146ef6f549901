"""Pure functions over values: what the texts and the coding say.

``attribution`` tells who says what; over it, and independent of each other, ``tracing`` finds what quotations go back
to, ``suggestions`` which sentences may hold a claim, and ``comparison`` counts. ``words`` are forms and stems of words,
``selecting`` makes selections of whole units.
"""
