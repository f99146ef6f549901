"""Annotated Markdown: a coded document as a text that people can read, edit, compare and mail.

Front matter in YAML (``visavis: 1`` and the bibliographic facts), then paragraphs. A line ``{.heading …}`` above a
paragraph says what it is, ``[sentence]{.claim actor=… topic=… stance=…}`` marks a claim,
``[]{.page n=3}`` stands where a page begins. All else is literal.
"""
