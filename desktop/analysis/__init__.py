"""Pure functions over values: what the texts and the coding say.

``attribution`` tells who says what; over it, and independent of each other, ``tracing`` finds what quotations go back
to, ``suggestions`` which sentences may hold a claim, ``comparison`` counts, and ``agreement`` tells how far coders do.
``words`` are forms and stems of words, ``selecting`` makes selections of whole units.
"""
