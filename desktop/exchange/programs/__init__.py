"""Projects of other programs, in and out, of values and not of the store.

``registry`` has a row for each program; ``interchange`` is what every reader gives: texts, codes, codings, memos.
``refi`` reads REFI-QDA (NVivo, MAXQDA, ATLAS.ti, QualCoder) and ``refi_writer`` writes it; ``dna``, ``qualcoder`` and
``taguette`` read the rows of these programs' databases, ``dna_writer`` makes those of one; ``codings_table`` reads a
table of coded passages, ``web_annotation`` annotations of the web (``web_annotation_writer`` writes them),
``labelled_texts`` Label Studio, doccano and brat, ``uima_cas`` INCEpTION, ``annotated_project`` a project of ours as
annotated Markdown, ``framework`` a matrix of summaries and ``bibliography`` what is known of documents, which all write
too. ``own_claims`` are the claims of what is written. ``readings`` tells what offsets count; ``definitions`` are what
only Visavis knows of a topic or an actor, as lines of a code's description, and ``carried_fields`` own fields as codes;
``coding_words`` are those by which all this is understood.
"""
