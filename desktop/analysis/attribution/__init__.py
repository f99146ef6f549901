"""Who says what: quotations, and who speaks them.

``quotations`` puts it together for a document: ``quote_marks`` finds what stands between marks or dashes, ``cues`` the
verbs of saying with their subjects, by the words of ``speech_words``, and ``speakers`` whose a quotation is.
``subjects`` finds who may be a subject and whom a pronoun means, ``names`` where actors are named and described,
``written_names`` what else a text calls by a name. ``quoted_speakers`` finds those whom nobody entered yet.
"""
