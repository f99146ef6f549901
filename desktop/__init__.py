"""Visavis: compare what political actors say.

The map. Imports run one way, from the top of this list to its foot; import-linter holds them to it.

``__main__``
    What ``visavis`` and ``python -m desktop`` start; the only place that knows both the command line and the window.
``cli``
    The command line (click): ``project`` (new, import, tag, undo, …), ``listing``, ``export``, ``window``.
``qt``
    The window, the only place with PySide6. ``app`` starts it, ``snapshot`` takes its pictures; ``views`` are what one
    sees, ``commands`` the table of actions, ``models`` what views show, ``session`` the open project and its one
    signal; ``theme``, ``settings``, ``dialogs`` serve them all.
``work``
    What takes more than one layer below: populating a project, importing files, making tables.
``store``
    The project file, the only place with SQL: ``schema``, ``files`` (open, create, migrate), ``recorder`` (every
    write), ``database`` (transactions, undo, history), ``reads``, ``search``, ``edit_…`` (the actions), ``check``.
``exchange``
    Files in and out: ``files`` (documents), ``annotated`` (coded documents as Markdown), ``codebook`` (TOML),
    ``tables`` and ``exports`` (CSV, JSON), ``seeds``.
``analysis``
    Pure functions over values: ``matrix``.
``core``
    Values and pure functions: ``values``, ``spans`` (offsets), ``text``, ``dates``, ``intervals``, ``changes``,
    ``matching`` (type-ahead), ``attribution`` (who speaks), ``errors``.
``paths``
    Where shipped files and the user's own lie.

Three rules hold it together. Offsets are code points of the stored text, and `core.spans.Utf16Map` alone turns them
into Qt's units. One action is one transaction, one change set, one undo step and one signal. A `UserError` is a
finished sentence for the user; any other exception is a bug.
"""
