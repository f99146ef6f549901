"""The command line: the same work without a window.

``commands`` is the group of all commands. ``tables`` makes those that write tables, from the catalogue; ``listing`` is
what some of them list in columns, ``views`` what the matrix takes, ``writing`` how a table is written. The others:
``project`` (new, tag, undo, redo, check), ``importing`` (import, replace, file), ``pages`` (show, document-html,
document-pdf), ``codebook``, ``window`` (the window and its pictures). ``options`` are the arguments that several take,
``output`` writes to files and to the terminal, ``display`` finds out whether a window can be shown.
"""
