"""Other programs' projects: what their codes are to us, and bringing them in.

``reading`` opens them in a child process. ``mapping`` are the answers to what each branch of codes is, as a TOML;
``suggesting`` proposes them, by ``words`` of several languages and by ``shapes``; ``codes`` is the tree with what each
code means; ``claims`` makes claims of codings, and ``own_values`` own fields of what is told beside. ``bringing`` adds
all of it in one action, and ``telling`` says what was found and what became of it. ``gathering`` makes the same form of
a project of ours, ``exporting`` writes it, ``codings_out`` as a table. ``preview`` is what answers would make of
a project.
"""
