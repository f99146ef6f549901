"""The page of topics and actors.

``page`` shows all in ``tree_view``, the ``entry`` that is chosen in its ``form`` (with ``membership_rows``), and its
``uses``. ``commands`` are what can be done; ``filling`` asks what many have of own fields, ``questions`` before a
merge, a split, a deletion or an import, ``proposals`` which names in the texts shall be actors.
"""
