"""Visavis: compare what political actors say.

The map. Imports run one way, from the top of this list to its foot; import-linter holds them to it.

``__main__``
    What ``visavis`` and ``python -m desktop`` start; the only place that knows both the command line and the window.
``cli``
    The command line (click): ``project`` (new, import, tag, undo, …), ``listing``, ``export``, ``window``.
``qt``
    The window, the only place with PySide6. ``app`` starts it, ``snapshot`` takes its pictures; ``views`` are what one
    sees, ``commands`` the table of actions, ``models`` what views show, ``session`` the open project and its one
    signal, ``traces`` its long work in a ``worker`` thread; ``theme``, ``settings``, ``dialogs`` serve them all.
``comparing``
    Comparisons ready to be shown or written: ``matrix`` (a view of the project), ``matrix_table``, ``findings``
    (contradictions, timelines, similarities, two sides), ``networks`` and events, ``pages`` (coded documents),
    ``listings`` and ``quoted`` (the lists). ``catalogue`` has every table that can be exported, ``asking`` what can be
    chosen of one, ``making`` what makes it.
``work``
    What takes more than one layer below: populating a project, making tables.
``work_import``
    Bringing files in, one at a step and all in one action: folders, duplicates, progress, cancelling, whom they quote.
``work_folders``
    Which files of a folder a project does not hold yet.
``work_traces``
    A project's quotations, traces and suggestions, as the command line and the window ask for them; its ``Workshop``
    keeps what was found and indexed from edit to edit.
``store``
    The project file, the only place with SQL: ``schema``, ``files`` (open, create, migrate), ``recorder`` (every
    write), ``mention_schema`` (what filtered comparisons read), ``database`` (transactions, undo, history), ``reads``,
    ``search``, ``edit_…`` (the actions), ``check``.
``exchange``
    Files in and out: ``formats`` (which reader a document needs), ``format_…`` (the readers; ``extracted`` is what
    they give; ``html_blocks``, ``html_notes``, ``pdf_lines`` and ``rtf_groups`` serve them), ``facts`` (title, date,
    place, … found), ``files`` and ``folders``, ``annotated`` (coded documents as Markdown), ``codebook`` (TOML),
    ``tables`` and ``exports`` (CSV, JSON), ``rendering`` (all formats of tables), ``coded_pages`` and ``coded_html``
    (documents with their claims), ``seeds``.
``analysis``
    Pure functions over values: ``matrix``, ``pivot`` (any axes), ``places`` (a cell or line by its members);
    ``quotations`` (with ``quote_marks``, ``dash_dialogue``, ``speakers``, ``subjects``; ``quoted_speakers`` finds
    whom nobody has entered yet), ``tracing`` (with ``word_index``, ``matches``, ``alignment``, ``anchors``,
    ``verdicts``), ``suggestions`` (with ``claim_candidates``, ``claim_cues``, ``topic_ranking``), and ``holders``: who
    holds a position (with ``references``, ``offices``, ``frames``, ``clauses``).
``core``
    Values and pure functions: ``values``, ``spans`` (offsets), ``text``, ``dates``, ``intervals``, ``changes``,
    ``matching`` (type-ahead), ``attribution`` (who speaks), ``errors``; ``structure`` with
    ``pages`` (of paged documents), ``speakers``, ``roles`` and ``furniture`` (what a text consists of),
    ``speaker_wishes`` (who they shall be), ``reanchor`` (claims in a corrected text), ``similar`` (nearly the same).
``paths``
    Where shipped files and the user's own lie.

Three rules hold it together. Offsets are code points of the stored text, and `core.spans.Utf16Map` alone turns them
into Qt's units. One action is one transaction, one change set, one undo step and one signal. A `UserError` is a
finished sentence for the user; any other exception is a bug.
"""
