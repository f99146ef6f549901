"""The project file: the only place with SQL.

``schema`` has its tables version by version (``mention_schema`` that of mentions, ``vocabulary_schema`` that of words,
``own_field_schema`` those of own fields, ``membership_schema`` that of memberships),
``files`` opens, makes and converts it, ``sqlite`` runs statements on it, ``texts`` has what
documents say, ``recorder`` does every write, ``trail`` is
what the history keeps of it, ``indexing`` keeps the search indexes of many rows at once, ``elsewhere`` what others did
meanwhile and whether an action meets it, ``corrected``
whether an undo would bring places back into another text, ``lost`` looks
whether the file is still the one that was opened, ``database`` is an open project with its transactions, undo and
history. ``edits`` are the actions, ``reads`` the questions. ``check`` looks a whole project over, ``quick_look`` tells
whether its file is damaged, ``errors`` sorts what SQLite says, ``vocabulary`` has the words that letters stand inside
of, ``divided_history`` serves the conversion of
older projects. ``own_schema`` compares the schema of a file with that of its version, ``foreign`` tells values that no
Visavis wrote, ``whole`` writes files whole or not at all, ``backups`` copies of the whole file. ``rescue`` brings what
a damaged file holds into a clean one; ``presence`` says who has a project open. ``step_log`` keeps in memory what was
done since, with which ``held`` writes a clean project where the file of an open one was written over. ``guarded`` is
what every connection is set to.
``portable_rows`` are rows as they are in every file, ``set_log`` the sets of all that are in this one (their tables are
in ``sharing_schema``), ``twins`` what two files have in common; ``server`` has
the tables of a team on PostgreSQL.
``other_databases`` reads and writes those of other programs as values, ``dna_schema`` has the tables of one of them.
"""
