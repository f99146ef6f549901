"""The page of what was done.

``page`` has ``filter`` above ``model`` in ``table_view``, and beside it the ``detail`` of a step.
"""
