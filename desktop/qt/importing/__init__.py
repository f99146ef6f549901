"""Bringing files in, and replacing texts.

``page`` shows what files hold before they are added: ``start`` while there are none, which watches the recent
folders, ``columns_view`` with its ``columns_model`` where tables are among them, of which is asked what their columns
are, then ``files_model`` and ``speakers_model`` in the tables of ``files_view``, with the lines above and below, and
a ``preview``. ``encoding_box`` is in both. ``reading_files`` reads and adds them beside the window. ``replace_page``
shows what another text would do to a document's claims. ``program_page`` asks what another program's codes are, in the
tables of ``mapping_models``.
"""
