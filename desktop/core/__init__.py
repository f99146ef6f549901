"""Values and pure functions: no Qt, no SQL, and no files but the words of languages.

What a project consists of: ``values``, ``mentions`` (and which repeat another), ``memberships`` (of actors, with
dates) and for whom they are ``speaking``, ``memos``, ``traces``, ``scale`` (of
stances), ``views``, ``marks`` (the shapes of nodes). Its fields, each once: ``claim_fields``, ``fields``,
``own_fields`` (a project's), ``axes``.
Texts: ``text`` (normalised), ``spans`` (offsets),
``direction``, ``collation`` (the order of names), ``structure``, ``interjections``, ``intervals`` (what overlaps),
``near_duplicates``, ``reanchor``, ``placing`` (of quotations),
``speaker_guess``, ``proposals`` (who may be an actor), ``name_pattern`` (of files),
``dates``, ``times`` (of turns). What is asked: ``columns`` (of tables that come in), ``filters``, ``query`` and what it
finds, ``concordance`` (words in context), ``folding`` (what every search takes for the same), ``matching``
(type-ahead), ``told_apart`` (topics of one name). What was done:
``changes``, ``actions``, ``history``, ``history_text``, ``long_steps``, ``keys`` (of who
is new), ``roster`` (who is known). What travels between files: ``portable``, and what stands against each other then,
``conflicts``. How it is said: ``language``, ``phrases``, ``vocabulary`` (the words of languages),
``errors``, ``logs``, ``visible`` (what would do something where it is only to be seen), ``showing`` (what of a text can
be laid out). And ``project_file`` (how one
is known), ``rotation`` (which backups stay), ``progress`` and ``collecting``, ``limits`` (what reading may take) and
``stopping`` (what nobody waits for any more).
"""
