"""Documents in: one reader a format, and the facts that a file tells of itself.

``formats`` has a row for each. A file comes as a ``source`` and goes as ``extracted``; its bytes are read by
``encodings`` or taken out of ``archives``. The readers: ``word``, ``office`` (OpenDocument, e-books), ``html``,
``mail`` (and saved pages), ``pdf`` (and ``pdf_lines``, ``pdf_columns``, ``pdf_titles``, ``pdf_notes``), ``rtf``,
``text`` (Markdown too; ``numbered_lines``), ``cues`` (subtitles, machines’ transcripts); ``spoken_tables`` of several
are transcripts. ``facts`` finds what is known of a document in what they give and notes it in ``fact_notes``:
``fact_days`` when (``fact_dates`` what is a date), ``fact_people`` who (by ``bylines``), ``fact_kinds`` kind and
language; ``front_matter`` is what stands above a text.

A file may hold many documents: ``collections`` takes them out (each is ``contained`` in it), by ``articles`` (of press
databases, with ``article_fields``) and ``europresse``, ``feeds``, ``mailboxes`` (with ``forwarded`` messages),
``books`` (chapters), ``page_articles``, ``zips`` (archives) and ``sheets`` (tables in which a row is a document:
``grids`` reads them, ``column_guess`` tells what is in them, ``day_orders`` how their days are written). ``records``
are debates as XML.
"""
