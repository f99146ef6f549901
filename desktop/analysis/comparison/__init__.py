"""What the coding says, counted and compared; pure functions over values.

``members`` knows the ``member`` that each thing has in every field (``organisations`` those that depend on dates),
``pivot`` counts claims by freely chosen, nested axes (``counts`` is what one cell holds, ``late`` makes cells when they
are looked at, ``meetings`` finds what stands together in one passage), ``field_values`` is what cells tell of a field,
``outline`` opens and closes groups and counts anew what an edit changed, ``places`` names cells, rows
and columns. On what is counted stand ``contradictions`` (two facing each other too; ``positions`` finds them by counts
alone), ``similarity``, ``networks`` (with ``cooccurrence``,
windows of time in ``spells``, measures in ``graphs`` and places in a picture in ``layout``) and ``pictured`` (timeline
and strips).
"""
