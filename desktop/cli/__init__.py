"""The command line: the same work without a window.

``commands`` is the group of all commands. ``tables`` makes those that write tables, from the catalogue; ``listing`` is
what some of them list in columns. The others: ``project`` (new, tag, undo, redo, check, the codebook), ``editing``
(remove, rename, set, change, delete, memo, merge), ``settling`` (settle), ``keeping`` (backups, restore, rescue),
``importing`` (import, replace, file), ``own_fields`` (fields), ``memberships``, ``scale``, ``leaving`` (export),
``pages`` (show, document-html, document-pdf), ``window`` (the window and its pictures).
``sharing`` is merging files, conflicts, and team.
``options`` are the arguments that several take, ``writing`` writes to files and to the terminal, which hears everything
through ``terminal``; ``display`` finds out whether a window can be shown.
"""
