"""Tables out: one writer a format.

``formats`` has a row for each. ``table`` is what a table holds, and writes it as CSV and JSON; ``csvw`` describes a CSV
file; ``xlsx``, ``html``, ``markdown`` and ``latex`` are for people; ``graphml`` writes networks.
"""
