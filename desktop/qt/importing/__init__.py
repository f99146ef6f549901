"""Bringing files in, and replacing texts.

``page`` shows what files hold before they are added: ``start`` while there are none, then ``files_model`` in
``files_view``, ``preview``, ``speakers_model`` in ``speakers_view``, and the ``bars`` above and below; the keys of both
tables are in ``import_rows``.
``reading_files`` reads and adds them beside the window, ``folder_watch`` tells which are new. ``replace_page`` with
``replacement_model`` shows what another text would do to a document's claims.
"""
