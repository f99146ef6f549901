"""Annotated Markdown: a coded document as a text that people can read, edit, compare and mail.

Front matter in YAML (``visavis: 1`` and the bibliographic facts), then paragraphs. A line ``{.heading …}`` above a
paragraph says what it is, ``[sentence]{.claim actor=… topic=… stance=…}`` marks a claim,
``[]{.page n=3}`` stands where a page begins. All else is literal.

``reader`` and ``writer`` go both ways: between a text and ``blocks`` with their attributes, below
``front_matter``. ``markdown`` is the little of Markdown that is used, attributes among it.
"""
