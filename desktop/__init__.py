"""Visavis: compare what political actors say.

The map. Imports run one way, from the top of this list to its foot; import-linter holds them to it.

``__main__``
    What ``visavis`` and ``python -m desktop`` start; the only place that knows both the command line and the window.
``cli``
    The command line, without a window.
``qt``
    The window, the only place with PySide6: ``app`` starts it, ``snapshot`` takes its pictures, ``session`` is the open
    project and its one signal. A folder for each thing people do, its model beside its view: ``reading``, ``matrix``,
    ``findings``, ``quotations``, ``claims``, ``codebook``, ``history``, ``search``, ``importing``,
    ``exporting``, ``printing``, ``together``;
    ``window`` holds them, ``parts`` is what several are made of.
``project``
    What one does with a project and takes several layers below: opening, importing, the matrix, findings, networks,
    lists, the catalogue of tables, export, history, quotations and suggestions, and other programs' projects
    (``programs``). What opens the files of strangers
    (``foreign``) does so in child processes (``children``), which are within limits and can be ended at any moment.
``store``
    The project file, the only place with SQL: ``schema``, ``files`` (open, create, migrate), ``recorder`` (every
    write), ``database`` (transactions, undo, history), ``check``; ``edits`` are the actions, ``reads`` the questions.
``exchange``
    Files in and out, of values and not of the store: ``recognition`` (what a file is), ``readers`` of documents,
    ``tables``, ``programs`` (other programs' projects), ``annotated`` (coded documents as Markdown), ``pages`` (as web
    pages), ``report`` (of a whole project), ``codebook`` (TOML), ``seeds``.
``analysis``
    Pure functions over values: ``attribution`` (who says what), ``tracing`` (from a quotation to its passage),
    ``suggestions`` (which sentences may hold a claim, and whose), ``comparison`` (counts, contradictions, networks),
    ``agreement`` (how far coders agree).
``core``
    Values and pure functions: ``values``, ``scale`` (of stances), ``spans`` (offsets), ``text``,
    ``direction`` (right to left), ``dates``,
    ``times``, ``intervals``, ``changes``, ``filters``, ``folding`` (what every search takes for the same),
    ``matching`` (type-ahead), ``errors``; ``structure`` is what a text consists of, down to words and sentences, in
    every script (``structure.writing``); ``vocabulary`` has the words of languages, from ``resources/languages``.
``paths``
    Where shipped files and the user's own lie.

Three rules hold it together. Offsets are code points of the stored text, and `core.spans.Utf16Map` alone turns them
into Qt's units. One action is one transaction, one change set, one undo step and one signal. A `UserError` is a
finished sentence for the user; any other exception is a bug.
"""
