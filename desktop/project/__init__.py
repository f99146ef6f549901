"""What one does with a project and takes several layers; for the window and the command line.

``opening`` opens and makes projects, ``backups`` keeps and restores copies of them; ``importing`` brings files in,
``document_files`` reads them and tells what became of them, ``columns`` what those of tables are, ``reading`` tells
what they hold before, ``folders`` looks for new ones. What opens the files of strangers (``foreign``) runs in child
processes (``children``, whose other end is ``child``; ``memory`` is what they take); rows of a great many claims are
made in them, too (``apart``), large files looked through (``checking``), and long documents read for claims
(``candidates``). ``codebook`` is the codebook as a file,
``programs`` brings other programs' projects in, ``proposals`` are names that may be actors; ``lookup`` finds what
people name; ``history`` tells what was done; ``sharing`` is the work of several in files of their own; ``sync_folders``
recognises folders that are kept the same elsewhere.

Tables: ``catalogue`` has a row for each, ``requests`` says what a row is and how a table is wanted, ``export`` writes
them for the export panel. They are made in ``matrix_table``, ``findings``, ``networks``, ``lists``,
``agreement`` (of coders), ``quotation_tables``, ``concordance`` (words in context, coded and counted) and ``history``,
of what ``matrix`` (``cell_values`` are those of a field in its cells), ``ties`` (of networks, whose figures
``network_figures`` names) and ``quotations`` read and ``counting`` counts. ``pages`` are coded documents to look at,
``report`` is that of the whole project, and ``contradictions`` are kept right through edits.
"""
