"""Sentences that may hold a claim, on which topic, and who holds it.

``suggestions`` learns from coded documents, ranks topics and suggests: ``claim_candidates`` finds the stretches and
what in them tells of a claim (by the ``claim_words`` of each language), ``holders`` who holds it. For that
``references`` finds who is meant, in part by ``offices``; ``clauses`` reads what is said of them, and who tells it.
``patterns`` are those of all these.
"""
