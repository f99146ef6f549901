"""The page of all claims.

``claims_page`` has a filter above ``model`` in ``table_view``, and below it ``retag_bar``, which changes many at once.
"""
