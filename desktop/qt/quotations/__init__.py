"""The page of traced quotations.

``quotations_page`` has the list, both passages side by side in ``passage_pair``, and ``trace_detail`` with what
changed, the user's verdict and whether both documents cover one event.
"""
