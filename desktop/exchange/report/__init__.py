"""The report of a project, the appendix that journals ask for, as a web page, a Word document and Markdown.

``report`` is what it holds, of values; ``formats`` are the forms, one row each; ``html``, ``markdown`` and ``word``
write them.
"""
