"""Other programs' projects: what their codes are to us, and bringing them in.

``reading`` opens them in a child process. ``mapping`` are the answers to what each branch of codes is, as a TOML;
``suggesting`` proposes them, by ``words`` of several languages and by ``shapes``; ``codes`` is the tree with what each
code means; ``claims`` makes claims of codings, and ``own_values`` own fields of what is told beside. ``bringing`` adds
all of it in one action: ``entries`` are the topics and actors that codes stand for, ``known_documents`` and
``placing_claims`` find where claims stand here, ``told_facts`` are facts of documents, ``foreign_memos`` memos and
summaries, ``brought`` what became of all. ``telling`` says it, and what was found. ``gathering`` makes the same form of
a project of ours, ``exporting`` writes it, ``codings_out`` as a table. ``preview`` is what answers would make of
a project.
"""
