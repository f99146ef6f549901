"""The page of what was done.

``page`` has a filter above the list of ``model``, and beside it the ``detail`` of a step.
"""
