"""Documents in: one reader a format, and the facts that a file tells of itself.

``formats`` has a row for each. A file comes as a ``source`` and goes as ``extracted``; its bytes are read by
``encodings`` or taken out of ``archives``. The readers: ``docx``, ``epub``, ``html`` (and ``html_blocks``, for whatever
becomes HTML), ``mail``, ``odt``, ``pdf`` (and ``pdf_lines``), ``rtf``, ``subtitles``, ``text`` (and Markdown),
``webarchive``. ``facts`` finds title, date and author in what they give, ``fact_dates`` days, ``fact_kinds`` what kind
of document it is.
"""
