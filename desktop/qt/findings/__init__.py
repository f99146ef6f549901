"""What the coding shows: contradictions, two sides face to face, pictures.

``findings_page`` is what ``contradictions_page`` and ``compare_page`` have in common: a list in a ``findings_table``,
and the quotations on both sides. ``pictures_page`` shows a ``picture``: ``picture_timeline``, ``picture_percent`` (over
time, too), ``picture_likeness`` or ``picture_strips``; or a ``network_panel``, in whose ``network_view`` one walks
through a ``picture_network``, of many ties a ``still_network``. ``agreement_page`` tells how far coders agree, with
their ``confusions``, and ``agreement_desk`` is where one settles what they differ in.
"""
