"""Who says what: quotations, and who speaks them.

``quotations`` puts it together for a document: ``quote_marks`` finds what stands between marks or dashes, ``speakers``
who speaks it, by the verbs and small words of ``speech_words``; ``subjects`` finds who may be the subject of such a
verb, ``names`` where actors are named and described. ``quoted_speakers`` proposes those whom nobody entered yet.
"""
