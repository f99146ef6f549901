"""What the coding shows: contradictions, two sides face to face, pictures.

``findings_page`` is what ``contradictions_page`` and ``compare_page`` have in common: a list of ``model`` in a
``findings_table``, and the quotations on both sides in a ``facing_panel``. ``pictures_page`` shows a ``picture`` in a
``picture_view``: ``picture_timeline``, ``picture_likeness`` or ``picture_strips``.
"""
