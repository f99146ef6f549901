"""The page of topics and actors.

``page`` shows ``model`` in ``tree_view``, the ``entry`` that is chosen in its ``form`` (with ``color_choice``), and its
``uses``. ``commands`` are what can be done; ``questions`` ask before a merge, a split, a deletion or an import, in the
``words`` that tell what becomes of the claims.
"""
