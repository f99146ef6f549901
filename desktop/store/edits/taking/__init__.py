"""Making things anew of all sets that ever wrote them; parts of `edits.sharing`, which takes sets of others in.

``refusing`` keeps out what nobody of ours writes. ``alone`` finds the claims that nothing else of what came matters to:
they are written as they are. Of all others ``things`` finds what each is and what it refers to, ``rules`` what holds
among several (keys, circles of parents, places in corrected texts, what there is once), ``listing`` what is to be
looked at, and ``writing`` brings the rows to it.
"""
