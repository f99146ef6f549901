"""The page of traced quotations.

``quotations_page`` has the list in ``list_view``, both passages side by side in ``passage_pair``, each a
``passage_pane``, and ``trace_detail`` with what changed, the user's verdict and ``event_choice``.
"""
