"""Tables out: one function a format.

``formats`` has a row for each. ``table`` is what a table holds, writes it as CSV and JSON, and describes a CSV file;
``xlsx`` and ``markup`` (HTML, Markdown, LaTeX with
``latex_scripts``) are for people; ``graphml``, ``gexf`` and ``pajek`` write ``networks``.
"""
