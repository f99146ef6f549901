"""Sentences that may hold a claim, on which topic, and who holds it.

``suggestions`` learns from coded documents (``coded_text``), ranks topics and suggests: ``claim_candidates`` finds who
may hold what the ``stretches`` of a document tell, in which the ``claim_words`` of each language suggest a claim;
``holders`` says who holds it. For that ``references`` finds who is meant, in part by ``offices``; ``clauses`` reads
what is said of them, and who tells it. ``patterns`` are those of all these, and ``beginnings`` tells which of them a
sentence may have.
"""
